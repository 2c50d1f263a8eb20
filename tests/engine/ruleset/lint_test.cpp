// Each folder below warnings/ is a rule file, and expected.txt what is said about it though it
// loads. To write expected.txt anew (and then read what changed): TAMIS_UPDATE_EXPECTED=1.
#include "tamis/ruleset/lint.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "support/support.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

/// What is said about the rules in `folder`, with paths from there on.
std::string warnings_about(const fs::path& folder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  const auto read = read_rules(".", std::nullopt);
  const std::string text = read ? render(lint(*read)) : render(read.error());
  fs::current_path(before);
  return text.empty() ? "nothing\n" : text;
}

class RuleWarnings : public testing::TestWithParam<std::string> {};

TEST_P(RuleWarnings, AreToldAsExpected) {
  const fs::path data = fs::path(TEST_DATA) / "warnings" / GetParam();
  const test::TemporaryFolder folder;
  folder.write("pack.yaml", "category: test\ntitle: Test\ndescription: For tests.\n");
  fs::copy(data / "rules.yaml", folder.path() / "rules.yaml");
  const std::string warnings = warnings_about(folder.path());
  if (std::getenv("TAMIS_UPDATE_EXPECTED") != nullptr)
    std::ofstream(data / "expected.txt", std::ios::binary) << warnings;
  EXPECT_EQ(warnings, test::read_file(data / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(, RuleWarnings,
                         testing::ValuesIn(test::names_in(fs::path(TEST_DATA) / "warnings")),
                         test::name_of_case);

}  // namespace
}  // namespace tamis
