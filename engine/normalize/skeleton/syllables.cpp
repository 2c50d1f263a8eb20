#include "tamis/normalize/skeleton/syllables.h"

#include <cstdint>
#include <iterator>

namespace tamis {
namespace {

constexpr char32_t kFirst = 0x4E00;
constexpr std::uint16_t kNumbers[] = {
#include "syllables.inc"  // by make_syllables.cpp
};

}  // namespace

char32_t syllable_of(char32_t ideograph) noexcept {
  const char32_t at = ideograph - kFirst;
  return at < std::size(kNumbers) && kNumbers[at] != 0 ? 0xF0000 + kNumbers[at] : 0;
}

}  // namespace tamis
