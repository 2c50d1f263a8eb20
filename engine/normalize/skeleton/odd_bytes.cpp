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

/// Bytes of all ones for those letters that are in a set, of any case.
struct LetterSet {
  explicit LetterSet(const char* letters) noexcept {
    for (; *letters != 0; ++letters) {
      auto& half = *letters < 0x70 ? low : high;
      half[*letters & 15] = half[(*letters & 15) + 16] = char(-1);
    }
  }
  __m256i contains(__m256i bytes) const noexcept {
    const __m256i nibble = _mm256_and_si256(bytes, _mm256_set1_epi8(0x0F));
    const __m256i bit = _mm256_and_si256(bytes, _mm256_set1_epi8(0x10));
    return _mm256_blendv_epi8(_mm256_shuffle_epi8(load(low), nibble),
                              _mm256_shuffle_epi8(load(high), nibble),
                              _mm256_cmpeq_epi8(bit, _mm256_set1_epi8(0x10)));
  }

  alignas(32) char low[32] = {};
  alignas(32) char high[32] = {};
};

/// Letters that stand twice where English has none, or three times: see context.cpp.
std::uint64_t odd_repeats(const char* p, std::uint64_t letters) noexcept {
  static const LetterSet kSeldomDouble("ahijkquvwxy");
  static const LetterSet kVowels("aeiouy");
  const auto equal = [](const char* at) {
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(small(load(at)), small(load(at - 1)))));
  };
  const std::uint64_t same = (std::uint64_t{equal(p + 32)} << 32 | equal(p)) & letters;
  if (same == 0) return 0;
  const std::uint64_t seldom =
      bits_where(p, [](__m256i bytes) { return kSeldomDouble.contains(bytes); });
  const std::uint64_t vowels =
      letters & bits_where(p, [](__m256i bytes) { return kVowels.contains(bytes); });
  return same & (same << 1 | seldom | (~vowels & ~(vowels << 2)));
}

bool is_letter(char c) noexcept {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_alnum(char c) noexcept {
  return is_letter(c) || (c >= '0' && c <= '9');
}

enum class Sign : std::uint8_t { plain, odd, encoded };

/// What a sign is that sentences are not made of.
Sign look_at(const char* p) noexcept {
  const bool letter_before = is_letter(p[-1]);
  const bool letter_after = is_letter(p[1]);
  bool is_odd = (letter_before && is_alnum(p[1])) || (letter_after && is_alnum(p[-1]));
  switch (*p) {
    case '@':
    case '$':
      is_odd |= letter_before || letter_after;
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
    case '&':
    case '%':
      return Sign::encoded;
    case '=':
      if (is_alnum(p[-1])) return Sign::encoded;
      break;
    default:
      if (*p == 0x7F || (*p >= 0 && *p <= 0x08)) return Sign::encoded;
  }
  is_odd |= letter_before && p[1] == *p && (*p != '!' || is_letter(p[2]));  // f##ds
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
  constexpr std::uint64_t kWindow = ((std::uint64_t{1} << kOddWindow) - 1) << kMargin;
  const char* const begin = p - kMargin;
  const std::uint64_t letters =
      bits_where(begin, [](__m256i bytes) { return between(small(bytes), 'a', 'z'); });
  const std::uint64_t digits =
      bits_where(begin, [](__m256i bytes) { return between(bytes, '0', '9'); });
  const std::uint64_t capitals =
      bits_where(begin, [](__m256i bytes) { return between(bytes, 'A', 'Z'); });
  const std::uint64_t not_ascii = bits_where(begin, [](__m256i bytes) { return bytes; });
  const std::uint64_t apostrophes = bits_of(begin, '\'');
  const std::uint64_t words = letters | digits;
  // What sentences are made of: ' ( )  , - .  : ;  ?
  const std::uint64_t brackets =
      bits_where(begin, [](__m256i bytes) { return between(bytes, '\'', ')'); });
  const std::uint64_t sentence =
      brackets | bits_of(begin, '?') |
      bits_where(begin, [](__m256i bytes) { return between(bytes, ',', '.'); }) |
      bits_where(begin, [](__m256i bytes) { return between(bytes, ':', ';'); });

  const std::uint64_t inner = (letters << 1 & words >> 1) | (words << 1 & letters >> 1);
  // An apostrophe is part of many words; f'u'c'k has several.
  const std::uint64_t lone_apostrophes = apostrophes & ~(apostrophes << 2 | apostrophes >> 2);
  // wo..s, but wait...; idi()t
  const std::uint64_t doubled =
      (sentence & sentence >> 1 & letters << 1 & letters >> 2) | (brackets & brackets >> 1);

  OddBytes odd{.in_word = (digits & (letters << 1 | letters >> 1)) | odd_repeats(begin, letters) |
                          (sentence & inner & ~lone_apostrophes) | doubled,
               .alone = lone_letters(letters, digits, apostrophes),
               .encoded = capitals & words << 1,
               .not_ascii = not_ascii};
  const std::uint64_t others = ~(words | sentence | bits_of(begin, ' ') | not_ascii) & kWindow;
  for (std::uint64_t rest = others; rest != 0; rest &= rest - 1) {
    const Sign sign = look_at(begin + std::countr_zero(rest));
    const std::uint64_t bit = rest & ~(rest - 1);
    if (sign == Sign::odd) odd.in_word |= bit;
    if (sign == Sign::encoded) odd.encoded |= bit;
  }
  return {(odd.in_word & kWindow) >> kMargin, (odd.alone & kWindow) >> kMargin,
          (odd.encoded & kWindow) >> kMargin, (odd.not_ascii & kWindow) >> kMargin};
}

}  // namespace tamis
