// Each folder below errors/ is a rule pack with something wrong, and expected.txt what is said
// about it. A case without a pack.yaml gets one. To write expected.txt anew (and then read what
// changed): TAMIS_UPDATE_EXPECTED=1.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/loader.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

bool holds_pack(const fs::path& folder) {
  if (fs::exists(folder / "pack.yaml") || fs::exists(folder / "readme.txt")) return true;
  return std::ranges::any_of(fs::directory_iterator(folder), [](const fs::directory_entry& entry) {
    return fs::exists(entry.path() / "pack.yaml");
  });
}

/// What is said about the pack in `folder`, with paths from there on.
std::string complaints_about(const fs::path& folder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder);
  const auto loaded = load_rules({.rules = ".", .cache = std::nullopt});
  fs::current_path(before);
  return loaded ? "nothing is wrong\n" : render(loaded.error());
}

class RuleErrors : public testing::TestWithParam<std::string> {};

TEST_P(RuleErrors, AreToldAsExpected) {
  const fs::path data = fs::path(TEST_DATA) / "errors" / GetParam();
  const test::TemporaryFolder folder;
  fs::copy(data, folder.path(), fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  fs::remove(folder.path() / "expected.txt");
  if (!holds_pack(folder.path())) {
    folder.write("pack.yaml", "category: test\ntitle: Test\ndescription: For tests.\n");
  }

  const std::string complaints = complaints_about(folder.path());
  if (std::getenv("TAMIS_UPDATE_EXPECTED") != nullptr) {
    std::ofstream(data / "expected.txt", std::ios::binary) << complaints;
  }
  EXPECT_EQ(complaints, test::read_file(data / "expected.txt"));
}

INSTANTIATE_TEST_SUITE_P(, RuleErrors,
                         testing::ValuesIn(test::names_in(fs::path(TEST_DATA) / "errors")),
                         test::name_of_case);

TEST(RuleErrorsOfFolders, AFolderThatIsNotThereIsNamed) {
  const auto loaded = load_rules({.rules = "/nonexistent/rules", .cache = std::nullopt});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(render(loaded.error()), "/nonexistent/rules: error: is not a folder of rule packs\n");
}

TEST(RuleErrorsOfFolders, APolicyThatIsNotThereIsNamed) {
  const test::TemporaryFolder folder;
  folder.write("pack.yaml", "category: test\ntitle: Test\ndescription: For tests.\n");
  folder.write(
      "rules.yaml",
      "rules:\n- {id: a, title: A, severity: low, terms: [fee], tests: {hit: fee, miss: free}}\n");
  const auto loaded = load_rules(
      {.rules = folder.path(), .policy = "/nonexistent/policy.yaml", .cache = std::nullopt});
  ASSERT_FALSE(loaded);
  EXPECT_EQ(render(loaded.error()), "/nonexistent/policy.yaml: error: cannot be read\n");
}

/// A folder with a pack whose rule file is `rules`.
class RuleErrorsOfPacks : public testing::Test {
 protected:
  tl::expected<LoadedRules, Diagnostics> load(std::string_view rules,
                                              RegexLimits limits = {}) const {
    folder_.write("pack.yaml", "category: test\ntitle: Test\ndescription: For tests.\n");
    folder_.write("rules.yaml", rules);
    return load_rules({.rules = folder_.path(), .cache = std::nullopt, .regex_limits = limits});
  }
  const test::TemporaryFolder folder_;
};

TEST_F(RuleErrorsOfPacks, ASecondYamlDocumentIsNotOverlooked) {
  EXPECT_FALSE(load(
      "rules:\n- {id: a, title: A, severity: low, terms: [fee], tests: {hit: fee, miss: free}}\n"
      "---\nrules:\n- {id: b, title: B, severity: low, terms: [toll], tests: {hit: toll, miss: "
      "free}}\n"));
}

TEST_F(RuleErrorsOfPacks, AListThatHoldsItselfTwiceIsNotToldHundredsOfTimes) {
  const auto loaded = load(
      "lists:\n  fees: {any: [{list: fees}, {list: fees}]}\n"
      "rules:\n- {id: a, title: A, severity: low, list: fees, tests: {hit: fee, miss: free}}\n");
  ASSERT_FALSE(loaded);
  EXPECT_LE(loaded.error().size(), 2U);
}

TEST_F(RuleErrorsOfPacks, MoreTermsWantedThanThereAreIsAnErrorAtThatPlace) {
  const auto loaded = load(
      "rules:\n- id: a\n  title: A\n  severity: low\n  terms: [fee, toll]\n  at_least: 3\n"
      "  tests: {hit: fee toll, miss: free}\n");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error()[0].line, 6U) << render(loaded.error());
}

TEST_F(RuleErrorsOfPacks, ARegexThatIsTooCostlyIsNamedAndItsNeighborsAreNot) {
  const auto loaded = load(
      "rules:\n"
      "- id: costly\n"
      "  title: A\n"
      "  severity: low\n"
      "  regex: ['fee', '.{1,900}foo.{1,900}bar']\n"
      "  tests: {hit: fee, miss: free}\n",
      {.cpu = std::chrono::seconds(1)});
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().size(), 1U);
  EXPECT_EQ(loaded.error()[0].line, 5U);
  EXPECT_EQ(loaded.error()[0].column, 18U);
  EXPECT_THAT(loaded.error()[0].message,
              testing::AllOf(testing::StartsWith("test/costly: "),
                             testing::HasSubstr("more than 1 s or 2048 MiB")));
}

}  // namespace
}  // namespace tamis
