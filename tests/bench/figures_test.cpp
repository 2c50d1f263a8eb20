#include "support/figures.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace tamis::bench {
namespace {

TEST(Figures, TheMedianIsTheMiddleOne) {
  Figures figures;
  for (const double value : {9.0, 1.0, 2.0, 8.0, 3.0}) figures.add("a/ns", value);
  EXPECT_EQ(figures.median("a/ns"), 3);
  EXPECT_THROW((void)figures.median("b/ns"), std::out_of_range);
}

TEST(Figures, JsonHoldsEveryRunInItsOrder) {
  Figures figures;
  figures.add("a/ns", 2);
  figures.add("a/ns", 1);
  figures.add("a/ns", 1.5);
  figures.add("b/s", 0.25);
  EXPECT_EQ(
      figures.json(),
      "{\"a/ns\":{\"median\":1.5,\"runs\":[2,1,1.5]},\n\"b/s\":{\"median\":0.25,\"runs\":[0.25]}}");
}

}  // namespace
}  // namespace tamis::bench
