#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tamis/base/evasion.h"
#include "tamis/base/text_span.h"

namespace tamis {

/// A code point of a text on its way to a skeleton.
struct Character {
  char32_t value = 0;
  TextSpan origin;             ///< the bytes of the message's text that it came from
  EvasionSet undone;           ///< how it was hidden
  std::uint32_t readings = 0;  ///< bit i: 'a' + i, which several signs are drawn as; 0: it is one
};

using Characters = std::vector<Character>;

/// The code points of UTF-8 that is known to be valid. `characters` is overwritten.
void decode(std::string_view text, Characters& characters);

}  // namespace tamis
