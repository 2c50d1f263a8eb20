#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace tamis::tools {

/// So many of so many.
struct Proportion {
  std::uint64_t part = 0;
  std::uint64_t whole = 0;

  /// 0 of 0 is 0.
  double value() const noexcept { return whole == 0 ? 0 : double(part) / double(whole); }
};

struct Interval {
  double low = 0;
  double high = 1;
};

/// Wilson's score interval at 95 % (Wilson 1927), which holds where few or all of few succeed, too.
/// Of nothing it is 0 to 1.
inline Interval wilson(Proportion p) noexcept {
  if (p.whole == 0) return {};
  constexpr double z = 1.959963984540054;
  const auto n = double(p.whole);
  const double denominator = 1 + z * z / n;
  const double center = (p.value() + z * z / (2 * n)) / denominator;
  const double half =
      z / denominator * std::sqrt(p.value() * (1 - p.value()) / n + z * z / (4 * n * n));
  return {p.part == 0 ? 0 : std::max(0.0, center - half),
          p.part == p.whole ? 1 : std::min(1.0, center + half)};
}

}  // namespace tamis::tools
