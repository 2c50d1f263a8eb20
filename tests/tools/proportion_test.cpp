// Against what Newcombe (1998, Statistics in Medicine 17:857), table I, has for the score method.
#include "eval/proportion.h"

#include <gtest/gtest.h>

namespace tamis::tools {
namespace {

void expect_interval(Proportion proportion, double low, double high) {
  const Interval interval = wilson(proportion);
  EXPECT_NEAR(interval.low, low, 1e-4) << proportion.part << " of " << proportion.whole;
  EXPECT_NEAR(interval.high, high, 1e-4) << proportion.part << " of " << proportion.whole;
}

TEST(Wilson, KnownIntervals) {
  expect_interval({81, 263}, 0.2553, 0.3662);
  expect_interval({15, 148}, 0.0624, 0.1605);
  expect_interval({1, 29}, 0.0061, 0.1718);
}

TEST(Wilson, NoneAndAllAreNoCertainty) {
  expect_interval({0, 20}, 0, 0.1611);
  expect_interval({29, 29}, 0.8830, 1);
  EXPECT_EQ(wilson({0, 20}).low, 0);
  EXPECT_EQ(wilson({29, 29}).high, 1);
}

TEST(Wilson, OfNothingNothingIsKnown) {
  expect_interval({0, 0}, 0, 1);
}

}  // namespace
}  // namespace tamis::tools
