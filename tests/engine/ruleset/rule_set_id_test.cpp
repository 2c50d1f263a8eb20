#include <set>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/loader.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

/// A folder of rules whose files a test may change.
class RuleSetId : public testing::Test {
 protected:
  static void write_rules(const test::TemporaryFolder& folder, const fs::path& below) {
    folder.write(below / "lists.yaml", "lists: {fee: [fee]}\n");
    folder.write(below / "test/pack.yaml",
                 "category: test\ntitle: Test\ndescription: For tests.\n");
    folder.write(below / "test/rules.yaml",
                 "rules:\n- {id: a, title: A, severity: low, list: fee, file: words.txt, tests: "
                 "{hit: fee, miss: free}}\n");
    folder.write(below / "test/words.txt", "toll\n");
    folder.write(below / "policies/default.yaml",
                 "policy: default\nthresholds: {default: {review: 0.5}}\n");
  }

  static std::string id(const fs::path& rules, std::optional<fs::path> policy = std::nullopt) {
    const auto loaded = load_rules({.rules = rules, .policy = policy, .cache = std::nullopt});
    if (!loaded) ADD_FAILURE() << render(loaded.error());
    return loaded ? loaded->rules->id() : "";
  }
};

TEST_F(RuleSetId, IsTwelveHexDigits) {
  const test::TemporaryFolder folder;
  write_rules(folder, "");
  const std::string text = id(folder.path());
  EXPECT_EQ(text.size(), 12U);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos) << text;
}

TEST_F(RuleSetId, DoesNotDependOnWhereTheFolderIs) {
  const test::TemporaryFolder one;
  const test::TemporaryFolder two;
  write_rules(one, "");
  write_rules(two, "deep/down");
  EXPECT_EQ(id(one.path()), id(two.path() / "deep/down"));

  const fs::path before = fs::current_path();
  fs::current_path(one.path());
  const std::string relative = id(".");
  fs::current_path(before);
  EXPECT_EQ(relative, id(one.path()));
}

TEST_F(RuleSetId, ChangesWithAnyByteOfAnyFile) {
  const test::TemporaryFolder folder;
  write_rules(folder, "");
  std::set<std::string> ids{id(folder.path())};
  std::size_t changes = 0;
  for (const char* const name : {"lists.yaml", "test/pack.yaml", "test/rules.yaml",
                                 "test/words.txt", "policies/default.yaml"}) {
    const std::string text = test::read_file(folder.path() / name);
    folder.write(name, text + "#\n");
    EXPECT_TRUE(ids.insert(id(folder.path())).second) << name;
    folder.write(name, "#\n" + text);
    EXPECT_TRUE(ids.insert(id(folder.path())).second) << name;
    folder.write(name, text);
    ++changes;
  }
  EXPECT_EQ(ids.size(), 2 * changes + 1);
  EXPECT_TRUE(ids.contains(id(folder.path()))) << "the files are as they were";
}

TEST_F(RuleSetId, ChangesWhenBytesMoveBetweenFiles) {
  const test::TemporaryFolder folder;
  write_rules(folder, "");
  folder.write("test/more.yaml", "#\n{}\n");
  const std::string before = id(folder.path());
  folder.write("test/words.txt", "toll\n#\n");
  folder.write("test/more.yaml", "{}\n");
  EXPECT_NE(id(folder.path()), before);
}

TEST_F(RuleSetId, APolicyIsPartOfItWhereverItLies) {
  const test::TemporaryFolder folder;
  write_rules(folder, "");
  folder.write("other/default.yaml", "policy: default\nthresholds: {default: {review: 0.6}}\n");
  EXPECT_NE(id(folder.path()), id(folder.path(), folder.path() / "other/default.yaml"));
}

}  // namespace
}  // namespace tamis
