// A text that matches too often is refused, and its neighbors never notice.
#include <algorithm>

#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/match/exact_regex.h"

namespace tamis::test {
namespace {

/// The faults after a match, and the hits of the messages that have none.
struct Outcome {
  std::vector<Fault> faults;
  std::vector<Found> hits;
};

Outcome outcome_of(Matcher& matcher, const std::vector<std::string>& texts) {
  const auto batch = batch_of_views(texts);
  matcher.match(*batch);
  Outcome outcome;
  for (const Message& message : batch->messages) outcome.faults.push_back(message.fault);
  std::erase_if(batch->folded.hits,
                [&](const Hit& hit) { return outcome.faults[hit.segment] != Fault::none; });
  outcome.hits = found_in(*batch, matcher.database());
  return outcome;
}

void expect_refused(Matcher& matcher, const std::vector<std::string>& texts, std::size_t refused) {
  const Outcome outcome = outcome_of(matcher, texts);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(outcome.faults[i], i == refused ? Fault::too_many_matches : Fault::none) << i;
  }
  std::vector<std::string> others = texts;
  others[refused].clear();
  EXPECT_EQ(outcome.hits, matcher.expected_hits(others));
}

constexpr std::size_t kMost = kMaxHits;
constexpr std::size_t kMostOfARegex = kMaxRegexMatches;

TEST(FloodTest, AsManyLiteralsAsAllowed) {
  Matcher matcher(literals({"a"}));
  const Outcome outcome = outcome_of(matcher, {"a", repeat("a", kMost), "a"});
  EXPECT_EQ(std::ranges::count(outcome.faults, Fault::none), 3);
  EXPECT_EQ(outcome.hits.size(), kMost + 2);
}

TEST(FloodTest, OneLiteralTooMany) {
  Matcher matcher(literals({"a"}));
  expect_refused(matcher, {"xa", repeat("a", kMost + 1), "ax", "a"}, 1);
}

TEST(FloodTest, ManyLiteralsTooMany) {
  Matcher matcher(literals({"a", "aa", "aaa", "aaaa", "aaaaaaaa", "b"}));
  expect_refused(matcher, {"aab", repeat("a", 200'000), "aab", "", "b"}, 1);
  expect_refused(matcher, {repeat("a", 200'000), "aab", "b"}, 0);
  expect_refused(matcher, {"aab", "b", repeat("a", 200'000)}, 2);
}

TEST(FloodTest, ShortAndLongLiteralsCountTogether) {
  Matcher matcher(literals({"a", "aaa"}));
  const std::size_t half = kMost / 2;
  // "a" hits n times, "aaa" n - 2 times.
  EXPECT_EQ(outcome_of(matcher, {repeat("a", half + 1)}).faults[0], Fault::none);
  expect_refused(matcher, {"aaa", repeat("a", half + 2), "aaa"}, 1);
}

TEST(FloodTest, TwoFloodsInARow) {
  Matcher matcher(literals({"a", "abc"}));
  const std::string flood = repeat("a", kMost + 1);
  const Outcome outcome = outcome_of(matcher, {"abc", flood, flood, "abc"});
  EXPECT_EQ(outcome.faults, (std::vector{Fault::none, Fault::too_many_matches,
                                         Fault::too_many_matches, Fault::none}));
  EXPECT_EQ(outcome.hits, matcher.expected_hits({"abc", "", "", "abc"}));
}

TEST(FloodTest, WordsThatDoNotStandFreeAreNoFlood) {
  Matcher matcher({literal("a", true, true)});
  const Outcome outcome = outcome_of(matcher, {repeat("a", 200'000) + " a"});
  EXPECT_EQ(outcome.faults[0], Fault::none);
  EXPECT_EQ(outcome.hits.size(), 1U);
}

// The more stands before them, the longer each look for what is beside them may take.
TEST(FloodTest, WholesBehindMuchPunctuation) {
  Matcher matcher({literal("ok", false, false, true)});
  const std::string punctuation = repeat(".,", 50'000);
  const Outcome outcome = outcome_of(
      matcher, {punctuation + repeat("ok!", 10'000), punctuation + "ok" + punctuation, "ok"});
  EXPECT_EQ(outcome.faults, (std::vector{Fault::none, Fault::none, Fault::none}));
  EXPECT_EQ(outcome.hits, (std::vector<Found>{{1, 100'000, 100'002, 0}, {2, 0, 2, 0}}));
}

TEST(FloodTest, ARegexThatMayMatchCountsOnce) {
  Matcher matcher({regex("a."), regex("[ab]"), literal("abc")});
  const auto batch = batch_of_views({"ab", repeat("ab", 200'000), "b", "c"});
  matcher.match(*batch);
  for (const Message& message : batch->messages) EXPECT_EQ(message.fault, Fault::none);
  EXPECT_EQ(batch->folded.hits.size(), 5U);
}

TEST(FloodTest, AsManyMatchesOfARegexAsAllowed) {
  const Matcher matcher(regexes({"a."}));
  std::vector<TextSpan> matches;
  EXPECT_TRUE(find_all(matcher.database(), 0, repeat("ab", kMostOfARegex), matches));
  EXPECT_EQ(matches.size(), kMostOfARegex);
}

TEST(FloodTest, OneMatchOfARegexTooMany) {
  const Matcher matcher(regexes({"a."}));
  std::vector<TextSpan> matches;
  EXPECT_FALSE(find_all(matcher.database(), 0, repeat("ab", kMostOfARegex + 1), matches));
}

TEST(FloodTest, MatchesAreAppended) {
  const Matcher matcher(regexes({"a.", "b"}));
  std::vector<TextSpan> matches{{7, 9}};
  EXPECT_TRUE(find_all(matcher.database(), 0, "xab", matches));
  EXPECT_TRUE(find_all(matcher.database(), 1, "xab", matches));
  EXPECT_TRUE(find_all(matcher.database(), 1, "none", matches));
  EXPECT_EQ(matches, (std::vector<TextSpan>{{7, 9}, {1, 3}, {2, 3}}));
}

TEST(FloodTest, AFloodOfLiteralsAmongRegexes) {
  Matcher matcher({regex("a[bc]"), literal("a"), literal("c")});
  expect_refused(matcher, {"abc", repeat("ab", kMost + 1), "xabc", "c"}, 1);
}

TEST(FloodTest, TheNextBatchStartsAnew) {
  Matcher matcher({literal("a"), regex("b.")});
  outcome_of(matcher, {repeat("a", kMost + 1), "bcb", repeat("a", kMost + 1)});
  const Outcome outcome = outcome_of(matcher, {"a", "bc"});
  EXPECT_EQ(outcome.faults, (std::vector{Fault::none, Fault::none}));
  EXPECT_EQ(outcome.hits, matcher.expected_hits({"a", "bc"}));
}

}  // namespace
}  // namespace tamis::test
