#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tamis/base/text_span.h"

namespace tamis::tools {

/// Where a part of a condition stands in a text, and which part it is.
struct Spot {
  TextSpan span;
  std::uint32_t part = 0;
};

/// Two neighbors among spots.
struct Distance {
  TextSpan before;
  TextSpan after;
  std::size_t characters = 0;  ///< between them
};

/// The widest gap in the nearest chain of spots that has `wanted` different parts: what `within`
/// would have to be for a condition to hold. Nothing if there are not so many parts.
std::optional<Distance> least_distance(std::string_view text, std::vector<Spot> spots,
                                       std::size_t wanted);

}  // namespace tamis::tools
