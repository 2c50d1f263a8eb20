// The bulk of the work is one pass of vectors over the bytes, which asks of each byte and its
// neighbors whether they are odd: a digit beside a letter, a sign between letters, a letter that
// stands alone near another, a run of a letter. A bit for each; most blocks have none. Where one
// has, the word around it is looked at: its key, with signs for letters and without them, must be
// that of a word in some term. What is not ASCII is looked at one code point at a time.
#include "tamis/normalize/skeleton/gate.h"

#include <algorithm>
#include <bit>

#include <immintrin.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/encodings.h"
#include "tamis/normalize/skeleton/letter_table.h"
#include "tamis/normalize/skeleton/look_alikes.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

__m256i load(const char* p) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}
__m256i between(__m256i bytes, char first, char last) noexcept {
  return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(char(first - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(char(last + 1)), bytes));
}
__m256i is(__m256i bytes, char c) noexcept {
  return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}
__m256i either(__m256i a, __m256i b) noexcept {
  return _mm256_or_si256(a, b);
}
__m256i both(__m256i a, __m256i b) noexcept {
  return _mm256_and_si256(a, b);
}
__m256i small(__m256i bytes) noexcept {
  return _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
}
__m256i is_letter(__m256i bytes) noexcept {
  return between(small(bytes), 'a', 'z');
}
std::uint32_t bits(__m256i mask) noexcept {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(mask));
}

/// A byte of all ones for each letter that is in a set: byte i of `low` for U+0060 + i, of `high`
/// for U+0070 + i.
__m256i is_one_of(__m256i letters, __m256i low, __m256i high) noexcept {
  const __m256i nibble = both(letters, _mm256_set1_epi8(0x0F));
  const __m256i is_high = is(both(letters, _mm256_set1_epi8(0x10)), 0x10);
  return _mm256_blendv_epi8(_mm256_shuffle_epi8(low, nibble), _mm256_shuffle_epi8(high, nibble),
                            is_high);
}

__m256i set_of(std::string_view letters, char first) noexcept {
  alignas(32) char bytes[32] = {};
  for (const char c : letters) {
    if (c < first || c >= first + 16) continue;
    bytes[c - first] = bytes[c - first + 16] = -1;
  }
  return _mm256_load_si256(reinterpret_cast<const __m256i*>(bytes));
}

/// Letters that hardly ever double in English.
__m256i seldom_doubles(__m256i letters) noexcept {
  constexpr std::string_view kLetters = "ahijkquvwxy";
  return is_one_of(letters, set_of(kLetters, 0x60), set_of(kLetters, 0x70));
}

/// Of letters; what is no letter is a vowel, too, or not.
__m256i is_vowel(__m256i letters) noexcept {
  constexpr std::string_view kVowels = "aeiouy";
  return is_one_of(letters, set_of(kVowels, 0x60), set_of(kVowels, 0x70));
}

/// What is odd in the 32 bytes at `p`. Neighbors outside the text count too, which does no harm.
Gate::Odd odd_bytes(const char* p) noexcept {
  const __m256i here = load(p);
  const __m256i before = load(p - 1);
  const __m256i after = load(p + 1);
  const __m256i letter = is_letter(here);
  const __m256i letter_before = is_letter(before);
  const __m256i letter_after = is_letter(after);
  const __m256i digit = between(here, '0', '9');
  const __m256i printable = between(here, '!', '~');
  const __m256i sign = _mm256_andnot_si256(either(letter, digit), printable);

  const __m256i beside = either(letter_before, letter_after);
  __m256i odd = both(digit, beside);
  const __m256i alnum_before = either(letter_before, between(before, '0', '9'));
  const __m256i alnum_after = either(letter_after, between(after, '0', '9'));
  const __m256i inner = either(both(letter_before, alnum_after), both(alnum_before, letter_after));
  // An apostrophe is part of many words; f'u'c'k has several.
  const __m256i apostrophe = is(here, '\'');
  const __m256i is_repeated = either(is(load(p - 2), '\''), is(load(p + 2), '\''));
  const __m256i odd_sign = _mm256_andnot_si256(_mm256_andnot_si256(is_repeated, apostrophe), sign);
  odd = either(odd, both(odd_sign, inner));
  odd = either(odd, both(is(here, '('), is(after, ')')));
  odd = either(odd, both(either(is(here, '<'), is(here, '{')), letter_after));
  // cas__h, f##ds, call**
  const __m256i is_stop = either(either(is(here, '.'), is(here, '!')), is(here, '?'));
  const __m256i again = both(_mm256_cmpeq_epi8(here, after), letter_before);
  const __m256i may_be_masks =
      either(is_letter(load(p + 2)), _mm256_andnot_si256(is_stop, _mm256_set1_epi8(-1)));
  odd = either(odd, both(both(sign, may_be_masks), again));
  odd = either(odd, both(either(is(here, '*'), is(here, '#')), letter_before));
  odd = either(odd, both(either(is(here, '@'), is(here, '$')), beside));
  odd = either(odd, both(either(is(here, '!'), is(here, '|')), letter_after));
  odd = either(odd, both(is(here, '+'), letter_before));
  odd = either(
      odd, both(either(is(here, '\\'), is(here, '|')), either(beside, between(after, '!', '~'))));

  // Three of a letter, or two where English has none.
  const __m256i same = both(letter, _mm256_cmpeq_epi8(small(here), small(before)));
  const __m256i two_before = small(load(p - 2));
  const __m256i doubles = either(is_vowel(here), is_vowel(two_before));
  const __m256i is_odd_pair = either(seldom_doubles(here), _mm256_andnot_si256(doubles, same));
  odd = either(odd, both(same, either(_mm256_cmpeq_epi8(small(here), two_before), is_odd_pair)));

  // A letter alone, and another two to four bytes on. An apostrophe binds: I'm.
  const auto binds = [](__m256i bytes) {
    return either(either(is_letter(bytes), between(bytes, '0', '9')), is(bytes, '\''));
  };
  const __m256i is_alone =
      _mm256_andnot_si256(either(binds(before), binds(after)), either(letter, digit));
  const std::uint32_t alone = bits(is_alone);
  const std::uint32_t letters_alone = bits(both(is_alone, letter));
  const std::uint32_t near =
      (alone & (letters_alone >> 2 | letters_alone >> 3 | letters_alone >> 4)) |
      (letters_alone & (alone >> 2 | alone >> 3 | alone >> 4));
  // The last of the block may have its neighbor in the next one.
  const std::uint32_t last = alone & 0xF0000000;

  // Encodings: capitals inside words, padding (base64); & and %; controls.
  const __m256i capital = between(here, 'A', 'Z');
  __m256i encoded = both(capital, either(letter_before, between(before, '0', '9')));
  encoded = either(encoded, both(is(here, '='), either(letter_before, between(before, '0', '9'))));
  encoded = either(encoded, either(is(here, '&'), is(here, '%')));
  encoded = either(encoded, either(is(here, 0x7F), between(here, 0x01, 0x08)));
  return {bits(odd), near | last, bits(encoded),
          static_cast<std::uint32_t>(_mm256_movemask_epi8(here))};
}

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

/// Signs that hide one letter between ideographs.
bool masks_ideographs(char32_t c) noexcept {
  return c == '*' || c == U'＊' || c == U'○' || c == U'●' || c == U'∗';
}

}  // namespace

bool Gate::passes(std::string_view text) {
  text_ = text;
  checked_ = link_end_ = base64_end_ = 0;
  lone_letters_ = 0;
  bool is_ascii = true;
  for (std::size_t at = 0; at < text.size(); at += 32) {
    Odd odd = odd_bytes(text.data() + at);
    if (text.size() - at < 32) {
      const std::uint32_t within = ~(~0U << (text.size() - at));
      odd = {odd.in_word & within, odd.alone & within, odd.encoded & within,
             odd.not_ascii & within};
    }
    is_ascii &= odd.not_ascii == 0;
    if ((odd.in_word | odd.alone | odd.encoded) != 0 && passes_ascii(odd, at)) return true;
  }
  return !is_ascii && passes_others();
}

bool Gate::passes_ascii(const Odd& odd, std::size_t at) {
  for (std::uint32_t rest = odd.encoded; rest != 0; rest &= rest - 1) {
    if (is_encoded(at + static_cast<std::size_t>(std::countr_zero(rest)))) return true;
  }
  for (std::uint32_t rest = odd.alone; rest != 0; rest &= rest - 1) {
    const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(rest));
    if (place >= link_end_ && is_spelled(place) && !is_in_link(place)) return true;
  }
  for (std::uint32_t rest = odd.in_word; rest != 0; rest &= rest - 1) {
    const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(rest));
    if (place >= checked_ && passes_word(place)) return true;
  }
  return false;
}

/// Whether something encoded begins at `at`, or (base64) stands around it.
bool Gate::is_encoded(std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text_.size() ? text_[i] : ' '; };
  switch (text_[at]) {
    case '&':
      return byte(at + 1) == '#' || (is_ascii_letter(byte(at + 1)) &&
                                     text_.substr(at, 8).find(';') != std::string_view::npos);
    case '%': {
      const int high = hex(byte(at + 1));
      return high >= 3 && hex(byte(at + 2)) >= 0;  // below are spaces and signs, as in links
    }
    case '=':
      break;
    default:
      if (!is_ascii_letter(text_[at])) return true;
  }
  if (at < base64_end_) return false;
  std::size_t begin = at;
  while (begin > 0 && is_base64(text_[begin - 1])) --begin;
  std::size_t end = at;
  while (end < text_.size() && is_base64(text_[end])) ++end;
  base64_end_ = end;
  const bool is_padded = end < text_.size() && text_[end] == '=';
  return decodes_to_text(text_.substr(begin, end - begin), is_padded);
}

/// Whether a letter that stands alone is one of several, or of a few with a pair of letters.
bool Gate::is_spelled(std::size_t at) const noexcept {
  constexpr std::size_t kWidest = 6;  // bytes between letters
  unsigned pieces = 1;
  unsigned singles = 1;
  std::size_t gap = 0;
  for (std::size_t i = at + 1; i < text_.size() && gap <= kWidest;) {
    if (!is_ascii_alnum(text_[i])) {
      ++gap;
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text_.size() && is_ascii_alnum(text_[end])) ++end;
    if (end - i > 2) break;
    ++pieces;
    singles += end - i == 1;
    if (pieces >= 3) return singles >= 2;
    gap = 0;
    i = end;
  }
  return pieces == 2 && singles == 2 && has_pair_before(at);
}

/// fu c k
bool Gate::has_pair_before(std::size_t at) const noexcept {
  return at >= 3 && !is_ascii_letter(text_[at - 1]) && is_ascii_letter(text_[at - 2]) &&
         is_ascii_letter(text_[at - 3]) && (at == 3 || !is_ascii_letter(text_[at - 4]));
}

/// Whether something is odd that is not ASCII.
bool Gate::passes_others() {
  const LetterTable& table = LetterTable::instance();
  Run before;
  unsigned spaces = 0;
  unsigned marks = 0;
  for (std::size_t at = 0; at < text_.size();) {
    if (const std::size_t size = ideographs_at(at); size != 0) {
      const Run run{at, at + size};
      if (before.size() != 0 && may_join(before, run, spaces, marks)) return true;
      before = run;
      spaces = marks = 0;
      at = run.end;
      continue;
    }
    const auto c = utf8::decode(text_.data() + at);
    const std::size_t place = at;
    at += c.size;
    if (c.value < 0x80) {
      if (is_ascii_letter(char(c.value))) {
        before = {};
        continue;
      }
    }
    const LetterTable::Entry entry = table[c.value];
    switch (entry.kind) {
      case Kind::letter:
        before = {};
        spaces = marks = 0;
        if (c.value < 0x80) break;
        if (!entry.is_word && !entry.undone.without(kFoldedEvasions).empty()) return true;
        if (is_upside_down(c.value)) return true;
        if (entry.readings != 0 && place >= checked_ && passes_word(place)) return true;
        break;
      case Kind::mark:
        if (before.end == place && before.size() != 0) return true;
        if (place >= checked_ && passes_word(place)) return true;
        break;
      case Kind::invisible:
        if (c.value >= 0xE0000 || c.value == 0x202D || c.value == 0x202E) return true;
        if (before.size() == 0 && place >= checked_ && passes_word(place)) return true;
        break;
      case Kind::joiner:
      case Kind::symbol:
      case Kind::emoji:
      case Kind::punctuation:
        if (is_upside_down(c.value)) return true;
        if (masks_ideographs(c.value) &&
            ((before.end == place && before.size() != 0) || ideographs_at(at) != 0)) {
          return true;
        }
        if (c.value >= 0x80 && before.size() == 0 &&
            ((place >= checked_ && passes_word(place)) || stands_between_singles(place, at))) {
          return true;
        }
        ++marks;
        break;
      case Kind::space:
        ++spaces;
        break;
      default:
        before = {};
        spaces = marks = 0;
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

/// How many bytes of common ideographs stand at `at`: U+4000..U+9FFF.
std::size_t Gate::ideographs_at(std::size_t at) const noexcept {
  std::size_t end = at;
  constexpr std::string_view kDot = "\xE4\xB8\xB6";  // 丶, a stroke that is used as a dot
  while (end < text_.size() && static_cast<unsigned char>(text_[end]) - 0xE4U < 6 &&
         !(text_[end] == kDot[0] && text_.substr(end, 3) == kDot)) {
    end += 3;
  }
  return end - at;
}

/// Whether a term may reach from one run of ideographs into the next one.
bool Gate::may_join(Run before, Run after, unsigned spaces, unsigned marks) const noexcept {
  if (marks == 0 && (spaces == 0 || (before.size() != 3 && after.size() != 3))) return false;
  const LetterTable& table = LetterTable::instance();
  const char32_t last = utf8::decode(text_.data() + before.end - 3).value;
  const char32_t first = utf8::decode(text_.data() + after.begin).value;
  return vocabulary_.may_follow(table[last].plain, table[first].plain);
}

}  // namespace tamis
