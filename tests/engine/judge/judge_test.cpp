#include "tamis/judge/judge.h"

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

constexpr std::string_view kScored =
    "rules:\n"
    "- {id: a, title: A, score: 0.5, terms: [aa], tests: {hit: aa, miss: x}}\n"
    "- {id: b, title: B, score: 0.6, terms: [bb], tests: {hit: bb, miss: x}}\n"
    "- {id: c, title: C, score: 0.25, terms: [cc], tests: {hit: cc, miss: x}}\n"
    "- {id: s, title: S, score: 0.9, terms: [ss], status: shadow, tests: {hit: ss, miss: x}}\n";

class JudgeScores : public testing::Test {
 protected:
  double score(std::string_view text) {
    const Screening screening = screener_.screen(text);
    if (screening.categories().empty()) return 0;
    EXPECT_EQ(screening.categories().size(), 1U);
    return screening.categories()[0].score;
  }
  Screener screener_{test::load(kScored)};
};

TEST_F(JudgeScores, AddUpAsIndependentWitnesses) {
  EXPECT_DOUBLE_EQ(score("x"), 0);
  EXPECT_DOUBLE_EQ(score("aa"), 0.5);
  EXPECT_DOUBLE_EQ(score("aa bb"), 1 - 0.5 * 0.4);
  EXPECT_DOUBLE_EQ(score("cc bb aa"), 1 - 0.5 * 0.4 * 0.75);
}

TEST_F(JudgeScores, ARuleCountsOnceHoweverOftenItHits) {
  EXPECT_DOUBLE_EQ(score("aa aa aa"), 0.5);
  EXPECT_EQ(screener_.screen("aa aa aa").findings().size(), 3U);
}

TEST_F(JudgeScores, AShadowRuleIsReportedButCountsForNothing) {
  const Screening alone = screener_.screen("ss");
  EXPECT_EQ(alone.action(), Action::allow);
  ASSERT_EQ(alone.findings().size(), 1U);
  EXPECT_TRUE(alone.categories().empty());
  EXPECT_DOUBLE_EQ(score("aa ss"), 0.5);
}

TEST_F(JudgeScores, OneMessageDoesNotLeakIntoTheNext) {
  EXPECT_EQ(screener_.screen("aa bb cc ss").findings().size(), 4U);
  const Screening clean = screener_.screen("clean");
  EXPECT_TRUE(clean.findings().empty());
  EXPECT_TRUE(clean.categories().empty());
  EXPECT_EQ(clean.action(), Action::allow);
}

TEST_F(JudgeScores, OfOneRuleOnlySoManyFindingsAreTold) {
  EXPECT_EQ(screener_.screen(test::repeat("aa ", Judge::kMaxFindings)).findings().size(),
            Judge::kMaxFindings);
  EXPECT_EQ(screener_.screen(test::repeat("aa ", Judge::kMaxFindings + 1)).findings().size(),
            Judge::kMaxFindings);
  EXPECT_EQ(screener_.screen(test::repeat("aa ", 1000)).findings().size(), Judge::kMaxFindings);
  const Screening both = screener_.screen(test::repeat("aa bb ", 1000));
  EXPECT_EQ(both.findings().size(), 2 * Judge::kMaxFindings);
}

TEST_F(JudgeScores, FindingsStandInTheOrderOfTheText) {
  const Screening screening = screener_.screen("ss cc bb aa ss aa");
  std::uint32_t last = 0;
  EXPECT_EQ(screening.findings().size(), 6U);
  for (const Finding& finding : screening.findings()) {
    EXPECT_GE(finding.span.begin, last);
    last = finding.span.begin;
  }
}

TEST(JudgeCategories, AreKeptApart) {
  const test::TemporaryFolder folder;
  for (const std::string name : {"one", "two"}) {
    folder.write(name + "/pack.yaml", "category: " + name +
                                          "\ntitle: T\ndescription: For tests.\nscores: {low: " +
                                          (name == "one" ? "0.2" : "0.4") + "}\n");
    folder.write(name + "/rules.yaml", "rules:\n- {id: a, title: A, severity: low, terms: [" +
                                           name + "], tests: {hit: " + name + ", miss: x}}\n");
  }
  const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  ASSERT_TRUE(loaded) << render(loaded.error());
  Screener screener(loaded->rules);
  const Screening screening = screener.screen("two one");
  ASSERT_EQ(screening.categories().size(), 2U);
  for (const CategoryScore& score : screening.categories()) {
    EXPECT_DOUBLE_EQ(score.score,
                     loaded->rules->categories()[score.category].name == "one" ? 0.2 : 0.4);
  }
}

TEST(JudgeVerdicts, SayWhichClauseDecided) {
  const auto rules =
      test::load(kScored,
                 "policy: p\n"
                 "thresholds: {default: {review: 0.5}}\n"
                 "overrides: [{channel: kids, thresholds: {default: {block: 0.5}}}]\n");
  ASSERT_NE(rules, nullptr);
  Screener screener(rules);
  EXPECT_EQ(screener.screen("aa").verdict().clause, 0U);
  const Screening kids = screener.screen({.text = "aa", .channel = "kids"});
  EXPECT_EQ(kids.action(), Action::block);
  EXPECT_EQ(kids.verdict().clause, 1U);
}

TEST(JudgeVerdicts, AnExemptSenderIsReportedButAllowed) {
  const auto rules = test::load(
      kScored, "policy: p\nthresholds: {default: {block: 0.1}}\nexempt: {senders: [bot]}\n");
  ASSERT_NE(rules, nullptr);
  Screener screener(rules);
  const Screening screening = screener.screen({.text = "aa", .sender = "bot"});
  EXPECT_EQ(screening.action(), Action::allow);
  EXPECT_TRUE(screening.verdict().exempt);
  EXPECT_EQ(screening.findings().size(), 1U);
}

// What would take minutes if combinations were tried, or if each hit looked at all excuses. The
// test's time limit is the test.
class JudgeHostileTexts : public testing::TestWithParam<const char*> {};

TEST_P(JudgeHostileTexts, EndInTime) {
  const auto rules = test::load(
      "rules:\n"
      "- id: pair\n"
      "  title: A\n"
      "  severity: high\n"
      "  all: [{terms: [a]}, {terms: [b]}, {terms: [c]}, {terms: [d]}]\n"
      "  within: 3\n"
      "  unless: [e a, a e, {all: [{terms: [b]}, {terms: [f]}], within: 2}]\n"
      "  allow: [a b, {regex: ['c .{0,8}d']}]\n"
      "  tests: {hit: b a d c, miss: x}\n"
      "- id: some\n"
      "  title: A\n"
      "  severity: high\n"
      "  any: [{terms: [a, b], at_least: 2, within: 9}, {all: [{terms: [c]}, {terms: [f]}], "
      "unless: [g c]}, {terms: [h]}]\n"
      "  at_least: 2\n"
      "  within: 1000\n"
      "  tests: {hit: a b h, miss: x}\n"
      "- {id: letters, title: A, severity: low, terms: [甲, 甲甲, 甲甲甲, 甲甲甲甲], match: "
      "substring, tests: {hit: 甲, miss: x}}\n");
  ASSERT_NE(rules, nullptr);
  const std::string unit = GetParam();
  Screener screener(rules);
  // As long as may be: a message with more hits than allowed is refused at once, so just below
  // that, too.
  for (const std::size_t size :
       {std::size_t{1} << 20, std::size_t{1} << 17, std::size_t{1} << 16}) {
    const Screening screening = screener.screen(test::repeat(unit, size / unit.size()));
    EXPECT_TRUE(screening.fault() == Fault::none || screening.fault() == Fault::too_many_matches);
    EXPECT_NE(screening.fault() == Fault::none, screening.action() == Action::unscreened);
  }
}

INSTANTIATE_TEST_SUITE_P(, JudgeHostileTexts,
                         testing::Values("a ", "a b ", "a c b d ", "a b c d e f g h ", "d c b a ",
                                         "a e a ", "e a ", "b f ",
                                         "a x x x b x x x c x x x d x x x ", "甲", "甲甲甲甲乙",
                                         "a........b....."));

}  // namespace
}  // namespace tamis
