// format/<name>.before.yaml becomes format/<name>.after.yaml.
#include "tamis/ruleset/format.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/ruleset/reader.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

std::string formatted(const fs::path& path) {
  const auto text = format_rules(path);
  if (!text) ADD_FAILURE() << render(text.error());
  return text.value_or("");
}

std::string formatted_text(std::string_view text) {
  const test::TemporaryFolder folder;
  folder.write("rules.yaml", text);
  return formatted(folder.path() / "rules.yaml");
}

std::multiset<std::string> comments_in(std::string_view text) {
  std::multiset<std::string> comments;
  for (std::size_t at = text.find("# "); at != std::string_view::npos;
       at = text.find("# ", at + 1)) {
    std::string_view comment = text.substr(at, text.find('\n', at) - at);
    comments.emplace(comment.substr(0, comment.find_last_not_of(" \r") + 1));
  }
  return comments;
}

TEST(Format, OrdersKeysAndKeepsComments) {
  for (const std::string name : {"rules"}) {
    const fs::path folder = fs::path(TEST_DATA) / "format";
    const std::string before = test::read_file(folder / (name + ".before.yaml"));
    const std::string after = test::read_file(folder / (name + ".after.yaml"));
    EXPECT_EQ(formatted(folder / (name + ".before.yaml")), after);
    EXPECT_EQ(formatted(folder / (name + ".after.yaml")), after);
    EXPECT_EQ(comments_in(before), comments_in(after));
  }
}

TEST(Format, LeavesWhatItDoesNotKnowAlone) {
  const test::TemporaryFolder folder;
  // Two spaces at a line's end are part of this text.
  folder.write("block.yaml", "title: |\n  two  \n  lines\n");
  // The anchor must stay above what refers to it.
  folder.write("anchor.yaml", "rules:\n- tests: &t\n    hit: [a]\n  id: *t\n");
  folder.write("broken.yaml", "rules: [\n");
  for (const std::string_view file : {"block.yaml", "anchor.yaml", "broken.yaml", "missing.yaml"})
    EXPECT_FALSE(format_rules(folder.path() / file)) << file;
}

TEST(Format, LineEndsAndEmptyLinesAreTidied) {
  EXPECT_EQ(formatted_text("\r\n\r\nrules:\r\n\r\n\r\n  - id: a  \r\n\r\n"),
            "rules:\n\n  - id: a\n");
}

TEST(Format, AFileOfNothingButACommentStays) {
  EXPECT_EQ(formatted_text("# nothing yet\n"), "# nothing yet\n");
}

/// What rules say, without where they stand.
std::vector<std::string> said_by(const fs::path& folder) {
  const auto read = read_rules(folder, std::nullopt);
  if (!read) ADD_FAILURE() << render(read.error());
  std::vector<std::string> lines;
  if (!read) return lines;
  const RuleSet& rules = read->rules;
  for (const Rule& rule : rules.rules()) {
    std::string line = rule.id + "|" + rule.title + "|" + std::to_string(rule.score);
    for (const RuleTest& test : rule.tests) line += (test.hit ? "|+" : "|-") + test.text;
    lines.push_back(line);
  }
  for (const Condition& condition : rules.conditions()) {
    lines.push_back(
        std::to_string(int(condition.kind)) + "|" + std::to_string(condition.at_least) + "|" +
        std::to_string(condition.within) + "|" + std::to_string(condition.children.size()) + "|" +
        std::to_string(condition.allow.size()) + "|" + std::to_string(condition.unless.size()));
  }
  for (const PatternUse& use : rules.uses()) {
    const Pattern& pattern = rules.patterns()[use.pattern];
    lines.push_back(pattern.expression + "|" + std::to_string(pattern.word_begin) +
                    std::to_string(pattern.word_end) + std::to_string(pattern.whole));
  }
  std::ranges::sort(lines);
  return lines;
}

// The proof on real files: the rules are the same, comments are all there, twice is as once.
TEST(Format, ShippedRulesSayTheSameAfterwards) {
  const test::TemporaryFolder folder;
  fs::copy(SHIPPED_RULES, folder.path(), fs::copy_options::recursive);
  const auto before = said_by(folder.path());
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string original = test::read_file(entry.path());
    const std::string once = formatted(entry.path());
    EXPECT_EQ(comments_in(original), comments_in(once)) << entry.path();
    std::ofstream(entry.path(), std::ios::binary) << once;
    EXPECT_EQ(formatted(entry.path()), once) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 20U);
  EXPECT_EQ(said_by(folder.path()), before);
}

}  // namespace
}  // namespace tamis
