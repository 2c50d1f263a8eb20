#pragma once

#include <string_view>

#include "tamis/normalize/skeleton/character.h"

namespace tamis {

// Each replaces what is encoded in `characters` by what it stands for, whose origin is the bytes
// that it was read from, and says whether there was any. `scratch` is overwritten. Linear in the
// text.

/// Character references of HTML: `&#102;`, `&#x66;` and the commonest names (HTML Standard, 13.5).
bool decode_entities(Characters& characters, Characters& scratch);

/// Percent-encoding (RFC 3986, 2.1) of UTF-8.
bool decode_percent(Characters& characters, Characters& scratch);

/// Runs of base64 (RFC 4648, both alphabets) whose bytes are text.
bool decode_base64(Characters& characters, Characters& scratch);

/// Whether a run of base64's alphabet would be decoded; padding is left out.
bool decodes_to_text(std::string_view run, bool is_padded);

/// Tag characters (Unicode Standard, 23.9), which nobody sees: U+E0020..U+E007E are ASCII.
bool decode_tags(Characters& characters, Characters& scratch);

}  // namespace tamis
