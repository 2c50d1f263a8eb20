#pragma once

#include <cstdint>
#include <span>

#include "tamis/normalize/skeleton/character.h"

namespace tamis {

/// A byte that an encoding stood for, and where.
struct DecodedByte {
  std::uint8_t value;
  TextSpan origin;
  EvasionSet undone;
};

/// Appends the code points of `bytes` and says so, or leaves `characters` as it is where they are
/// not valid UTF-8.
bool append_utf8(std::span<const DecodedByte> bytes, Characters& characters);

}  // namespace tamis
