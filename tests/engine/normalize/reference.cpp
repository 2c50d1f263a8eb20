#include "reference.h"

#include <array>
#include <memory>
#include <unordered_map>

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include "tamis/base/utf8.h"

namespace tamis::test {
namespace {

/// PropList.txt, White_Space.
bool is_white_space(UChar32 c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_removed(UChar32 c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2800 || (c >= 0xFFF9 && c <= 0xFFFC);
}

const icu::UnicodeString& simplified(UChar32 c) {
  static const std::unique_ptr<icu::Transliterator> transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> t(
        icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    return t;
  }();
  static std::unordered_map<UChar32, icu::UnicodeString> known{
      {0x82CE,
       icu::UnicodeString(UChar32{0x82CE})},  // Hant-Hans leads from here to U+82E7 and back
      {0x82E7, icu::UnicodeString(UChar32{0x82CE})},
      {0x85B4, icu::UnicodeString(UChar32{0x82CE})}};
  const auto [at, is_new] = known.try_emplace(c, c);
  if (is_new) transliterator->transliterate(at->second);
  return at->second;
}

/// Typographic marks and the keys that they are typed with.
UChar32 typed(UChar32 c) {
  constexpr std::u32string_view kMarks =
      U"\u2018\u2019\u201B\u02BC\u201C\u201D\u201E\u201F\u2010\u2012\u2013\u2014\u2015\u2212";
  constexpr std::u32string_view kKeys = U"''''\"\"\"\"------";
  const std::size_t at = kMarks.find(static_cast<char32_t>(c));
  return at == std::u32string_view::npos ? c : static_cast<UChar32>(kKeys[at]);
}

template <typename Function>
icu::UnicodeString mapped(const icu::UnicodeString& string, Function function) {
  icu::UnicodeString result;
  for (std::int32_t i = 0; i < string.length(); i = string.moveIndex32(i, 1))
    function(string.char32At(i), result);
  return result;
}

}  // namespace

std::string fold_slowly(std::string_view text) {
  icu::UnicodeString string = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  string = mapped(string, [](UChar32 c, icu::UnicodeString& out) {
    if (is_white_space(c)) {
      out.append(u' ');
    } else if (!is_removed(c)) {
      out.append(c);
    }
  });
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const casefold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  string = casefold->normalize(string, status);
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
  string = mapped(string, [](UChar32 c, icu::UnicodeString& out) {
    const icu::UnicodeString& simple = simplified(c);
    out.append(simple.countChar32() == 1 ? icu::UnicodeString(typed(simple.char32At(0))) : simple);
  });
  UChar32 last = -1;
  int run = 0;
  string = mapped(string, [&](UChar32 c, icu::UnicodeString& out) {
    run = c == last ? run + 1 : 1;
    last = c;
    const bool is_digit = c >= '0' && c <= '9';
    if (is_digit || run <= (c == ' ' ? 1 : 4)) out.append(c);
  });
  std::string result;
  string.toUTF8String(result);
  return result;
}

std::string utf8(char32_t c) {
  std::array<char, 4> bytes{};
  return std::string(bytes.data(), utf8::encode(c, bytes.data()));
}

std::string utf8(std::u32string_view text) {
  std::string result;
  for (const char32_t c : text) result += utf8(c);
  return result;
}

std::vector<std::string> code_points(std::string_view text) {
  std::vector<std::string> result;
  while (!text.empty()) {
    const std::size_t size = utf8::decode(text.data()).size;
    result.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return result;
}

std::string hex(std::string_view text) {
  std::string result;
  for (const std::string& c : code_points(text)) {
    std::array<char, 16> word{};
    std::snprintf(word.data(), word.size(), "U+%04X ",
                  static_cast<unsigned>(utf8::decode(c.data()).value));
    result += word.data();
  }
  return result;
}

std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      result += text[i];
      continue;
    }
    switch (text[++i]) {
      case 'n':
        result += '\n';
        break;
      case 't':
        result += '\t';
        break;
      case '\\':
        result += '\\';
        break;
      case 'u': {
        const std::size_t end = text.find('}', i);
        const auto digits = std::string(text.substr(i + 2, end - i - 2));
        result += utf8(static_cast<char32_t>(std::stoul(digits, nullptr, 16)));
        i = end;
        break;
      }
      default:
        ADD_FAILURE() << "unknown escape in " << text;
    }
  }
  return result;
}

std::string RandomTexts::next(std::size_t longest) {
  static const std::array<std::u32string, 12> kAlphabets{
      U"aAbBzZkK 01\u2019\u2014\u201C",                              // case
      U"aaa  eeoO\u0130\u0131\u00DF\u017F\u212A\u03A3\u03C3\u03C2",  // case that is odd
      U"\u0300\u0301\u0301\u0307\u0308\u0323\u0327\u0328\u031B\u0345\u034F\u05B0\u0651\u302A"
      U"\u3099\u309A\U0001D165",  // marks
      U"\u1100\u1161\u11A8\u1112\u1175\u11C2\uAC00\uAC01\uD7A3\u115F\u1160\u3131\u3164\uFFA1"
      U"\uFFC2",  // Hangul
      U"\u200B\u200C\u200D\u2060\uFEFF\u00AD\uFE0F\uFE0E\u180E\u061C\u202E\U000E0041\u2800"
      U"\uFFF9\uFFFC",                                                              // invisible
      U" \u00A0\u3000\u2003\u2028\u1680\u0085\t\n\r\v",                             // space
      U"\u0001\u0008\u001B\u007F\u0080\u009F\u0000",                                // controls
      U"漢汉體体國国臺台後后里裏\u82CE\u82E7\u85B4\u2F00\u2F46\uF900\uFA10\u3007",  // Han
      U"か\u3099カﾞハﾟﾊ\uFF9E\u30D0\u3071",                                         // kana
      U"😀👍\U0001F3FD\U0001F468❤★\U0001F1E6",                                        // emoji
      U"\uFF21\uFF41ﬁﬀﷺ①⑴㎏½™\u00A8\u1E9B\u0344\u0390\u1F80\U0001D400\u33A1",       // compatibility
      U"\u0915\u093C\u0958\u09C7\u09BE\u09CB\u0DD9\u0DCF\u0DCA\u1025\u102E\U00011131\U00011127"
      U"\u0F71\u0F72\u0F73\u0C46\u0C56",  // composing scripts
  };
  std::string text;
  std::size_t alphabet = below(kAlphabets.size());
  for (std::size_t i = 1 + below(longest); i-- != 0;) {
    if (below(3) == 0) alphabet = below(kAlphabets.size());
    const std::u32string& from = kAlphabets[alphabet];
    const std::string c = utf8(from[below(from.size())]);
    text += c;
    if (below(12) == 0) {
      for (std::size_t n = below(7); n-- != 0;) text += c;
    }
  }
  return text;
}

}  // namespace tamis::test
