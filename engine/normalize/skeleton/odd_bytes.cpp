// Vectors say of 64 bytes what each of them is (two look-ups by nibble: a class is a set of high
// nibbles times a set of low ones); the rest is done on words of 64 bits, where a shift puts each
// byte's neighbor in its place. Four bytes before the window and six behind it are there to be
// neighbors only. Signs that sentences are not made of, of which a text has few, are looked at one
// by one.
#include "tamis/normalize/skeleton/odd_bytes.h"

#include <bit>

#include <immintrin.h>

#include "tamis/normalize/skeleton/english.h"

namespace tamis {
namespace {

constexpr unsigned kMargin = 4;
constexpr unsigned kFarthestByte =
    6;  // behind: a letter five bytes off, and whether it stands alone
static_assert(kMargin + kOddWindow + kFarthestByte == 64);

// Classes of bytes, a bit each.
constexpr char kLetter = 3;     // a to o, p to z
constexpr char kDigit = 4;      // 0 to 9
constexpr char kSpace = 72;     // and what joins texts
constexpr char kSentence = 48;  // " ) , - . and : ?, and ', which is looked at, too

__m256i load(const char* p) noexcept {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}

__m256i twice(const char (&table)[17]) noexcept {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
}

std::uint64_t join(__m256i low, __m256i high) noexcept {
  return std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(high))} << 32 |
         static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
}

/// The classes of 64 bytes, a bit each, of which `low` and `high` have the one of each nibble.
class Classes {
 public:
  Classes(__m256i first, __m256i second, const char (&low)[17], const char (&high)[17]) noexcept
      : first_(look_up(first, twice(low), twice(high))),
        second_(look_up(second, twice(low), twice(high))) {}

  /// Which bytes are of one of the classes whose bits are set.
  std::uint64_t of(char bits) const noexcept {
    const __m256i mask = _mm256_set1_epi8(bits);
    const __m256i zero = _mm256_setzero_si256();
    return ~join(_mm256_cmpeq_epi8(_mm256_and_si256(first_, mask), zero),
                 _mm256_cmpeq_epi8(_mm256_and_si256(second_, mask), zero));
  }

 private:
  static __m256i look_up(__m256i bytes, __m256i low, __m256i high) noexcept {
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    return _mm256_and_si256(
        _mm256_shuffle_epi8(low, _mm256_and_si256(bytes, nibble)),
        _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble)));
  }
  __m256i first_;
  __m256i second_;
};

/// 64 bytes.
struct Block {
  explicit Block(const char* p) noexcept : low(load(p)), high(load(p + 32)) {}

  std::uint64_t equal_to(char c) const noexcept {
    const __m256i byte = _mm256_set1_epi8(c);
    return join(_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte));
  }
  Classes classes() const noexcept {
    //                          0      1      2       3      4      5      6      7      8      9 A
    //                          B      C      D      E      F
    static constexpr char kLow[17] =
        "\x0E\x07\x17\x07\x07\x07\x07\x17\x07\x17\x63\x01\x11\x11\x11\x21";
    static constexpr char kHigh[17] =
        "\x40\x00\x18\x24\x00\x00\x01\x02\x00\x00\x00\x00\x00\x00\x00\x00";
    return {low, high, kLow, kHigh};
  }

  __m256i low;
  __m256i high;
};

/// Letters that stand where English has none: twice, or three times, or z and v before no vowel
/// (see english.h); and ph, which may be an f.
std::uint64_t odd_letters(const char* p, const Block& block, std::uint64_t letters,
                          std::uint64_t apostrophes) noexcept {
  // Bits 0 and 1: a e i o, and u y; 2 and 3: a h i j k, and q u v w x y, which seldom double;
  // 4 and 5: b c d g m n, and p r t, which end no word doubled; 6 and 7: l, and r s, before which
  // consonants double as before vowels.
  //                               0   1   2   3   4   5   6   7   8   9   A   B   C   D   E   F
  static constexpr char kLow[17] =
      "\x20\x0D\xB0\x90\x30\x0B\x08\x18\x0C\x0F\x04\x04\x40\x10\x10\x01";
  static constexpr char kHigh[17] = "\0\0\0\0\0\0\x55\xAA\0\0\0\0\0\0\0";
  constexpr char kVowel = 3;
  constexpr char kSeldomDouble = 12;
  constexpr char kEndsNone = 48;
  constexpr char kLiquid = char(192);
  const std::uint64_t same = letters & join(_mm256_cmpeq_epi8(block.low, load(p - 1)),
                                            _mm256_cmpeq_epi8(block.high, load(p + 31)));
  const Classes classes(block.low, block.high, kLow, kHigh);
  const std::uint64_t vowels = classes.of(kVowel);
  const std::uint64_t begins = ~((letters | apostrophes) << 2);  // tell, but I'll
  const std::uint64_t behind = (letters & ~vowels) << 2;
  const std::uint64_t before = letters & ~(vowels | classes.of(kLiquid));
  const std::uint64_t odd = same << 1 | classes.of(kSeldomDouble) | begins |
                            (~vowels & (behind | before >> 1)) |
                            (classes.of(kEndsNone) & ~letters >> 1);
  const std::uint64_t slang = block.equal_to('z') | (block.equal_to('v') & letters >> 1);
  return (same & odd) | (slang & ~(vowels >> 1)) | (block.equal_to('p') & block.equal_to('h') >> 1);
}

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_small_alnum(char c) noexcept {
  return is_small_letter(c) || is_digit(c);
}

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/// Signs that stand for letters, and beside digits for nothing else.
bool joins_digits(char c) noexcept {
  return c == '+' || c == '#' || c == '$' || c == '@' || c == '|' || c == '!';
}

enum class Sign : std::uint8_t { plain, in_word, encoded, other };

/// What a sign is that sentences are not made of.
Sign look_at(const char* p) noexcept {
  const bool letter_before = is_small_letter(p[-1]);
  const bool letter_after = is_small_letter(p[1]) || (is_digit(p[1]) && is_small_letter(p[2]));
  bool is_odd = (letter_before && is_small_alnum(p[1])) || (letter_after && is_small_alnum(p[-1]));
  switch (*p) {
    case '\'':  // part of many words, with an ending behind it; f'u'c'k has several
      is_odd = p[2] == '\'' || p[3] == '\'' || !is_ending(p[1], p[2], p[3]);
      return is_odd ? Sign::in_word : Sign::plain;
    case '(':
    case ';':
      is_odd |= letter_after || (p[1] == ')' && (letter_before || is_small_letter(p[2])));
      break;
    case '@':
    case '$':
      is_odd |= letter_before || letter_after;
      break;
    case '!':
    case '<':
    case '{':
    case '^':
      is_odd |= letter_after;
      break;
    case '*':
      if (!letter_before && (p[-1] < 0 || p[1] < 0)) return Sign::other;  // 加*信
      is_odd |= letter_before;
      break;
    case '#':
    case '+':
      is_odd |= letter_before || letter_after;
      break;
    case '/':
      is_odd |= p[1] == '\\';
      break;
    case '|':
    case '\\':
      is_odd |= letter_before || p[1] > ' ';
      break;
    case '`':
      is_odd |= p[1] == '/' && (is_small_alnum(p[-1]) || is_small_letter(p[2]));
      break;
    case '>':
      is_odd |= p[1] == '<' && (letter_before || is_small_letter(p[2]));
      break;
    case '&':
      if (p[1] == '#' || letter_after) return Sign::encoded;
      break;
    case '%':
      is_odd |= letter_before;
      if (is_hex(p[1]) && is_hex(p[2])) return Sign::encoded;
      break;
    case '=':
      if (is_small_alnum(p[-1]) && !is_small_alnum(p[1]) && (p[1] == ' ' || !is_small_letter(p[2])))
        return Sign::encoded;
      break;
    default:
      break;
  }
  is_odd |= is_digit(p[-1]) && (is_digit(p[1]) || joins_digits(p[1]) || p[1] == '(');  // 5#0()+
  is_odd |= letter_before && p[1] == *p && (*p != '!' || is_small_letter(p[2]));       // f##ds
  return is_odd ? Sign::in_word : Sign::plain;
}

/// Letters and digits that stand alone, and have another near. An apostrophe binds: I'm.
std::uint64_t lone_letters(std::uint64_t letters, std::uint64_t digits,
                           std::uint64_t apostrophes) noexcept {
  const std::uint64_t words = letters | digits;
  const std::uint64_t binds = words | apostrophes;
  const std::uint64_t alone = words & ~(binds << 1) & ~(binds >> 1);
  if (alone == 0) return 0;
  const auto near = [](std::uint64_t bits) {
    return bits >> 2 | bits >> 3 | bits >> 4 | bits >> 5;
  };
  const std::uint64_t letters_alone = alone & letters;
  return (alone & near(letters_alone)) | (letters_alone & near(alone));
}

/// Where what is not ASCII must be looked at: lead bytes of scripts whose letters look like Latin
/// ones, of signs and emoji; one or two of ASCII's signs before an ideograph or a sign; marks
/// between ideographs; one character between Latin letters, or two.
std::uint64_t odd_others(const Block& block, std::uint64_t not_ascii, std::uint64_t letters,
                         std::uint64_t between) noexcept {
  // Bit 0: C and F; 1: D0..D7; 2: E1 E2 EA EE EF, which are not quiet; 3: all of C2..F4. Quiet are
  // Arabic and its like (U+0600..), Indic and Thai (U+0800..), kana and ideographs
  // (U+3000..U+9FFF), Hangul (U+B000..). Bits 4 and 5: E2..E9 EE EF, and F, which
  // are no letters of scripts with spaces.
  //                                0    1    2    3    4    5    6    7    8    9    A    B    C
  //                                D    E    F
  static constexpr char kLow[17] =
      "\x2B\x2F\x3F\x3B\x3B\x1B\x1B\x1B\x19\x19\x0D\x09\x09\x09\x1D\x1D";
  static constexpr char kHigh[17] = "\0\0\0\0\0\0\0\0\0\0\0\0\x9\xA\x1C\x29";
  const Classes lead_bytes(block.low, block.high, kLow, kHigh);
  const std::uint64_t leads = lead_bytes.of(8);
  const std::uint64_t loud = lead_bytes.of(7);
  const std::uint64_t begins = not_ascii << 1 & between;  // one sign, or two
  const std::uint64_t joined = (begins | (begins << 1 & between)) & lead_bytes.of(48) >> 1;
  const std::uint64_t marks =
      block.equal_to('\xE3') & block.equal_to('\x80') >> 1;  // U+3000..U+303F
  const std::uint64_t dots =
      block.equal_to('\xE4') & block.equal_to('\xB8') >> 1 & block.equal_to('\xB6') >> 2;  // 丶
  return loud | joined | dots | (marks & not_ascii << 1 & not_ascii >> 3) |
         (leads & letters << 1 & (letters >> 3 | letters >> 6));
}

/// Signs and digits that stand in words, or beside them, where they are part of none.
std::uint64_t odd_in_words(std::uint64_t letters, std::uint64_t digits, std::uint64_t sentence,
                           std::uint64_t spaces, std::uint64_t apostrophes) noexcept {
  const std::uint64_t words = letters | digits;
  const std::uint64_t inner = (letters << 1 & words >> 1) | (words << 1 & letters >> 1);
  // wo..s, and s...ty or s....ty, but wait...
  const std::uint64_t three_or_four =
      sentence >> 2 & (letters >> 3 | (sentence >> 3 & letters >> 4));
  const std::uint64_t doubled =
      sentence & sentence >> 1 &
      ((letters << 1 & three_or_four) | ((letters | spaces) << 1 & letters >> 2));
  // 10th and e17 are numbers; 3pm, too, but not 0ld, nor 7o.
  const std::uint64_t behind = letters << 1 & letters << 2;
  const std::uint64_t before = letters >> 1 & letters >> 2 & (letters >> 3 | ~(words << 1));
  const std::uint64_t amid = letters << 1 & words >> 1;
  const std::uint64_t paired = (letters << 1 & ~(words << 2) & ~(words >> 1)) |
                               (letters >> 1 & ~(words << 1) & ~(words >> 2));
  return (digits & (behind | before | amid | paired)) | (sentence & inner & ~apostrophes) | doubled;
}

}  // namespace

OddBytes odd_bytes(const char* p) noexcept {
  constexpr std::uint64_t kWindow = ((std::uint64_t{1} << kOddWindow) - 1) << kMargin;
  const char* const begin = p - kMargin;
  const Block block(begin);
  const Classes classes = block.classes();
  const std::uint64_t letters = classes.of(kLetter);
  const std::uint64_t digits = classes.of(kDigit);
  const std::uint64_t words = letters | digits;
  const std::uint64_t sentence = classes.of(kSentence);
  const std::uint64_t spaces = classes.of(kSpace);
  const std::uint64_t not_ascii = join(block.low, block.high);

  OddBytes odd{};
  std::uint64_t known = words | sentence | spaces | not_ascii;
  if (letters != 0) {
    const std::uint64_t apostrophes = block.equal_to('\'');
    odd.in_word = odd_in_words(letters, digits, sentence, spaces, apostrophes) |
                  odd_letters(begin, block, letters, apostrophes);
    odd.alone = lone_letters(letters, digits, apostrophes);
    known &= ~(apostrophes & words << 1);
  }
  if (not_ascii != 0) odd.others = odd_others(block, not_ascii, letters, ~(words | not_ascii));
  for (std::uint64_t rest = ~known & kWindow; rest != 0; rest &= rest - 1) {
    const Sign sign = look_at(begin + std::countr_zero(rest));
    const std::uint64_t bit = rest & ~(rest - 1);
    if (sign == Sign::in_word) odd.in_word |= bit;
    if (sign == Sign::encoded) odd.encoded |= bit;
    if (sign == Sign::other) odd.others |= bit;
  }
  return {(odd.in_word & kWindow) >> kMargin, (odd.alone & kWindow) >> kMargin,
          (odd.encoded & kWindow) >> kMargin, (odd.others & kWindow) >> kMargin};
}

}  // namespace tamis
