#pragma once

#include <span>
#include <string>
#include <vector>

#include "tamis/match/pattern_database.h"

namespace tamis {

struct Regex {
  std::size_t pattern = 0;  ///< its index, which is its id in the databases
  std::string_view expression;
};

struct SerializedRegexes {
  std::string joined;
  std::string exact;
};

/// Compiles regexes in a child process, so that one that takes minutes and gigabytes costs the limits at most.
tl::expected<SerializedRegexes, std::vector<PatternError>> compile_regexes(std::span<const Regex> regexes,
                                                                           RegexLimits limits);

}  // namespace tamis
