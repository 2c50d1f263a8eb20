#include <functional>
#include <map>
#include <memory>
#include <regex>
#include <vector>

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "evasion/mutation.h"
#include "evasion/tables.h"
#include "tamis/base/utf8.h"

/// Each family is undone by what is obvious for it, with ICU where that knows how; so a person (or
/// a terminal) reads the term.
namespace tamis::evasion {
namespace {

constexpr std::uint64_t kSeeds = 200;

/// `{begin of the term … end}` with the controls around it.
struct Sample {
  std::string term;
  std::string mutated;
};

void expect_undone(Family family, std::initializer_list<std::string_view> terms,
                   const std::function<bool(const Sample&)>& undone) {
  for (const std::string_view term : terms) {
    for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
      const auto m = mutate(term, {0, std::uint32_t(term.size())}, {&family, 1}, seed);
      ASSERT_TRUE(m) << name(family) << " " << term;
      EXPECT_TRUE(undone({std::string(term), m->text})) << term << " became " << m->text;
    }
  }
}

std::string fold(const icu::UnicodeString& text) {
  std::string folded;
  icu::UnicodeString(text).foldCase().toUTF8String(folded);
  return folded;
}
std::string fold(std::string_view text) {
  return fold(icu::UnicodeString::fromUTF8({text.data(), int32_t(text.size())}));
}

std::u32string code_points(std::string_view text) {
  std::u32string found;
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, size] = utf8::decode(text.data() + i);
    found += c;
    i += size;
  }
  return found;
}

template <typename Predicate>
std::string without(std::string_view text, Predicate dropped) {
  icu::UnicodeString kept;
  for (const char32_t c : code_points(text)) {
    if (!dropped(c)) kept.append(UChar32(c));
  }
  return fold(kept);
}

/// U+4E36 is a letter, and written between others as a dot.
bool is_no_letter(char32_t c) {
  return u_isalpha(UChar32(c)) == 0 || c == U'丶';
}

icu::UnicodeString normalized(std::string_view text, const icu::Normalizer2* form) {
  UErrorCode status = U_ZERO_ERROR;
  return form->normalize(icu::UnicodeString::fromUTF8({text.data(), int32_t(text.size())}), status);
}
std::string nfkc(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  return fold(normalized(text, icu::Normalizer2::getNFKCInstance(status)));
}

std::string transliterated(const char* id, std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  static std::map<std::string, std::unique_ptr<icu::Transliterator>> made;
  auto& transliterator = made[id];
  if (!transliterator) {
    transliterator.reset(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  }
  icu::UnicodeString changed = icu::UnicodeString::fromUTF8({text.data(), int32_t(text.size())});
  transliterator->transliterate(changed);
  return fold(changed);
}

/// Whether `text` is `term` with symbols of the table for some of its letters.
bool reads_as(const Table& symbols, std::string_view text, std::string_view term) {
  if (term.empty()) return text.empty();
  const auto [c, size] = utf8::decode(term.data());
  const auto rest = term.substr(size);
  for (const char32_t letter : {c, char32_t(u_toupper(UChar32(c)))}) {
    std::string plain;
    icu::UnicodeString(UChar32(letter)).toUTF8String(plain);
    if (text.starts_with(plain) && reads_as(symbols, text.substr(plain.size()), rest)) return true;
    for (const std::string_view symbol : symbols.of(letter)) {
      if (text.starts_with(symbol) && reads_as(symbols, text.substr(symbol.size()), rest)) {
        return true;
      }
    }
  }
  return false;
}

std::string small_letter_of_name(char32_t c, const std::vector<std::string_view>& prefixes) {
  char unicode_name[128];
  UErrorCode status = U_ZERO_ERROR;
  u_charName(UChar32(c), U_UNICODE_CHAR_NAME, unicode_name, sizeof unicode_name, &status);
  for (const std::string_view prefix : prefixes) {
    if (std::string_view(unicode_name).starts_with(prefix)) {
      return std::string(1, unicode_name[prefix.size()]);
    }
  }
  return std::string(1, char(c));
}

TEST(Inverse, LettersAloneRemainOfInsertions) {
  for (const Family family : {Family::separator, Family::spaced}) {
    expect_undone(family, {"shit", "sugardaddy", "sugar daddy", "加微信"}, [](const Sample& s) {
      return without(s.mutated, is_no_letter) == without(s.term, is_no_letter);
    });
  }
  expect_undone(Family::emoji, {"shit", "加微信"},
                [](const Sample& s) { return without(s.mutated, is_no_letter) == fold(s.term); });
}

TEST(Inverse, VisibleCharactersRemainOfInvisibleOnes) {
  const auto invisible = [](char32_t c) {
    return u_hasBinaryProperty(UChar32(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 || c < 0x20 ||
           c == 0x2800 || (c >= 0xFFF9 && c <= 0xFFFC);
  };
  expect_undone(Family::zero_width, {"shit", "kill yourself", "加微信"},
                [&](const Sample& s) { return without(s.mutated, invisible) == fold(s.term); });
}

TEST(Inverse, DeletingGivesTheTermBack) {
  expect_undone(Family::backspace, {"shit", "加微信"}, [](const Sample& s) {
    icu::UnicodeString typed;
    for (const char32_t c : code_points(s.mutated)) {
      if (c == 8 || c == 0x7F) {
        typed.truncate(typed.moveIndex32(typed.length(), -1));
      } else {
        typed.append(UChar32(c));
      }
    }
    return fold(typed) == fold(s.term);
  });
}

TEST(Inverse, TagsAreAsciiMoved) {
  expect_undone(Family::tag, {"shit", "sugar daddy"}, [](const Sample& s) {
    icu::UnicodeString ascii;
    for (const char32_t c : code_points(s.mutated)) {
      if (c == 0xE0001 || c == 0xE007F) continue;
      ascii.append(UChar32(c >= 0xE0000 ? c - 0xE0000 : c));
    }
    return fold(ascii) == fold(s.term);
  });
}

TEST(Inverse, OverriddenRunsAreShownReversed) {
  expect_undone(Family::bidi, {"shit", "f(ck", "sugar daddy", "加微信"}, [](const Sample& s) {
    icu::UnicodeString shown;
    icu::UnicodeString run;
    bool overridden = false;
    for (const char32_t c : code_points(s.mutated)) {
      if (c == 0x202E) overridden = true;
      if (c == 0x202C && overridden) {
        shown.append(run.reverse());
        run.remove();
        overridden = false;
      }
      const bool control = c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x2069);
      if (!control)
        (overridden ? run : shown)
            .append(UChar32(overridden ? u_charMirror(UChar32(c)) : UChar32(c)));
    }
    return run.isEmpty() && fold(shown) == fold(s.term);
  });
}

TEST(Inverse, CompatibilityDecompositionGivesLetters) {
  expect_undone(Family::letterlike, {"shit", "quiz fox", "JUMPED"},
                [](const Sample& s) { return nfkc(s.mutated) == fold(s.term); });
  expect_undone(Family::mark, {"shit", "加微信"}, [](const Sample& s) {
    UErrorCode status = U_ZERO_ERROR;
    std::string decomposed;
    normalized(s.mutated, icu::Normalizer2::getNFDInstance(status)).toUTF8String(decomposed);
    return without(decomposed, [](char32_t c) {
             return (U_GET_GC_MASK(UChar32(c)) & U_GC_M_MASK) != 0;
           }) == fold(s.term);
  });
}

TEST(Inverse, NamesTellTheLetter) {
  const auto named = [](const std::vector<std::string_view>& prefixes) {
    return [prefixes](const Sample& s) {
      std::string read;
      for (const char32_t c : code_points(s.mutated)) read += small_letter_of_name(c, prefixes);
      return fold(read) == s.term;
    };
  };
  const std::vector<std::string_view> enclosed{
      "PARENTHESIZED LATIN SMALL LETTER ", "PARENTHESIZED LATIN CAPITAL LETTER ",
      "NEGATIVE CIRCLED LATIN CAPITAL LETTER ", "NEGATIVE SQUARED LATIN CAPITAL LETTER ",
      "REGIONAL INDICATOR SYMBOL LETTER "};
  const std::vector<std::string_view> small_capital{"LATIN LETTER SMALL CAPITAL "};
  expect_undone(Family::enclosed, {"shit", "quiz", "fox"}, named(enclosed));
  expect_undone(Family::small_capital, {"shit", "jump", "wavy"}, named(small_capital));
}

TEST(Inverse, SymbolsReadAsTheirLetters) {
  for (const Family family : {Family::homoglyph, Family::leetspeak}) {
    expect_undone(family, {"shit", "maxwell", "kill yourself"},
                  [family](const Sample& s) { return reads_as(table(family), s.mutated, s.term); });
  }
  for (const Family family : {Family::radical, Family::split_character}) {
    expect_undone(family, {"骗子不好", "加女"},
                  [family](const Sample& s) { return reads_as(table(family), s.mutated, s.term); });
  }
}

TEST(Inverse, TurnedAroundTheTermStandsUpright) {
  expect_undone(Family::upside_down, {"shit", "jumped over", "don't"}, [](const Sample& s) {
    icu::UnicodeString turned;
    turned = icu::UnicodeString::fromUTF8(s.mutated).reverse();
    std::string upright;
    turned.toUTF8String(upright);
    return reads_as(table(Family::upside_down), upright, s.term);
  });
}

TEST(Inverse, AtMostHalfOfEachWordIsMasked) {
  expect_undone(
      Family::masked, {"ass", "shit", "sugar daddy", "加微信", "大傻瓜蛋"}, [](const Sample& s) {
        const std::u32string term = code_points(s.term);
        const std::u32string masked = code_points(fold(s.mutated));
        std::size_t hidden = 0;
        for (std::size_t i = 0; i < term.size(); ++i) hidden += term[i] != masked[i];
        return term.size() == masked.size() && term[0] == masked[0] && hidden * 2 <= term.size();
      });
}

TEST(Inverse, WithoutRepetitionsNothingIsLeftOver) {
  const auto squeezed = [](std::string_view text) {
    std::string once;
    for (const char c : fold(text)) {
      if (once.empty() || once.back() != c) once += c;
    }
    return once;
  };
  expect_undone(Family::repeated, {"shit", "sugar daddy"}, [&](const Sample& s) {
    return squeezed(s.mutated) == squeezed(s.term) && s.mutated.size() > s.term.size();
  });
}

TEST(Inverse, DecodingGivesTheTerm) {
  expect_undone(Family::percent_encoding, {"shit", "sugar daddy", "加微信"}, [](const Sample& s) {
    std::string decoded;
    for (std::size_t i = 0; i < s.mutated.size(); ++i) {
      const char c = s.mutated[i];
      if (c == '%') {
        decoded += char(std::stoi(s.mutated.substr(i + 1, 2), nullptr, 16));
        i += 2;
      } else {
        decoded += c == '+' ? ' ' : c;
      }
    }
    return fold(decoded) == fold(s.term);
  });
  expect_undone(Family::html_entity, {"shit", "sugar daddy", "加微信"}, [](const Sample& s) {
    static const std::regex reference("&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?");
    std::string decoded;
    auto rest = s.mutated.cbegin();
    for (std::smatch m; std::regex_search(rest, s.mutated.cend(), m, reference);
         rest = m[0].second) {
      decoded.append(rest, m[0].first);
      const bool hex = m[1].matched;
      icu::UnicodeString(UChar32(std::stoi(m[hex ? 1 : 2], nullptr, hex ? 16 : 10)))
          .toUTF8String(decoded);
    }
    return fold(decoded.append(rest, s.mutated.cend())) == fold(s.term);
  });
  expect_undone(Family::base64, {"shit", "sugar daddy", "加微信"}, [](const Sample& s) {
    std::string decoded;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : s.mutated) {
      if (c == '=') break;
      static constexpr std::string_view kDigits =
          "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
      const std::size_t digit = kDigits.find(c == '-' ? '+' : c == '_' ? '/' : c);
      bits = bits << 6 | std::uint32_t(digit);
      if ((count += 6) >= 8) decoded += char(bits >> (count -= 8) & 0xFF);
    }
    return fold(decoded) == fold(s.term);
  });
}

TEST(Inverse, IcuKnowsTheChineseOnes) {
  expect_undone(Family::traditional, {"骗子赌马", "贷款"}, [](const Sample& s) {
    return transliterated("Traditional-Simplified", s.mutated) == s.term;
  });
  expect_undone(Family::homophone, {"加微信", "骗子赌马"}, [](const Sample& s) {
    constexpr const char* kToneless = "Han-Latin; NFD; [\\u0300\\u0301\\u0304\\u030C] Remove";
    return transliterated(kToneless, s.mutated) == transliterated(kToneless, s.term) &&
           s.mutated != s.term;
  });
}

}  // namespace
}  // namespace tamis::evasion
