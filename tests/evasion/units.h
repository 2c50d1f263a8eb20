#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::evasion {

/// A character of the term on its way through the families, or what was put between two of them.
struct Unit {
  enum class Role : unsigned char {
    letter,    ///< a letter or digit of the term, whatever stands for it by now
    space,     ///< a space of the term
    other,     ///< punctuation of the term
    inserted,  ///< no part of the term
  };

  std::string text;
  Role role = Role::inserted;
  char32_t letter = 0;   ///< the letter that it is or was
  bool plain = false;    ///< still the letter: no family has replaced it
  bool encoded = false;  ///< its bytes are in an order that reversing must not touch

  bool is_letter() const noexcept { return role == Role::letter; }
  void replace(std::string by) {
    text = std::move(by);
    plain = false;
  }
};
using Units = std::vector<Unit>;

Units units_of(std::string_view term);

std::string to_utf8(char32_t c);

constexpr bool is_han(char32_t c) noexcept {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x3FFFF);
}
constexpr bool is_ascii_letter(char32_t c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// The letters still plain for which `wanted` holds, as indices.
template <typename Predicate>
std::vector<std::size_t> plain_letters(const Units& units, Predicate wanted) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].plain && wanted(units[i].letter)) found.push_back(i);
  }
  return found;
}

/// All letters, as indices.
std::vector<std::size_t> letters(const Units& units);

/// The letters after which another one of the same word follows, as indices.
std::vector<std::size_t> gaps(const Units& units);

/// Reverses the units `[begin, end)`, and within each what was written to be read from left to
/// right.
void reverse(Units& units, std::size_t begin, std::size_t end);

}  // namespace tamis::evasion
