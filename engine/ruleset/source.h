#pragma once

#include <compare>
#include <cstdint>

namespace tamis {

/// A place in a rule file.
struct SourcePlace {
  std::uint32_t file = 0;    ///< an index into `RuleSet::files()`
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1

  friend auto operator<=>(const SourcePlace&, const SourcePlace&) = default;
};

}  // namespace tamis
