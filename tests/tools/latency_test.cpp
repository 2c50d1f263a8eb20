#include "latency.h"

#include <algorithm>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace tamis::tools {
namespace {

using std::chrono::nanoseconds;

TEST(Latency, OfNothingIsNothing) {
  EXPECT_EQ(Latency().quantile(0.5), 0);
}

TEST(Latency, OfOneIsThatOne) {
  Latency latency;
  latency.add(nanoseconds(17));
  EXPECT_EQ(latency.quantile(0), 17);
  EXPECT_EQ(latency.quantile(0.999), 17);
}

TEST(Latency, QuantilesAreRightToAThirtySecond) {
  std::mt19937 random(5);
  std::lognormal_distribution<double> durations(8, 2);
  Latency latency;
  std::vector<double> all;
  for (int i = 0; i < 100'000; ++i) {
    const nanoseconds duration(static_cast<std::int64_t>(durations(random)));
    latency.add(duration);
    all.push_back(double(duration.count()));
  }
  std::ranges::sort(all);
  for (const double q : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999}) {
    const double exact = all[static_cast<std::size_t>(q * double(all.size()))];
    EXPECT_GE(latency.quantile(q), exact) << q;
    EXPECT_LE(latency.quantile(q), exact * (1 + 1.0 / 32) + 1) << q;
  }
}

TEST(Latency, HoldsTheLongest) {
  Latency latency;
  latency.add(nanoseconds::max());
  EXPECT_GE(latency.quantile(0.5), double(nanoseconds::max().count()) * 0.9);
}

}  // namespace
}  // namespace tamis::tools
