#pragma once

namespace tamis {

// How English is spelled, as far as it tells who writes otherwise on purpose. Letters are small.

constexpr bool is_small_letter(char32_t c) noexcept {
  return c >= 'a' && c <= 'z';
}

/// Small or not.
constexpr bool is_ascii_letter(char c) noexcept {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
constexpr bool is_ascii_alnum(char c) noexcept {
  return is_ascii_letter(c) || (c >= '0' && c <= '9');
}

constexpr bool is_vowel(char32_t c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/// Letters that hardly ever double: a h i j k q u v w x y.
constexpr bool seldom_doubles(char32_t c) noexcept {
  switch (c) {
    case 'a':
    case 'h':
    case 'i':
    case 'j':
    case 'k':
    case 'q':
    case 'u':
    case 'v':
    case 'w':
    case 'x':
    case 'y':
      return true;
    default:
      return false;
  }
}

/// Whether English has no `c` twice between these characters (0: a word's edge). Doubled consonants
/// stand behind vowels, and before vowels, l, r and the s of a plural; l, s, f and z end words
/// (all, class, off, buzz). Hardly any word begins with two of a letter, but 'll does.
constexpr bool doubles_oddly(char32_t before, char32_t c, char32_t after) noexcept {
  if (seldom_doubles(c)) return true;
  if (before == 0) return c != 'l';
  if (is_vowel(c) || !is_small_letter(before)) return false;
  if (!is_vowel(before)) return true;
  if (!is_small_letter(after)) return c != 'l' && c != 's' && c != 'f' && c != 'z';
  return !is_vowel(after) && after != 'l' && after != 'r' && after != 's';
}

/// z for s and v for u, where English has neither: bonuz, accovnt. `next`: 0 ends the word.
constexpr bool is_slang(char32_t c, char32_t next) noexcept {
  return (c == 'z' || (c == 'v' && next != 0)) && !is_vowel(next);
}

/// What stands behind the apostrophe of it's, don't, we'll, dogs'. The three characters behind it,
/// small; what is none of English's letters ends the word.
constexpr bool is_ending(char32_t first, char32_t second, char32_t third) noexcept {
  if (!is_small_letter(first)) return first < '0' || first > '9';
  if (!is_small_letter(second)) {
    if (second >= '0' && second <= '9') return false;
    return first == 's' || first == 't' || first == 'd' || first == 'm' || first == 'n';
  }
  if (is_small_letter(third)) return false;
  return (first == 'l' && second == 'l') || (second == 'e' && (first == 'r' || first == 'v')) ||
         (second == 'm' && (first == 'a' || first == 'e')) || (first == 'e' && second == 'r');
}

}  // namespace tamis
