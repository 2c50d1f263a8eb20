#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tamis/base/evasion.h"

namespace tamis {

constexpr std::uint32_t letter_bit(char32_t letter) noexcept {
  return letter >= 'a' && letter <= 'z' ? 1U << (letter - 'a') : 0;
}

/// What a code point may be read as.
struct LookAlike {
  std::uint32_t readings = 0;  ///< bit i: 'a' + i
  EvasionSet family;
};

/// Digits and signs that stand for letters: 4 @ $. No readings: it is none.
std::uint32_t leet_readings(char32_t c) noexcept;

/// Letters in frames, small capitals, letters on their heads: what Unicode gives no mapping for.
std::optional<LookAlike> drawn_letter(char32_t c);

/// What an upside-down letter is when it is turned; those of the plain alphabet too: 'u' is 'n'.
/// 0: nothing.
char32_t turned(char32_t c) noexcept;

/// Whether a letter is seldom seen but when somebody writes upside down.
bool is_upside_down(char32_t c) noexcept;

/// The ideograph that a CJK radical is a form of, where NFKC gives none; 0: none.
char32_t ideograph_of_radical(char32_t c) noexcept;

}  // namespace tamis
