// Nearly all texts are let alone after one pass over their bytes (odd_bytes.cpp). Where something
// is odd, the word around it is looked at (gate_words.cpp). What is not ASCII is looked at one code
// point at a time, but for ideographs, whose runs only matter where they begin and end.
#include "tamis/normalize/skeleton/gate.h"

#include <algorithm>
#include <array>
#include <bit>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/encodings.h"
#include "tamis/normalize/skeleton/english.h"
#include "tamis/normalize/skeleton/odd_bytes.h"
#include "tamis/normalize/skeleton/split_characters.h"
#include "tamis/normalize/skeleton/syllables.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (c | 0x20) - 'a' + 10;
  return -1;
}

/// Of which base64 is made; capitals are told apart.
constexpr std::uint8_t kBase64 = 1;
constexpr std::uint8_t kCapital = 2;
constexpr auto kBase64Classes = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const unsigned char c : std::string_view("+/-_")) classes[c] = kBase64;
  for (unsigned c = '0'; c <= '9'; ++c) classes[c] = kBase64;
  for (unsigned c = 'a'; c <= 'z'; ++c) classes[c] = kBase64;
  for (unsigned c = 'A'; c <= 'Z'; ++c) classes[c] = kBase64 | kCapital;
  return classes;
}();

std::uint8_t base64_class(char c) noexcept {
  return kBase64Classes[static_cast<unsigned char>(c)];
}

bool is_base64(char c) noexcept {
  return base64_class(c) != 0;
}

bool is_ideograph_lead(char c) noexcept {
  return static_cast<unsigned char>(c) - 0xE4U < 6;
}

bool begins_wide(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0xC0;
}

/// U+0380..U+047F, letters nearly all.
bool begins_greek_or_cyrillic(char c) noexcept {
  return c == '\xCE' || c == '\xCF' || c == '\xD0' || c == '\xD1';
}

/// Tags, and overrides of the writing direction.
bool hides_by_itself(char32_t c) noexcept {
  return c >= 0xE0000 || c == 0x202D || c == 0x202E;
}

}  // namespace

Gate::Gate(const SkeletonVocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (char32_t digit = '0'; digit <= '9'; ++digit)
    digit_symbols_[digit - '0'] = table_[digit].symbol;
}

void Gate::Between::add(Kind kind) noexcept {
  pauses += kind == Kind::space || kind == Kind::punctuation;
  joiners += kind == Kind::joiner || kind == Kind::symbol || kind == Kind::emoji ||
             kind == Kind::apostrophe;
}

void Gate::find(const Batch& batch, std::vector<std::uint32_t>& messages) {
  const JoinedView& view = batch.folded;
  passing_.assign(view.segments.size(), State::ordinary);
  look_at_folded(view);
  for (std::size_t i = 0; i < view.segments.size(); ++i) {
    const auto& [message, span, traits] = view.segments[i];
    const bool passes =
        passing_[i] == State::passes ||
        ((passing_[i] == State::has_odd_origins || traits != JoinedView::Traits{}) &&
         passes_original(batch.messages[message].text, traits,
                         passing_[i] == State::has_odd_origins)) ||
        (vocabulary_.has_pinyin() && opens_pinyin(view.text(view.segments[i])));
    if (passes) messages.push_back(message);
  }
}

/// Looks at all that is odd in the folded texts, window by window.
void Gate::look_at_folded(const JoinedView& view) {
  const char* const bytes = view.bytes.data();
  const auto size = static_cast<std::uint32_t>(view.bytes.size());
  std::size_t segment = 0;
  std::uint32_t next = 0;  // where the segment that is looked at begins: none yet
  for (std::uint32_t at = 0; at < size; at += kOddWindow) {
    const OddBytes odd = odd_bytes(bytes + at);
    std::uint64_t rest = odd.in_word | odd.alone | odd.encoded | odd.others;
    while (rest != 0) {
      const auto place = at + static_cast<std::uint32_t>(std::countr_zero(rest));
      const std::uint64_t bit = rest & ~(rest - 1);
      rest &= rest - 1;
      if (place >= size) return;
      if (place >= next) {
        while (place > view.segments[segment].span.end) ++segment;
        next = view.segments[segment].span.end + 1;
        start(view.text(view.segments[segment]), true);
      }
      if (passing_[segment] == State::passes) continue;
      const std::size_t within = place - view.segments[segment].span.begin;
      if (within >= text_.size()) continue;
      const bool passes =
          ((odd.encoded & bit) != 0 && is_encoded(within)) ||
          ((odd.alone & bit) != 0 && within >= spelled_end_ && is_spelled(within)) ||
          ((odd.in_word & bit) != 0 && within >= checked_ && passes_word(within)) ||
          ((odd.others & bit) != 0 && passes_other(within));
      if (passes) {
        passing_[segment] = State::passes;
      } else if (has_odd_origins_) {
        passing_[segment] = State::has_odd_origins;
      }
    }
  }
}

void Gate::start(std::string_view text, bool is_folded) noexcept {
  text_ = text;
  is_folded_ = is_folded;
  checked_ = spelled_end_ = base64_end_ = between_end_ = letters_end_ = 0;
  known_ = proper_ = 0;
  is_mixed_ = has_odd_origins_ = false;
  lone_letters_ = 0;
  brackets_end_ = std::string_view::npos;
}

/// Whether ideographs stand together that sound as a term begins, or are what it begins with when
/// it is split. Repeats are one, as in keys; a few signs may stand between.
bool Gate::opens_pinyin(std::string_view text) const noexcept {
  std::array<char32_t, 2> syllables{};
  std::array<char32_t, 2> halves{};
  const auto opens = [&](std::array<char32_t, 2>& before, char32_t now) {
    if (now == before[1]) return false;
    const bool found =
        before[1] != 0 && (vocabulary_.may_open(before[1], now) ||
                           (before[0] != 0 && vocabulary_.may_open(before[0], before[1], now)));
    before = {before[1], now};
    return found;
  };
  constexpr std::size_t kMostBetween = 4;  // bytes
  std::size_t between = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_ideograph_lead(text[at])) {
      if (is_ascii_alnum(text[at]) || ++between > kMostBetween) syllables = halves = {};
      ++at;
      continue;
    }
    between = 0;
    const char32_t c = utf8::decode(text.data() + at).value;
    at += 3;
    if (opens(syllables, syllable_of(c)) || opens(halves, standing_half(c))) return true;
  }
  return false;
}

/// Looks at what folding takes away.
bool Gate::passes_original(std::string_view text, const JoinedView::Traits& traits,
                           bool has_odd_origins) {
  if (traits.has_controls && text.find_first_of("\b\x7F") != std::string_view::npos) return true;
  const bool has_others = has_odd_origins || traits.has_invisible;
  if (!traits.has_inner_capitals && !has_others) return false;
  start(text, false);
  return (traits.has_inner_capitals && holds_base64()) || (has_others && passes_others());
}

bool Gate::holds_base64() {
  for (std::size_t at = 0; at < text_.size();) {
    std::size_t end = at;
    std::uint8_t before = kCapital;
    bool has_inner_capital = false;
    for (; end < text_.size(); ++end) {
      const std::uint8_t now = base64_class(text_[end]);
      if (now == 0) break;
      has_inner_capital |= now > before;
      before = now;
    }
    const bool is_padded = end < text_.size() && text_[end] == '=';
    if (end - at >= 4 && has_inner_capital &&
        decodes_to_text(text_.substr(at, end - at), is_padded))
      return true;
    at = end + 1;
  }
  return false;
}

/// Whether something encoded begins at `at`, or is padded there.
bool Gate::is_encoded(std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text_.size() ? text_[i] : ' '; };
  if (text_[at] == '&') {
    return byte(at + 1) == '#' || (is_ascii_letter(byte(at + 1)) &&
                                   text_.substr(at, 8).find(';') != std::string_view::npos);
  }
  if (text_[at] == '%') {  // below 3 are spaces and signs, as in links
    return hex(byte(at + 1)) >= 3 && hex(byte(at + 2)) >= 0;
  }
  // Base64 ends in =, or ==; what was before it in what case is no more to be seen.
  std::size_t begin = at;
  while (begin > base64_end_ && is_base64(text_[begin - 1])) --begin;
  base64_end_ = at;
  const std::size_t size = at - begin;
  const std::size_t fewest = is_ascii_letter(byte(at + 2)) ? 6 : 2;  // of x= y, few are
  return size >= fewest && size % 4 >= 2 && !is_ascii_alnum(byte(at + 1));
}

/// Whether anything is odd that is not ASCII. Small letters of Greek and Cyrillic have been seen in
/// the folded text.
bool Gate::passes_others() {
  const auto is_seen = [&](std::size_t at) {
    if (!begins_greek_or_cyrillic(text_[at])) return false;
    const char32_t c = utf8::decode(text_.data() + at).value;
    const LetterTable::Entry entry = table_[c];
    return entry.kind == Kind::letter && entry.plain == c;
  };
  for (std::size_t at = 0; at < text_.size(); ++at) {
    if (begins_wide(text_[at]) && !is_ideograph_at(at) && !is_seen(at) && passes_other(at))
      return true;
  }
  return false;
}

/// Whether the character at `place`, which is not ASCII or between such, is odd.
bool Gate::passes_other(std::size_t place) {
  if (is_ordinary_pause(place)) return false;
  const bool is_looked_at = place < letters_end_ && (!is_mixed_ || place < checked_);
  if (is_looked_at && begins_greek_or_cyrillic(text_[place])) return false;
  const auto c = utf8::decode(text_.data() + place);
  const LetterTable::Entry& entry = table_[c.value];
  if (entry.is_turned) return true;
  const std::size_t end = place + c.size;
  switch (entry.kind) {
    case Kind::letter:
      if (!entry.is_word && !entry.undone.without(kFoldedEvasions).empty()) return true;
      return is_odd_letter(entry, place, end) && place >= checked_ && passes_word(place);
    case Kind::mark:
    case Kind::invisible: {
      if (hides_by_itself(c.value)) return true;
      const bool is_beside = is_ideograph_before(place);
      if (entry.kind == Kind::mark && is_beside) return true;
      return !is_beside && place >= checked_ && passes_word(place);
    }
    case Kind::joiner:
    case Kind::symbol:
    case Kind::emoji:
    case Kind::punctuation:
    case Kind::apostrophe:
      if (MaskedWords::masks_ideographs(c.value) && may_mask_ideograph(place, end)) return true;
      if (c.value >= 0x80 && !is_ideograph_before(place) &&
          ((place >= checked_ && passes_word(place)) || stands_between_singles(place, end))) {
        return true;
      }
      return joins_ideographs(place);
    case Kind::space:
      return joins_ideographs(place);
    case Kind::expansion:
      return place >= checked_ && passes_word(place);
    default:
      return false;
  }
}

/// Whether a word holds letters that may stand for others: they look like those of another script,
/// and the text has none that tells it is written in their own, or the word is of both. Some look
/// so only until they are folded: of a word that might be of such, the original is looked at.
bool Gate::is_odd_letter(const LetterTable::Entry& entry, std::size_t place, std::size_t end) {
  if (entry.script <= 1 || !entry.is_word) {
    has_odd_origins_ |= entry.folds_from_odd;
    return entry.readings != 0;
  }
  if (place >= letters_end_) look_at_letters(place, end, entry.script);
  return is_mixed_ && entry.readings != 0;
}

/// Looks at the letters of a word from `place` on.
void Gate::look_at_letters(std::size_t place, std::size_t end, unsigned script) noexcept {
  const std::size_t space = std::min(text_.find(' ', place), text_.size());
  const std::string_view word = text_.substr(place, space - place);
  letters_end_ = std::max(end, space);
  is_mixed_ = (place > 0 && is_ascii_letter(text_[place - 1])) ||
              std::ranges::any_of(word, is_ascii_letter) || !is_written_in(script, place);
  if (!is_mixed_ || has_odd_origins_) return;
  for (std::size_t at = place; at < space && !has_odd_origins_; ++at)
    has_odd_origins_ = begins_wide(text_[at]) && entry_at(at).folds_from_odd;
}

/// Whether the text has a letter that is this script's alone. Most have, near `place`.
bool Gate::is_written_in(unsigned script, std::size_t place) noexcept {
  const std::uint32_t bit = std::uint32_t{1} << script;
  const auto look = [&](std::size_t begin, std::size_t end) {
    for (std::size_t at = begin; at < end && (proper_ & bit) == 0; ++at) {
      if (!begins_wide(text_[at]) || is_ideograph_lead(text_[at])) continue;
      const LetterTable::Entry entry = entry_at(at);
      if (entry.kind == Kind::letter && entry.script == script && entry.readings == 0 &&
          !entry.folds_from_odd)
        proper_ |= bit;
    }
  };
  if ((known_ & bit) == 0) {
    known_ |= bit;
    look(place, text_.size());
    look(0, place);
  }
  return (proper_ & bit) != 0;
}

LetterTable::Entry Gate::entry_at(std::size_t at) const noexcept {
  return table_[utf8::decode(text_.data() + at).value];
}

bool Gate::is_ideograph_before(std::size_t place) const noexcept {
  return place >= 3 && is_ideograph_at(place - 3);
}

/// Whether what stands from `begin` to `end` may be instead of a term's ideograph.
bool Gate::may_mask_ideograph(std::size_t begin, std::size_t end) const noexcept {
  const char32_t before = begin >= 3 ? ideograph_at(begin - 3) : 0;
  const char32_t behind = ideograph_at(end);
  return vocabulary_.masked_words().may_hold_between(
      {before != 0 && begin >= 6 ? ideograph_at(begin - 6) : 0, before},
      {behind, behind != 0 ? ideograph_at(end + 3) : 0});
}

/// What it folds to; 0 if none begins at `at`.
char32_t Gate::ideograph_at(std::size_t at) const noexcept {
  if (!is_ideograph_at(at)) return 0;
  const char32_t c = utf8::decode(text_.data() + at).value;
  return is_folded_ ? c : table_[c].plain;
}

/// Whether at `place` is one of ASCII's signs, or an ideographic mark, between two ideographs that
/// follow each other in no term: so nearly all commas do.
bool Gate::is_ordinary_pause(std::size_t place) const noexcept {
  if (text_[place] == '*' || !is_ideograph_before(place)) return false;
  const std::size_t size = text_[place] > 0 ? 1 : text_[place] == '\xE3' ? 3 : 0;
  return size != 0 && is_ideograph_at(place + size) &&
         !vocabulary_.may_follow(ideograph_at(place - 3), ideograph_at(place + size));
}

/// Whether a term may reach over what stands around `place` between two ideographs. Each stretch of
/// such characters is looked at once.
bool Gate::joins_ideographs(std::size_t place) noexcept {
  if (place < between_end_) return false;
  std::size_t begin = place;
  while (begin > between_end_ && !is_ideograph_before(begin)) {
    std::size_t before = begin - 1;
    while (before > 0 && utf8::is_continuation(text_[before])) --before;
    if (!stands_between_ideographs(before)) break;
    begin = before;
  }
  Between between;
  std::size_t at = begin;
  while (at < text_.size() && !is_ideograph_at(at)) {
    const auto c = utf8::decode(text_.data() + at);
    if (!stands_between_ideographs(at)) break;
    between.add(table_.kind(c.value));
    at += c.size;
  }
  between_end_ = at;
  return is_ideograph_before(begin) && is_ideograph_at(at) && may_join(begin, at, between);
}

/// Whether no letter and no end of a sentence is at `at`.
bool Gate::stands_between_ideographs(std::size_t at) const noexcept {
  const Kind kind = table_.kind(utf8::decode(text_.data() + at).value);
  return kind != Kind::letter && kind != Kind::stop && kind != Kind::expansion &&
         kind != Kind::line_end;
}

/// f 😀 u: what stands between spaces and letters that stand alone.
bool Gate::stands_between_singles(std::size_t begin, std::size_t end) const noexcept {
  const auto byte = [&](std::size_t i) { return i < text_.size() ? text_[i] : ' '; };
  return begin >= 2 && text_[begin - 1] == ' ' && is_ascii_letter(text_[begin - 2]) &&
         (begin == 2 || !is_ascii_letter(text_[begin - 3])) && byte(end) == ' ' &&
         is_ascii_letter(byte(end + 1)) && !is_ascii_letter(byte(end + 2));
}

/// Whether a common ideograph begins at `at`: U+4000..U+9FFF, but for 丶, which is used as a dot.
bool Gate::is_ideograph_at(std::size_t at) const noexcept {
  return at < text_.size() && is_ideograph_lead(text_[at]) &&
         !(text_[at] == '\xE4' && text_[at + 1] == '\xB8' && text_[at + 2] == '\xB6');
}

/// Whether a term may reach from the ideograph before `begin` to the one at `end`. Pauses are
/// common, so over these a term must go on, or be no more, unless one of the two stands alone.
bool Gate::may_join(std::size_t begin, std::size_t end, const Between& between) const noexcept {
  const bool has_single = !is_ideograph_before(begin - 3) || !is_ideograph_at(end + 3);
  if (between.joiners + between.pauses == 0) return false;
  const char32_t last = ideograph_at(begin - 3);
  const char32_t first = ideograph_at(end);
  if (!vocabulary_.may_follow(last, first)) return false;
  if (between.joiners != 0 || has_single) return true;
  return vocabulary_.may_be_term(last, first) ||
         vocabulary_.may_follow(begin >= 6 ? ideograph_at(begin - 6) : 0, last, first) ||
         vocabulary_.may_follow(last, first, ideograph_at(end + 3));
}

}  // namespace tamis
