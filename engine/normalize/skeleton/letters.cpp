#include "tamis/normalize/skeleton/letters.h"

#include <algorithm>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/fold_table.h"
#include "tamis/normalize/skeleton/context.h"
#include "tamis/normalize/skeleton/english.h"
#include "tamis/normalize/skeleton/leet_sequences.h"
#include "tamis/normalize/skeleton/look_alikes.h"
#include "tamis/normalize/skeleton/syllables.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

constexpr unsigned kLongestRun = 4;  // of a letter; more are one letter with the last of them
constexpr char32_t kFirstIdeograph = 0x2E80;
constexpr unsigned kMostMarks = 4;  // between letters of one word

/// Embeddings, overrides, isolates and marks of UAX #9.
bool is_bidi_control(char32_t c) noexcept {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
         c == 0x200F || c == 0x061C;
}

bool is_regional(char32_t c) noexcept {
  return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/// Two regional indicators that are a country's flag, and no more of them: then 2, else 0.
std::size_t flag_size(std::span<const Character> characters) noexcept {
  std::size_t run = 0;
  while (run < std::min<std::size_t>(characters.size(), 3) && is_regional(characters[run].value))
    ++run;
  if (run != 2) return 0;
  const icu::UnicodeString flag =
      icu::UnicodeString(UChar32(characters[0].value)) + UChar32(characters[1].value);
  const bool is_flag =
      u_stringHasBinaryProperty(flag.getBuffer(), flag.length(), UCHAR_RGI_EMOJI_FLAG_SEQUENCE);
  return is_flag ? 2 : 0;
}

/// A sign drawn as a key, which is an emoji: #️⃣. Its characters, or 0.
std::size_t keycap_size(std::span<const Character> characters) noexcept {
  std::size_t size = 1;
  if (size < characters.size() && characters[size].value == 0xFE0F) ++size;
  return size < characters.size() && characters[size].value == 0x20E3 ? size + 1 : 0;
}

bool is_letterlike(Kind kind) noexcept {
  return kind == Kind::letter || kind == Kind::expansion;
}

/// What stands between parts of Chinese sentences: ，。： and the like. ASCII's marks mostly do
/// not.
bool ends_clause(char32_t c, Kind kind) noexcept {
  return c >= 0x80 && kind == Kind::punctuation;
}

/// Brackets and quotation marks.
bool is_bracket(char32_t c) noexcept {
  constexpr std::uint32_t kPairs = U_GC_PS_MASK | U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK;
  return c == '"' || c == '<' || c == '>' || (U_GET_GC_MASK(UChar32(c)) & kPairs) != 0;
}

bool is_enclosing(char32_t c) noexcept {
  return u_charType(UChar32(c)) == U_ENCLOSING_MARK;
}

/// What a letter and a mark compose to, if anything.
char32_t compose(char32_t letter, char32_t mark) noexcept {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  if (letter >= kNoPlain) return letter;
  const UChar32 composed =
      U_FAILURE(status) ? -1 : nfc->composePair(UChar32(letter), UChar32(mark));
  return composed < 0 ? no_plain(letter) : char32_t(composed);
}

}  // namespace

bool LetterReader::append(std::span<const Character> characters, Signs signs, std::uint32_t message,
                          SkeletonView& view) {
  signs_ = signs;
  has_inner_signs_ = false;
  drawn_end_ = 0;
  letters_.clear();
  symbols_.clear();
  scripts_.clear();
  between_ = {.has_stop = true};
  read(characters);
  read_in_context(letters_, scripts_);
  append_segment(message, view);
  return has_inner_signs_;
}

void LetterReader::append_syllables(std::uint32_t message, SkeletonView& view) {
  bool any = false;
  for (std::size_t i = 0; i < letters_.size(); ++i) {
    const char32_t syllable = syllable_of(letters_[i].plain);
    if (syllable == 0) continue;
    letters_[i].alias = symbols_[i] = syllable;
    any = true;
  }
  if (any) append_segment(message, view);
}

void LetterReader::append_segment(std::uint32_t message, SkeletonView& view) const {
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
  constexpr std::size_t kMostBytes = 4;  // of a symbol
  char* const begin = view.bytes.room_for(kMostBytes * symbols_.size());
  char* end = begin;
  for (std::size_t i = 0; i < symbols_.size(); ++i) {
    const char32_t symbol = symbols_[i];
    if (symbol == previous) continue;
    previous = symbol;
    const unsigned size = utf8::encode(symbol, end);
    end += size;
    for (unsigned byte = 0; byte < size; ++byte)
      view.letter_at.push_back(static_cast<std::uint32_t>(first_letter + i));
  }
  view.bytes.resize(view.bytes.size() + static_cast<std::size_t>(end - begin));
}

void LetterReader::read(std::span<const Character> characters) {
  has_framed_ = std::ranges::any_of(characters, [](const Character& c) {
    return (c.value >= 0x1F110 && c.value < 0x1F190) || (c.value >= 0x249C && c.value < 0x24B6);
  });
  brackets_end_ = brackets_end(characters);
  for (std::size_t i = 0; i < characters.size();) {
    const Character& character = characters[i];
    if (character.readings != 0) {
      i += add_drawn({character.readings, 1}, characters.subspan(i));
      continue;
    }
    const LetterTable::Entry entry = table_[character.value];
    std::size_t size = 1;
    switch (entry.kind) {
      case Kind::letter:
        if (const LeetSequence pair = leet_pair(characters, i); pair.size != 0) {
          has_inner_signs_ = true;
          size = add_drawn(pair, characters.subspan(i));
        } else if (!has_framed_ && is_regional(character.value) &&
                   (size = flag_size(characters.subspan(i))) != 0) {
          see(Kind::emoji);
        } else {
          size = 1;
          add(entry, character);
        }
        break;
      case Kind::symbol:
      case Kind::joiner:
      case Kind::apostrophe:
      case Kind::punctuation:
        size = read_sign(characters, i);
        break;
      case Kind::expansion:
        add_expansion(character);
        break;
      case Kind::mark:
        see_mark(character);
        break;
      case Kind::invisible:
        between_.invisible |=
            is_bidi_control(character.value) ? Evasion::bidi : Evasion::zero_width;
        between_.invisible |= character.undone;
        break;
      default:
        see(entry.kind);
    }
    i += size;
  }
}

/// Reads signs as the letter that they are drawn as, if they stand among letters. Returns how many.
std::size_t LetterReader::read_sign(std::span<const Character> characters, std::size_t at) {
  if (const std::size_t keycap = keycap_size(characters.subspan(at)); keycap != 0) {
    see(Kind::emoji);
    return keycap;
  }
  const LetterTable::Entry entry = table_[characters[at].value];
  const LeetSequence drawn =
      signs_ == Signs::single_letters ? LeetSequence{} : leet_sequence(characters.subspan(at));
  const std::size_t size = std::max<std::size_t>(drawn.size, 1);
  const bool is_closed = characters[at].value == '(' && at < brackets_end_;
  const bool is_drawn = drawn.size != 0 || (entry.kind == Kind::symbol && !is_closed);
  const bool letter_before = is_drawn && has_letter_before(characters, at);
  const bool letter_after = is_drawn && has_letter_after(characters, at + size);
  const bool is_word = signs_ == Signs::single_letters && is_drawn && stands_alone(characters, at);
  if (letter_before || letter_after || is_word) {
    has_inner_signs_ |= letter_before && letter_after;
    drawn_end_ = at + size;
    if (signs_ != Signs::decoration) {
      if (drawn.size != 0) return add_drawn(drawn, characters.subspan(at));
      add(entry, characters[at]);
      return 1;
    }
  }
  between_.ends_clause |= ends_clause(characters[at].value, entry.kind);
  between_.has_bracket |= is_bracket(characters[at].value);
  between_.has_apostrophe |= entry.kind == Kind::apostrophe && is_only_apostrophe(characters, at);
  const bool ends_sentences = characters[at].value == '!' || characters[at].value == ';';
  see(entry.kind != Kind::symbol ? entry.kind : ends_sentences ? Kind::punctuation : Kind::joiner);
  return 1;
}

/// Whether a word has one apostrophe, as many have, and not several, and an ending behind it:
/// not f'u'c'k, sh'ares, pi'ss.
bool LetterReader::is_only_apostrophe(std::span<const Character> characters,
                                      std::size_t at) const noexcept {
  constexpr std::size_t kNear = 24;
  const auto small = [&](std::size_t i) {
    return i < characters.size() ? characters[i].value | 0x20 : 0;
  };
  if (!is_ending(small(at + 1), small(at + 2), small(at + 3))) return false;
  enum class Found : std::uint8_t { nothing, end, another };
  const auto look = [&](std::size_t i) {
    const Kind kind = table_.kind(characters[i].value);
    if (kind == Kind::apostrophe) return Found::another;
    return kind == Kind::space || kind == Kind::line_end ? Found::end : Found::nothing;
  };
  Found before = Found::nothing;
  for (std::size_t i = at; i-- > 0 && at - i < kNear && before == Found::nothing;) before = look(i);
  Found after = Found::nothing;
  for (std::size_t i = at + 1; i < characters.size() && i - at < kNear && after == Found::nothing;
       ++i) {
    after = look(i);
  }
  return before != Found::another && after != Found::another;
}

/// Adds what several characters are drawn as. Returns how many they are.
std::size_t LetterReader::add_drawn(const LeetSequence& drawn,
                                    std::span<const Character> characters) {
  Character whole = characters.front();
  whole.origin.end = characters[drawn.size - 1].origin.end;
  for (const Character& c : characters.first(drawn.size)) whole.undone |= c.undone;
  const char32_t symbol = symbol_of(drawn.readings);
  add({.plain = no_plain(symbol),
       .readings = drawn.readings,
       .symbol = symbol,
       .disguise = Evasion::leetspeak,
       .script = 1},
      whole);
  return drawn.size;
}

/// vv; and ph in words that have digits or signs among their letters: else it is what it is.
LeetSequence LetterReader::leet_pair(std::span<const Character> characters, std::size_t at) const {
  if (signs_ != Signs::letters) return {};
  const LeetSequence pair = tamis::leet_pair(characters.subspan(at));
  if (pair.readings != letter_bit('f')) return pair;
  constexpr std::size_t kNear = 24;
  const auto is_leet = [&](std::size_t i) { return leet_readings(characters[i].value) != 0; };
  const auto ends_word = [&](std::size_t i) {
    const Kind kind = table_[characters[i].value].kind;
    return kind == Kind::space || kind == Kind::line_end;
  };
  for (std::size_t i = at; i-- > 0 && at - i < kNear && !ends_word(i);) {
    if (is_leet(i)) return pair;
  }
  for (std::size_t i = at + 2; i < characters.size() && i - at < kNear && !ends_word(i); ++i) {
    if (is_leet(i)) return pair;
  }
  return {};
}

/// A letter, or what may be one.
bool LetterReader::is_letter_or_sign(const Character& character) const noexcept {
  const Kind kind = table_.kind(character.value);
  return character.readings != 0 || is_letterlike(kind) || kind == Kind::symbol ||
         kind == Kind::mark;
}

bool LetterReader::has_letter_before(std::span<const Character> characters,
                                     std::size_t at) const noexcept {
  return at > 0 && (drawn_end_ == at || is_letter_or_sign(characters[at - 1]));
}

bool LetterReader::stands_alone(std::span<const Character> characters,
                                std::size_t at) const noexcept {
  const auto is_space = [&](std::size_t i) {
    return i >= characters.size() || table_.kind(characters[i].value) == Kind::space;
  };
  return is_space(at - 1) && is_space(at + 1);
}

bool LetterReader::has_letter_after(std::span<const Character> characters,
                                    std::size_t end) const noexcept {
  return end < characters.size() &&
         (is_letter_or_sign(characters[end]) || leet_sequence(characters.subspan(end)).size != 0);
}

void LetterReader::see(Kind kind) noexcept {
  const bool is_space = kind == Kind::space || kind == Kind::line_end;
  if (between_.spaces + between_.marks == 0) between_.starts_with_space = is_space;
  between_.ends_with_space = is_space;
  between_.spaces += is_space ? kind == Kind::line_end ? 2 : 1 : 0;
  between_.marks += !is_space;
  between_.has_stop |= kind == Kind::stop;
  between_.ends_clause |= kind == Kind::line_end;
  between_.punctuation += kind == Kind::punctuation;
  between_.has_emoji |= kind == Kind::emoji;
}

/// A mark hides what it is put on, unless it is part of how a script is written: then it is a
/// letter of its own, such as a vowel.
void LetterReader::see_mark(const Character& character) {
  if (letters_.empty() || between_.spaces + between_.marks != 0) return;
  SkeletonLetter& letter = letters_.back();
  const bool is_written = letter.is_word && letter_bit(letter.plain) == 0 && !letter.is_digit &&
                          letter.readings == 0 && !is_enclosing(character.value);
  if (is_written || character.value == 0x3099 || character.value == 0x309A) {
    add({.plain = character.value, .symbol = character.value, .script = 1, .is_word = true},
        character);
    return;
  }
  const std::uint32_t own = letter_bit(letter.plain);
  if (own != 0) {
    letter.plain = compose(letter.plain, character.value);
    letter.readings |= own;
    letter.disguise |= Evasion::mark;
  } else {
    letter.undone |= Evasion::mark;
  }
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
  if (entry.symbol >= kFirstIdeograph && !entry.is_word) letter.alias = entry.symbol;
  letter.disguise = entry.disguise;
  letter.undone = entry.undone | character.undone;
  letter.gap = between;
  letter.gap_undone = gap_families(between);
  letter.is_word = entry.is_word;
  letter.is_ascii_letter = letter_bit(entry.plain) != 0;
  if (entry.plain == 'z') letter.slang = letter_bit('s');
  if (entry.plain == 'v') letter.slang = letter_bit('u');
  letter.is_digit = entry.plain >= '0' && entry.plain <= '9';
  symbols_.push_back(entry.symbol);
  scripts_.push_back(entry.script);
  between_ = {};
}

Gap LetterReader::gap() const noexcept {
  const Between& b = between_;
  if (b.has_stop || b.marks > kMostMarks) return Gap::stop;
  const bool is_behind_ideograph = !letters_.empty() && !letters_.back().is_word;
  if (b.has_bracket && is_behind_ideograph) return Gap::ellipsis;
  if (b.ends_clause && is_behind_ideograph) return Gap::clause;
  if (b.marks == 0) {
    return b.spaces == 0 ? Gap::none : b.spaces == 1 ? Gap::space : Gap::wide_space;
  }
  if (b.spaces == 0) {
    if ((b.has_apostrophe && !is_behind_ideograph) || b.punctuation > 2) return Gap::ellipsis;
    return b.punctuation != 0 ? Gap::punctuation : Gap::joiner;
  }
  const bool is_spaced = b.has_emoji || (b.starts_with_space && b.ends_with_space);
  return is_spaced ? Gap::spaced_joiner : Gap::clause;
}

EvasionSet LetterReader::gap_families(Gap gap) const noexcept {
  EvasionSet families;
  if (gap == Gap::stop) return families;
  families |= between_.invisible;
  if (between_.has_emoji) families |= Evasion::emoji;
  if (between_.marks != 0 && !between_.has_emoji) families |= Evasion::separator;
  if (between_.spaces != 0) families |= Evasion::spaced;
  return families;
}

}  // namespace tamis
