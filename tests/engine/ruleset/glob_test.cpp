#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/ruleset/policy.h"

namespace tamis {
namespace {

TEST(Glob, Cases) {
  std::size_t count = 0;
  for (const std::string& line : test::lines_of(test::read_file(TEST_DATA "/globs.txt"))) {
    if (line.starts_with('#')) continue;
    const std::size_t first = line.find(" | ");
    const std::size_t second = line.rfind(" | ");
    ASSERT_TRUE(first != std::string::npos && first < second) << line;
    const std::string_view whole = line;
    EXPECT_EQ(glob_matches(whole.substr(0, first), whole.substr(first + 3, second - first - 3)),
              whole.substr(second + 3) == "yes")
        << line;
    ++count;
  }
  EXPECT_GT(count, 30U);
}

TEST(Glob, AnEmptyOneMatchesOnlyTheEmptyText) {
  EXPECT_TRUE(glob_matches("", ""));
  EXPECT_FALSE(glob_matches("", "a"));
}

TEST(Glob, ManyStarsEndInTime) {
  std::string glob;
  for (int i = 0; i < 1000; ++i) glob += "*a";
  EXPECT_FALSE(glob_matches(glob + "b", std::string(10'000, 'a')));
  EXPECT_TRUE(glob_matches(glob, std::string(10'000, 'a')));
}

}  // namespace
}  // namespace tamis
