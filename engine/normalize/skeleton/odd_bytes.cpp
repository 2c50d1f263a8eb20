// Vectors say of 64 bytes what each of them is; the rest is done on words of 64 bits, where a shift
// puts each byte's neighbor in its place. Four bytes on either side of the window are there to be
// neighbors only. Signs, of which a text has few, are looked at one by one.
#include "tamis/normalize/skeleton/odd_bytes.h"

#include <bit>

#include <immintrin.h>

namespace tamis {
namespace {

constexpr unsigned kMargin = 4;

__m256i load(const char* p) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}
__m256i small(__m256i bytes) noexcept {
  return _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
}
__m256i between(__m256i bytes, char first, char last) noexcept {
  return _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(char(first - 1))),
                          _mm256_cmpgt_epi8(_mm256_set1_epi8(char(last + 1)), bytes));
}

/// A bit for each of 64 bytes at `p` that `test` is true of.
template <class Test>
std::uint64_t bits_where(const char* p, Test test) noexcept {
  const auto low = static_cast<std::uint32_t>(_mm256_movemask_epi8(test(load(p))));
  const auto high = static_cast<std::uint32_t>(_mm256_movemask_epi8(test(load(p + 32))));
  return std::uint64_t{high} << 32 | low;
}
std::uint64_t bits_of(const char* p, char c) noexcept {
  return bits_where(p,
                    [c](__m256i bytes) { return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c)); });
}

bool is_letter(char c) noexcept {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

constexpr std::uint32_t set_of(const char* letters) noexcept {
  std::uint32_t set = 0;
  for (; *letters != 0; ++letters) set |= 1U << (*letters - 'a');
  return set;
}
bool is_in(std::uint32_t set, char letter) noexcept {
  return (set >> ((letter | 0x20) - 'a') & 1) != 0;
}

/// Whether the letter at `p`, the same as the one before, is one too many: see context.cpp.
bool is_odd_pair(const char* p) noexcept {
  constexpr std::uint32_t kSeldomDouble = set_of("ahijkquvwxy");
  constexpr std::uint32_t kVowels = set_of("aeiouy");
  if (is_in(kSeldomDouble, *p)) return true;
  return !is_in(kVowels, *p) && !(is_letter(p[-2]) && is_in(kVowels, p[-2]));
}

enum class Sign : std::uint8_t { plain, odd, encoded };

/// What a sign is where it stands.
Sign look_at(const char* p) noexcept {
  const bool letter_before = is_letter(p[-1]);
  const bool letter_after = is_letter(p[1]);
  const bool is_inner =
      (letter_before && (letter_after || is_digit(p[1]))) || (letter_after && is_digit(p[-1]));
  bool is_odd = is_inner;
  switch (*p) {
    case '\'':  // part of many words; f'u'c'k has several
      is_odd = is_inner && (p[-2] == '\'' || p[2] == '\'');
      break;
    case '@':
    case '$':
      is_odd = letter_before || letter_after;
      break;
    case '!':
    case '<':
    case '{':
      is_odd |= letter_after;
      break;
    case '*':
    case '#':
    case '+':
      is_odd |= letter_before;
      break;
    case '|':
    case '\\':
      is_odd |= letter_before || p[1] > ' ';
      break;
    case '(':
      is_odd |= p[1] == ')';
      break;
    case '&':
    case '%':
      return Sign::encoded;
    case '=':
      if (letter_before || is_digit(p[-1])) return Sign::encoded;
      break;
    default:
      if (*p == 0x7F || (*p >= 0 && *p <= 0x08)) return Sign::encoded;
  }
  // cas__h, f##ds; but wait...
  const bool is_stop = *p == '.' || *p == '!' || *p == '?';
  is_odd |= letter_before && p[1] == *p && (!is_stop || is_letter(p[2]));
  return is_odd ? Sign::odd : Sign::plain;
}

/// Letters and digits that stand alone, and have another near. An apostrophe binds: I'm.
std::uint64_t lone_letters(std::uint64_t letters, std::uint64_t digits,
                           std::uint64_t apostrophes) noexcept {
  const std::uint64_t words = letters | digits;
  const std::uint64_t binds = words | apostrophes;
  const std::uint64_t alone = words & ~(binds << 1) & ~(binds >> 1);
  if (alone == 0) return 0;
  const auto near = [](std::uint64_t bits) { return bits >> 2 | bits >> 3 | bits >> 4; };
  const std::uint64_t letters_alone = alone & letters;
  return (alone & near(letters_alone)) | (letters_alone & near(alone));
}

}  // namespace

OddBytes odd_bytes(const char* p) noexcept {
  const char* const begin = p - kMargin;
  const std::uint64_t letters =
      bits_where(begin, [](__m256i bytes) { return between(small(bytes), 'a', 'z'); });
  const std::uint64_t digits =
      bits_where(begin, [](__m256i bytes) { return between(bytes, '0', '9'); });
  const std::uint64_t not_ascii = bits_where(begin, [](__m256i bytes) { return bytes; });
  const std::uint64_t words = letters | digits;
  const std::uint64_t ordinary =
      bits_of(begin, ' ') | ((bits_of(begin, '.') | bits_of(begin, ',')) & ~(words >> 1));
  constexpr std::uint64_t kWindow = ((std::uint64_t{1} << kOddWindow) - 1) << kMargin;

  OddBytes odd{.in_word = digits & (letters << 1 | letters >> 1),
               .alone = lone_letters(letters, digits, bits_of(begin, '\'')),
               .encoded = 0,
               .not_ascii = not_ascii};
  const std::uint64_t capitals =
      bits_where(begin, [](__m256i bytes) { return between(bytes, 'A', 'Z'); });
  odd.encoded = capitals & words << 1;

  const auto low =
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(small(load(begin)), small(load(begin - 1))));
  const auto high =
      _mm256_movemask_epi8(_mm256_cmpeq_epi8(small(load(begin + 32)), small(load(begin + 31))));
  const std::uint64_t same =
      (std::uint64_t{static_cast<std::uint32_t>(high)} << 32 | static_cast<std::uint32_t>(low)) &
      letters;
  odd.in_word |= same & same << 1;
  for (std::uint64_t rest = same & kWindow; rest != 0; rest &= rest - 1) {
    if (is_odd_pair(begin + std::countr_zero(rest))) odd.in_word |= rest & ~(rest - 1);
  }
  for (std::uint64_t rest = ~(words | ordinary | not_ascii) & kWindow; rest != 0;
       rest &= rest - 1) {
    const Sign sign = look_at(begin + std::countr_zero(rest));
    const std::uint64_t bit = rest & ~(rest - 1);
    if (sign == Sign::odd) odd.in_word |= bit;
    if (sign == Sign::encoded) odd.encoded |= bit;
  }
  return {(odd.in_word & kWindow) >> kMargin, (odd.alone & kWindow) >> kMargin,
          (odd.encoded & kWindow) >> kMargin, (odd.not_ascii & kWindow) >> kMargin};
}

}  // namespace tamis
