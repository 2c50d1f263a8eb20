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

/// Behind the last bracket that closes others: a ( from there on may be a c.
std::size_t brackets_end(std::span<const Character> characters) noexcept;

/// ph and vv, which are f and w among other signs that stand for letters.
LeetSequence leet_pair(std::span<const Character> characters) noexcept;

/// The longest one that `characters` begins with, or the one after so many longer ones. There is no
/// standard; these are in wide use. None begins with a letter or digit: `ph` and `13` mostly are
/// what they are.
LeetSequence leet_sequence(std::span<const Character> characters, std::size_t rank = 0) noexcept;
LeetSequence leet_sequence(std::string_view bytes) noexcept;

}  // namespace tamis
