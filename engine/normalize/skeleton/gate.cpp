// Nearly all texts are let alone after one pass over their bytes (odd_bytes.cpp). Where something
// is odd, the word around it is looked at (gate_words.cpp). What is not ASCII is looked at one code
// point at a time, but for ideographs, whose runs only matter where they begin and end.
#include "tamis/normalize/skeleton/gate.h"

#include <algorithm>
#include <bit>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/encodings.h"
#include "tamis/normalize/skeleton/odd_bytes.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

bool is_ascii_letter(char c) noexcept {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

bool is_ascii_alnum(char c) noexcept {
  return is_ascii_letter(c) || (c >= '0' && c <= '9');
}

int hex(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (c | 0x20) - 'a' + 10;
  return -1;
}

bool is_base64(char c) noexcept {
  return is_ascii_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '-' ||
         c == '_';
}

/// Tags, and overrides of the writing direction.
bool hides_by_itself(char32_t c) noexcept {
  return c >= 0xE0000 || c == 0x202D || c == 0x202E;
}

/// Signs that hide one letter between ideographs.
bool masks_ideographs(char32_t c) noexcept {
  return c == '*' || c == U'＊' || c == U'○' || c == U'●' || c == U'∗';
}

}  // namespace

Gate::Gate(const SkeletonVocabulary& vocabulary) : vocabulary_(vocabulary) {
  for (char32_t digit = '0'; digit <= '9'; ++digit)
    digit_symbols_[digit - '0'] = table_[digit].symbol;
}

void Gate::find(const Batch& batch, std::vector<std::uint32_t>& messages) {
  const JoinedView& view = batch.folded;
  segments_ = view.segments;
  passing_.assign(segments_.size(), State::ordinary);
  look_at_folded(view);
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const auto& [message, span, traits] = segments_[i];
    const bool has_others = passing_[i] == State::has_others || traits.has_invisible;
    const bool is_ordinary = !has_others && !traits.has_controls && !traits.has_inner_capitals;
    if (passing_[i] != State::passes &&
        (is_ordinary || !passes_original(batch.messages[message].text, traits, has_others))) {
      continue;
    }
    messages.push_back(message);
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
        while (place > segments_[segment].span.end) ++segment;
        next = segments_[segment].span.end + 1;
        start(view.text(segments_[segment]));
      }
      if (passing_[segment] == State::passes) continue;
      if ((odd.others & bit) != 0) {
        passing_[segment] = State::has_others;
        continue;
      }
      if (passes_odd(place - segments_[segment].span.begin, (odd.encoded & bit) != 0,
                     (odd.alone & bit) != 0, (odd.in_word & bit) != 0)) {
        passing_[segment] = State::passes;
      }
    }
  }
}

void Gate::start(std::string_view text) noexcept {
  text_ = text;
  checked_ = spelled_end_ = base64_end_ = 0;
  lone_letters_ = 0;
}

bool Gate::passes_odd(std::size_t place, bool encoded, bool alone, bool in_word) {
  if (place >= text_.size()) return false;
  return (encoded && is_encoded(place)) || (alone && place >= spelled_end_ && is_spelled(place)) ||
         (in_word && place >= checked_ && passes_word(place));
}

/// Looks at what folding takes away, and at what is not ASCII.
bool Gate::passes_original(std::string_view text, const JoinedView::Traits& traits,
                           bool has_others) {
  start(text);
  if (traits.has_controls && text.find_first_of("\b\x7F") != std::string_view::npos) return true;
  if (traits.has_inner_capitals && holds_base64()) return true;
  return has_others && passes_others();
}

bool Gate::holds_base64() {
  for (std::size_t at = 0; at < text_.size();) {
    std::size_t end = at;
    while (end < text_.size() && is_base64(text_[end])) ++end;
    const bool is_padded = end < text_.size() && text_[end] == '=';
    if (end - at >= 4 && decodes_to_text(text_.substr(at, end - at), is_padded)) return true;
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
  return at - begin >= 2 && !is_ascii_alnum(byte(at + 1)) && (at - begin) % 4 >= 2;
}

/// Whether something is odd that is not ASCII.
bool Gate::passes_others() {
  Run before;  // of ideographs
  Between between;
  std::uint32_t proper = 0;  // scripts that are used as they should be
  for (std::size_t at = 0; at < text_.size();) {
    if (const std::size_t size = ideographs_at(at); size != 0) {
      const Run run{at, at + size};
      if (before.size() != 0 && may_join(before, run, between)) return true;
      before = run;
      between = {};
      at = run.end;
      continue;
    }
    if (is_ascii_alnum(text_[at])) {
      before = {};
      ++at;
      continue;
    }
    const auto c = utf8::decode(text_.data() + at);
    const std::size_t place = at;
    at += c.size;
    const bool is_beside_run = before.size() != 0 && before.end == place;
    const Kind kind = table_.kind(c.value);
    if (kind == Kind::stop) {
      before = {};
      between = {};
      continue;
    }
    const LetterTable::Entry& entry = table_[c.value];
    switch (kind) {
      case Kind::letter:
        before = {};
        if (!entry.is_word && !entry.undone.without(kFoldedEvasions).empty()) return true;
        if (entry.is_turned) return true;
        if (entry.readings == 0) {
          proper |= std::uint32_t{entry.script > 1} << entry.script;
        } else if ((proper >> entry.script & 1) == 0 || is_beside_ascii(place, at)) {
          if (place >= checked_ && passes_word(place)) return true;
        }
        break;
      case Kind::mark:
      case Kind::invisible:
        if (hides_by_itself(c.value) || (entry.kind == Kind::mark && is_beside_run)) return true;
        if (!is_beside_run && place >= checked_ && passes_word(place)) return true;
        break;
      case Kind::space:
        ++between.spaces;
        break;
      case Kind::joiner:
      case Kind::symbol:
      case Kind::emoji:
      case Kind::punctuation:
        if (entry.is_turned) return true;
        if (masks_ideographs(c.value) && (is_beside_run || ideographs_at(at) != 0)) return true;
        if (c.value >= 0x80 && before.size() == 0 &&
            ((place >= checked_ && passes_word(place)) || stands_between_singles(place, at))) {
          return true;
        }
        ++(entry.kind == Kind::punctuation ? between.punctuation : between.joiners);
        break;
      default:
        before = {};
        between = {};
    }
  }
  return false;
}

/// f 😀 u: what stands between spaces and letters that stand alone.
bool Gate::stands_between_singles(std::size_t begin, std::size_t end) const noexcept {
  const auto byte = [&](std::size_t i) { return i < text_.size() ? text_[i] : ' '; };
  return begin >= 2 && text_[begin - 1] == ' ' && is_ascii_letter(text_[begin - 2]) &&
         (begin == 2 || !is_ascii_letter(text_[begin - 3])) && byte(end) == ' ' &&
         is_ascii_letter(byte(end + 1)) && !is_ascii_letter(byte(end + 2));
}

/// How many bytes of common ideographs stand at `at`: U+4000..U+9FFF, but for 丶, which is used as
/// a dot.
std::size_t Gate::ideographs_at(std::size_t at) const noexcept {
  std::size_t end = at;
  while (end < text_.size() && static_cast<unsigned char>(text_[end]) - 0xE4U < 6 &&
         !(text_[end] == '\xE4' && text_[end + 1] == '\xB8' && text_[end + 2] == '\xB6')) {
    end += 3;
  }
  return end - at;
}

/// Whether a term may reach from one run of ideographs into the next one: over joiners; over what
/// sentences have between their parts only if one of the runs is a single ideograph.
bool Gate::may_join(Run before, Run after, const Between& between) const noexcept {
  const bool has_single = before.size() == 3 || after.size() == 3;
  if (between.joiners == 0 && (!has_single || between.spaces + between.punctuation == 0))
    return false;
  const char32_t last = utf8::decode(text_.data() + before.end - 3).value;
  const char32_t first = utf8::decode(text_.data() + after.begin).value;
  return vocabulary_.may_follow(table_[last].plain, table_[first].plain);
}

bool Gate::is_beside_ascii(std::size_t begin, std::size_t end) const noexcept {
  return (begin > 0 && is_ascii_letter(text_[begin - 1])) ||
         (end < text_.size() && is_ascii_letter(text_[end]));
}

}  // namespace tamis
