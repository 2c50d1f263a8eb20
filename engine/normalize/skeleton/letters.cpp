#include "tamis/normalize/skeleton/letters.h"

#include <algorithm>

#include <unicode/normalizer2.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/fold_table.h"
#include "tamis/normalize/skeleton/context.h"
#include "tamis/normalize/skeleton/look_alikes.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

constexpr unsigned kLongestRun = 4;      // of a letter; more are one letter with the last of them
constexpr unsigned kMostMarks = 4;       // between letters of one word
constexpr char32_t kNoPlain = 0x110000;  // equals no code point

bool is_letterlike(Kind kind) noexcept {
  return kind == Kind::letter || kind == Kind::expansion;
}

/// Signs that end words and sentences, or begin them, more often than they stand for a letter
/// there.
bool is_inner_only(char32_t c) noexcept {
  return c == '(' || c == '<' || c == '[' || c == '{' || c == '+' || c == U'×' || c == U'†';
}

/// What a letter and a mark compose to, if anything.
char32_t compose(char32_t letter, char32_t mark) noexcept {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  const UChar32 composed = U_FAILURE(status) || letter >= kNoPlain
                               ? -1
                               : nfc->composePair(UChar32(letter), UChar32(mark));
  return composed < 0 ? kNoPlain : char32_t(composed);
}

}  // namespace

void LetterReader::append(std::span<const Character> characters, std::uint32_t message,
                          SkeletonView& view) {
  letters_.clear();
  symbols_.clear();
  scripts_.clear();
  between_ = {.has_stop = true};
  read(characters);
  read_in_context(letters_, scripts_);
  const auto first_letter = static_cast<std::uint32_t>(view.letters.size());
  const auto begin = static_cast<std::uint32_t>(view.bytes.size());
  view.letters.insert(view.letters.end(), letters_.begin(), letters_.end());
  append_key(view, first_letter);
  const auto end = static_cast<std::uint32_t>(view.bytes.size());
  view.bytes.push_back('\n');
  const auto last_letter = static_cast<std::uint32_t>(view.letters.size());
  view.letter_at.resize(end + 1, last_letter);
  view.segments.push_back({message, {begin, end}, {first_letter, last_letter}});
}

void LetterReader::append_key(SkeletonView& view, std::uint32_t first_letter) const {
  char32_t previous = 0;
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    const char32_t symbol = symbols_[i];
    if (symbol == previous) continue;
    previous = symbol;
    char bytes[4];
    const unsigned size = utf8::encode(symbol, bytes);
    view.bytes.append({bytes, size});
    view.letter_at.resize(view.bytes.size(), static_cast<std::uint32_t>(first_letter + i));
  }
}

void LetterReader::read(std::span<const Character> characters) {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const Character& character = characters[i];
    const LetterTable::Entry entry = table_[character.value];
    switch (entry.kind) {
      case Kind::letter:
        add(entry, character);
        break;
      case Kind::symbol:
        if (stands_for_letter(characters, i)) {
          add(entry, character);
        } else {
          see(character.value == '!' ? Kind::punctuation : Kind::joiner);
        }
        break;
      case Kind::expansion:
        add_expansion(character);
        break;
      case Kind::mark:
        see_mark(character);
        break;
      default:
        see(entry.kind);
    }
  }
}

/// Whether a sign stands among letters as one of them would, and not between each and the next.
bool LetterReader::stands_for_letter(std::span<const Character> characters,
                                     std::size_t at) const noexcept {
  const auto kind = [&](std::size_t i) {
    return i < characters.size() ? table_[characters[i].value].kind : Kind::space;
  };
  const auto value = [&](std::size_t i) { return i < characters.size() ? characters[i].value : 0; };
  const char32_t sign = value(at);
  const bool before = at > 0 && (is_letterlike(kind(at - 1)) || kind(at - 1) == Kind::symbol);
  const bool after = is_letterlike(kind(at + 1)) || kind(at + 1) == Kind::symbol;
  if (!before && !after) return false;
  // f|u|c|k: every other character is the sign.
  const bool alternates = before && after && is_letterlike(kind(at - 1)) &&
                          is_letterlike(kind(at + 1)) &&
                          (value(at + 2) == sign || (at > 1 && value(at - 2) == sign));
  if (alternates) {
    std::size_t first = at;
    while (first >= 2 && value(first - 2) == sign && is_letterlike(kind(first - 1))) first -= 2;
    std::size_t last = at;
    while (value(last + 2) == sign && is_letterlike(kind(last + 1))) last += 2;
    if (!(first >= 2 && is_letterlike(kind(first - 2))) && !is_letterlike(kind(last + 2))) {
      return false;
    }
  }
  if (is_inner_only(sign)) return before && after;
  return sign == '!' || sign == '|' ? after : true;
}

void LetterReader::see(Kind kind) noexcept {
  const bool is_space = kind == Kind::space || kind == Kind::line_end;
  if (kind == Kind::invisible) {
    between_.has_invisible = true;
    return;
  }
  if (between_.spaces + between_.marks == 0) between_.starts_with_space = is_space;
  between_.ends_with_space = is_space;
  between_.spaces += is_space ? kind == Kind::line_end ? 2 : 1 : 0;
  between_.marks += !is_space;
  between_.has_stop |= kind == Kind::stop;
  between_.punctuation += kind == Kind::punctuation;
  between_.has_apostrophe |= kind == Kind::apostrophe;
  between_.has_emoji |= kind == Kind::emoji;
}

/// A mark on a letter of the Latin alphabet, or of what stands for one, hides it; on another it is
/// a letter of its own, such as a vowel.
void LetterReader::see_mark(const Character& character) {
  if (letters_.empty() || between_.spaces + between_.marks != 0) return;
  SkeletonLetter& letter = letters_.back();
  const std::uint32_t own = letter_bit(letter.plain);
  if (own == 0 && letter.readings == 0) {
    add({.plain = character.value, .symbol = character.value, .script = 1, .is_word = true},
        character);
    return;
  }
  letter.plain = compose(letter.plain, character.value);
  letter.readings |= own;
  letter.disguise |= Evasion::mark;
  letter.undone |= character.undone;
  letter.origin.end = std::max(letter.origin.end, character.origin.end);
  letter.is_ascii_letter = false;
}

void LetterReader::add_expansion(const Character& character) {
  const FoldTable& folds = FoldTable::instance();
  const std::string_view folded = folds.expansion(folds[character.value]);
  for (std::size_t at = 0; at < folded.size();) {
    const auto c = utf8::decode(folded.data() + at);
    LetterTable::Entry entry = table_[c.value];
    entry.undone |= Evasion::letterlike;
    if (entry.kind == Kind::letter) {
      add(entry, character);
    } else {
      see(entry.kind);
    }
    at += c.size;
  }
}

void LetterReader::add(const LetterTable::Entry& entry, const Character& character) {
  const Gap between = gap();
  if (between == Gap::none && letters_.size() >= kLongestRun &&
      std::ranges::all_of(letters_.end() - kLongestRun, letters_.end(),
                          [&](const SkeletonLetter& l) { return l.plain == entry.plain; })) {
    letters_.back().origin.end = std::max(letters_.back().origin.end, character.origin.end);
    between_ = {};
    return;
  }
  SkeletonLetter& letter = letters_.emplace_back();
  letter.plain = entry.plain;
  letter.readings = entry.readings;
  letter.origin = character.origin;
  letter.disguise = entry.disguise;
  letter.undone = entry.undone | character.undone;
  letter.gap = between;
  letter.gap_undone = gap_families(between);
  letter.is_word = entry.is_word;
  letter.is_ascii_letter = letter_bit(entry.plain) != 0;
  letter.is_digit = entry.plain >= '0' && entry.plain <= '9';
  symbols_.push_back(entry.symbol);
  scripts_.push_back(entry.script);
  between_ = {};
}

Gap LetterReader::gap() const noexcept {
  const Between& b = between_;
  if (b.has_stop || b.marks > kMostMarks) return Gap::stop;
  if (b.marks == 0) {
    return b.spaces == 0 ? Gap::none : b.spaces == 1 ? Gap::space : Gap::wide_space;
  }
  if (b.spaces == 0) {
    if (b.has_apostrophe || b.punctuation > 1) return Gap::ellipsis;
    return b.punctuation != 0 ? Gap::punctuation : Gap::joiner;
  }
  const bool is_spaced = b.has_emoji || (b.starts_with_space && b.ends_with_space);
  return is_spaced ? Gap::spaced_joiner : Gap::stop;
}

EvasionSet LetterReader::gap_families(Gap gap) const noexcept {
  EvasionSet families;
  if (gap == Gap::stop) return families;
  if (between_.has_invisible) families |= Evasion::zero_width;
  if (between_.has_emoji) families |= Evasion::emoji;
  if (between_.marks != 0 && !between_.has_emoji) families |= Evasion::separator;
  if (between_.spaces != 0) families |= Evasion::spaced;
  return families;
}

}  // namespace tamis
