#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "tamis/normalize/skeleton/character.h"

namespace tamis {

/// Signs that together are drawn as one letter: `|<` is k.
struct LeetSequence {
  std::uint32_t readings = 0;  ///< bit i: 'a' + i
  std::size_t size = 0;        ///< in characters; 0: there is none
};

/// Whether any begins with `c`.
constexpr bool begins_leet_sequence(char32_t c) noexcept {
  return c == '/' || c == '\\' || c == '|' || c == '(' || c == ')' || c == '[' || c == '>' ||
         c == '`';
}

/// The longest one that `characters` begins with. There is no standard; these are in wide use. None
/// begins with a letter or digit: `ph` and `13` mostly are what they are.
LeetSequence leet_sequence(std::span<const Character> characters) noexcept;
LeetSequence leet_sequence(std::string_view bytes) noexcept;

}  // namespace tamis
