#pragma once

#include <cstdint>

#include "tamis/match/phrase_weights.h"
#include "tamis/ruleset/source_files.h"

namespace tamis {

/// Reads a file of weighted phrases: `threshold NUMBER`, then lines of a weight and a phrase. What
/// is wrong goes into `files`. Lines that are empty or begin with `#` say nothing.
WeightedPhrases read_weights(SourceFiles& files, std::uint32_t file);

}  // namespace tamis
