// One look-up tells what a code point is to the skeleton. The sources, in the order in which they
// are asked:
//  1. the tables of look_alikes.cpp;
//  2. the fold table, so that whatever `folded` undoes is undone here the same way;
//  3. canonical decomposition (UAX #15): a Latin letter with marks may stand for the bare one;
//  4. the confusables of UTS #39, through ICU's `uspoof_getSkeleton`: two code points are
//  look-alikes
//     if their prototypes are the same. Taken only as far as it leads to ASCII letters and digits.
//     Marks in a prototype are ignored, so that o with a stroke is an o.
#include "tamis/normalize/skeleton/letter_table.h"

#include <bit>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/fold_table.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/normalize/skeleton/english.h"
#include "tamis/normalize/skeleton/look_alikes.h"
#include "tamis/normalize/skeleton/split_characters.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;
using Entry = LetterTable::Entry;

constexpr std::uint8_t kLatin = 0;
constexpr std::uint8_t kNoScript = 1;

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_mark(char32_t c) {
  return (U_GET_GC_MASK(UChar32(c)) & U_GC_M_MASK) != 0;
}

/// Not assigned, for private use or half a pair of UTF-16: so are most of plane 1.
bool is_no_character(char32_t c) {
  return (U_GET_GC_MASK(UChar32(c)) & (U_GC_CN_MASK | U_GC_CO_MASK | U_GC_CS_MASK)) != 0;
}

/// Letters by the tens of thousands that look like no others; and planes with nothing in them.
bool is_of_ideographs(char32_t first) {
  return (first >= 0x3400 && first < 0x4D00) || (first >= 0x4E00 && first < 0x9F00) ||
         (first >= 0xAC00 && first < 0xD700) || (first >= 0x17000 && first < 0x18C00) ||
         (first >= 0x20000 && first < 0xE0000) || first >= 0xE1000;
}

/// The one code point that `c` folds to, or the first of several.
char32_t simple_fold(char32_t c) noexcept {
  const FoldTable& table = FoldTable::instance();
  const FoldTable::Entry fold = table[c];
  if (fold.kind() == FoldTable::Kind::replace) {
    const std::uint32_t bytes = fold.bytes();
    return utf8::decode(reinterpret_cast<const char*>(&bytes)).value;
  }
  if (fold.kind() == FoldTable::Kind::expand)
    return utf8::decode(table.expansion(fold).data()).value;
  return c;
}

/// UTS #39's prototypes, from which marks are taken out.
class Confusables {
 public:
  Confusables() {
    UErrorCode status = U_ZERO_ERROR;
    checker_.reset(uspoof_open(&status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no data on confusables");
    for (char32_t c = '0'; c <= 'z'; ++c) {
      if (!u_isalnum(UChar32(c))) continue;
      const char32_t lower = c >= 'A' && c <= 'Z' ? c + 0x20 : c;
      const std::uint32_t readings = is_digit(c) ? leet_readings(c) : letter_bit(lower);
      readings_[prototype(c)] |= readings;
    }
  }

  /// The ASCII letters that look like `c`; 0: none.
  std::uint32_t readings(char32_t c) const {
    const std::u32string prototype_of_c = prototype(c);
    const auto found = readings_.find(prototype_of_c);
    if (found != readings_.end()) return found->second;
    if (prototype_of_c.size() != 1) return 0;
    const auto drawn = drawn_letter(prototype_of_c.front());
    return drawn ? drawn->readings : 0;
  }

 private:
  std::u32string prototype(char32_t c) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString result;
    uspoof_getSkeletonUnicodeString(checker_.get(), 0, icu::UnicodeString(UChar32(c)), result,
                                    &status);
    std::u32string code_points;
    for (std::int32_t i = 0; i < result.length(); i = result.moveIndex32(i, 1)) {
      const auto at = char32_t(result.char32At(i));
      if (!is_mark(at)) code_points += at;
    }
    return code_points;
  }

  struct Close {
    void operator()(USpoofChecker* checker) const noexcept { uspoof_close(checker); }
  };
  std::unique_ptr<USpoofChecker, Close> checker_;
  std::map<std::u32string, std::uint32_t> readings_;
};

/// The letter below a Latin letter's marks; 0: there are none.
char32_t base_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  static const icu::Normalizer2* const nfd = icu::Normalizer2::getNFDInstance(status);
  icu::UnicodeString decomposed;
  if (U_FAILURE(status) || !nfd->getDecomposition(UChar32(c), decomposed)) return 0;
  const auto base = char32_t(decomposed.char32At(0));
  return base == c ? 0 : base_of(base) != 0 ? base_of(base) : base;
}

/// The letter that a Latin one is called after: U+0180 is LATIN SMALL LETTER B WITH STROKE. 0:
/// none.
char32_t base_by_name(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  char buffer[128];
  const std::int32_t size =
      u_charName(UChar32(c), U_UNICODE_CHAR_NAME, buffer, sizeof buffer, &status);
  if (U_FAILURE(status) || size <= 0) return 0;
  std::string_view name(buffer, static_cast<std::size_t>(size));
  for (const std::string_view start : {"LATIN SMALL LETTER ", "LATIN CAPITAL LETTER "}) {
    if (!name.starts_with(start)) continue;
    name.remove_prefix(start.size());
    const std::string_view rest = name.substr(std::min<std::size_t>(1, name.size()));
    if (rest.starts_with(" WITH ") || (name.starts_with("DOTLESS ") && name.size() == 9)) {
      return char32_t(rest.starts_with(" WITH ") ? name.front() : name.back()) + 0x20;
    }
  }
  return 0;
}

std::uint8_t script_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(UChar32(c), &status);
  if (script == USCRIPT_LATIN) return kLatin;
  if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED || script == USCRIPT_HAN) {
    return kNoScript;
  }
  return static_cast<std::uint8_t>(2 + script % 30);
}

/// ASCII punctuation that sentences and words are made of.
bool is_sentence_mark(char32_t c) {
  return std::u32string_view(U".,!?;:\"()").find(c) != std::u32string_view::npos;
}

/// Of what is neither letter nor mark.
Kind kind_of_mark(char32_t c) {
  if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029) return Kind::line_end;
  if (u_isUWhiteSpace(UChar32(c))) return Kind::space;
  if (leet_readings(c) != 0) return Kind::symbol;
  if (c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019) return Kind::apostrophe;
  if (is_sentence_mark(c) || c == 0x201C || c == 0x201D) return Kind::punctuation;
  const std::uint32_t category = U_GET_GC_MASK(UChar32(c));
  const bool is_east_asian =
      (c >= 0x3000 && c < 0x3040) || (c >= 0xFE10 && c < 0xFE70) || (c >= 0xFF00 && c < 0xFF66);
  if ((category & U_GC_P_MASK) != 0) {
    if (c == 0x3001 || c == 0x3002) return Kind::punctuation;  // 、。
    return is_east_asian || c == 0x2026 ? Kind::stop : Kind::joiner;
  }
  if (u_hasBinaryProperty(UChar32(c), UCHAR_EXTENDED_PICTOGRAPHIC) ||
      u_hasBinaryProperty(UChar32(c), UCHAR_EMOJI_MODIFIER)) {
    return Kind::emoji;
  }
  return (category & U_GC_S_MASK) != 0 ? Kind::joiner : Kind::stop;
}

}  // namespace

char32_t symbol_of(std::uint32_t readings) noexcept {
  return letter_class(char32_t('a' + std::countr_zero(readings)));
}

namespace {

class EntryMaker {
 public:
  Entry entry_of(char32_t c) const {
    const FoldTable::Entry fold = fold_[c];
    Entry entry{.plain = c, .symbol = c, .kind = Kind::letter, .script = script_of(c)};
    if (fold.kind() != FoldTable::Kind::drop && is_no_character(c)) {
      entry.kind = kind_of_mark(c);
      return entry;
    }
    entry.is_word = words_.contains(c);
    entry.is_turned = is_upside_down(c);
    if (const auto drawn = drawn_letter(c)) {
      const bool is_letter = (U_GET_GC_MASK(UChar32(c)) & kLetters) != 0;
      if (!is_letter && drawn->family != EvasionSet(Evasion::enclosed)) entry.kind = Kind::symbol;
      const bool is_expansion = fold.kind() == FoldTable::Kind::expand;  // ß
      if (is_letter && !is_expansion) entry.plain = simple_fold(c);
      return read_as(entry, drawn->readings, drawn->family);
    }
    if (const char32_t ideograph = ideograph_of_radical(c)) {
      entry.plain = entry.symbol = simple_fold(ideograph);
      entry.undone = Evasion::radical;
      return entry;
    }
    if (is_mark(c)) {
      entry.kind = fold.kind() == FoldTable::Kind::drop ? Kind::invisible : Kind::mark;
      return entry;
    }
    if (fold.kind() == FoldTable::Kind::drop && !u_isUWhiteSpace(UChar32(c))) {
      entry.kind = Kind::invisible;
      return entry;
    }
    if (fold.kind() == FoldTable::Kind::expand) {
      const std::string_view folded = fold_.expansion(fold);
      if (utf8::decode(folded.data()).size != folded.size()) {
        entry.kind = Kind::expansion;
        return entry;
      }
    }
    entry.plain = simple_fold(c);
    if ((U_GET_GC_MASK(UChar32(c)) & kLetters) == 0 &&
        (U_GET_GC_MASK(UChar32(entry.plain)) & kLetters) == 0) {
      entry.kind = kind_of_mark(c);
      const bool is_sign = c >= 0x80 && (U_GET_GC_MASK(UChar32(c)) & U_GC_S_MASK) != 0;
      if (const std::uint32_t readings = is_sign ? confusables_.readings(c) : 0) {
        entry.kind = Kind::symbol;
        return read_as(entry, readings, Evasion::homoglyph);
      }
      if (entry.kind != Kind::symbol && entry.plain != c) entry.kind = kind_of_mark(entry.plain);
      if (entry.kind == Kind::symbol && leet_readings(c) == 0) entry.kind = Kind::stop;  // ！（
      if (entry.kind == Kind::symbol) return read_as(entry, leet_readings(c), Evasion::leetspeak);
      return entry;
    }
    return letter(entry, c);
  }

 private:
  static constexpr std::uint32_t kLetters = U_GC_L_MASK | U_GC_N_MASK;

  Entry letter(Entry entry, char32_t c) const {
    if (entry.plain != c && c >= 0x80) {
      entry.undone = u_hasBinaryProperty(UChar32(c), UCHAR_IDEOGRAPHIC) ? Evasion::traditional
                                                                        : Evasion::letterlike;
      if (u_tolower(UChar32(c)) == UChar32(entry.plain)) entry.undone = {};  // a capital
      if (c >= 0x2E80 && c < 0x2FE0) entry.undone = Evasion::radical;
      entry.is_word = words_.contains(entry.plain);
    }
    if (is_small_letter(entry.plain)) {
      entry.symbol = letter_class(entry.plain);
      entry.script = kLatin;
      return entry;
    }
    entry.symbol = entry.plain;
    if (is_digit(entry.plain)) {
      return read_as(entry, leet_readings(entry.plain), Evasion::leetspeak);
    }
    const char32_t base = base_of(entry.plain);
    if (is_small_letter(base)) return read_as(entry, letter_bit(base), Evasion::mark);
    if (const char32_t named = base_by_name(c)) {
      return read_as(entry, letter_bit(named), Evasion::mark);
    }
    if (const std::uint32_t readings = confusables_.readings(c)) {
      return read_as(entry, readings, entry.script == kLatin ? Evasion::mark : Evasion::homoglyph);
    }
    if (const std::uint32_t readings = confusables_.readings(entry.plain)) {
      entry.symbol = symbol_of(readings);  // so that capitals and small letters share a key
    }
    return entry;
  }

  static Entry read_as(Entry entry, std::uint32_t readings, EvasionSet family) {
    entry.readings = readings;
    entry.symbol = symbol_of(readings);
    entry.disguise = family;
    return entry;
  }

  const FoldTable& fold_ = FoldTable::instance();
  const CodePointSet& words_ = spaced_word_characters();
  Confusables confusables_;
};

}  // namespace

const LetterTable& LetterTable::instance() {
  static const LetterTable table;
  return table;
}

LetterTable::LetterTable() {
  const EntryMaker maker;
  for (std::uint32_t i = 0; i < index_.size(); ++i) {
    const char32_t first = i << 8;
    index_[i] = kIdeographs;
    if (is_of_ideographs(first)) continue;
    index_[i] = static_cast<std::uint32_t>(blocks_.size());
    for (char32_t c = first; c < first + 256; ++c) blocks_.push_back(maker.entry_of(c));
  }
  note_odd_origins();
}

/// В looks like B, в like nothing else; Ԁ like a P on its head, ԁ like a d.
void LetterTable::note_odd_origins() noexcept {
  for (const Entry& entry : blocks_) {
    const std::uint32_t block = index_[entry.plain >> 8];
    if (entry.kind != Kind::letter || entry.plain < 0x80 || block == kIdeographs) continue;
    Entry& folded = blocks_[block + (entry.plain & 0xFF)];
    folded.folds_from_odd |=
        (entry.readings & ~folded.readings) != 0 || (entry.is_turned && !folded.is_turned);
  }
}

LetterTable::Entry LetterTable::ideograph(char32_t c) noexcept {
  if (c == U'丶') return {.plain = c, .kind = Kind::joiner, .script = kNoScript};  // used as a dot
  Entry entry{.plain = simple_fold(c), .kind = Kind::letter, .script = kNoScript};
  entry.symbol = standing_half(entry.plain);
  if (entry.plain != c) entry.undone = Evasion::traditional;
  entry.is_word = c >= 0xAC00 && c < 0xD7B0;  // Hangul puts spaces between words
  return entry;
}

}  // namespace tamis
