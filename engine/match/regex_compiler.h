#pragma once

#include <span>
#include <string>
#include <vector>

#include "tamis/match/pattern_database.h"

namespace tamis {

struct Regex {
  std::size_t pattern = 0;  ///< its index, which is its id in the databases
  std::string_view expression;
  std::string_view scanned;  ///< what of it the database is to hold; may be empty
};

/// Compiles regexes to a serialized database for joined texts: a sound prefilter, see there. A
/// child process does it, so that one that takes minutes and gigabytes costs the limits at most.
tl::expected<std::string, std::vector<PatternError>> compile_regexes(std::span<const Regex> regexes,
                                                                     RegexLimits limits);

}  // namespace tamis
