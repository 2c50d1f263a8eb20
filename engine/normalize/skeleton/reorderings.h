#pragma once

#include "tamis/normalize/skeleton/character.h"

namespace tamis {

// Each brings characters into the order in which they are read. `scratch` is overwritten. Linear in
// the text.

/// U+0008 and U+007F take back the character before them.
void apply_deletions(Characters& characters);

/// Puts what stands in a bidirectional override (UAX #9) where it is displayed.
void apply_overrides(Characters& characters, Characters& scratch);

/// Words written on their heads are read from their end. Says whether there are any.
bool turn_upside_down(Characters& characters);

}  // namespace tamis
