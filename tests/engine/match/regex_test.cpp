// Regexes over joined texts, against RE2 over each text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"
#include "tamis/match/exact_regex.h"
#include "tamis/match/required_literals.h"

namespace tamis::test {
namespace {

using testing::ElementsAre;

const std::vector<std::string> kPieces{"a",   "b",   "c", "中", "é", " ",
                                       "foo", "bar", "1", "-",  ".", "\u0301"};

std::vector<std::string> random_texts(Random& random) {
  std::vector<std::string> texts;
  texts.push_back(std::string(random.below(71), 'x'));
  for (std::size_t i = 1 + random.below(50); i-- != 0;)
    texts.push_back(random.text(kPieces, 0, 25));
  return texts;
}

/// Texts in one batch, and each in a batch of its own.
void expect_as_re2(Matcher& matcher, const std::vector<std::string>& texts) {
  const auto expected = matcher.expected_hits(texts);
  ASSERT_EQ(matcher.hits(texts), expected);
  std::vector<Found> alone;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    for (Found found : matcher.hits({texts[i]})) {
      found.segment = i;
      alone.push_back(found);
    }
  }
  ASSERT_EQ(alone, expected);
}

TEST(RegexTest, AnchorsAreAMessagesEnds) {
  Matcher matcher(regexes({"^ab", "ab$", "^ab$", "^[^a]+$"}));
  EXPECT_THAT(matcher.hits({"ab", "abx", "xab", "xx", ""}),
              ElementsAre(Found{0, 0, 2, 0}, Found{0, 0, 2, 1}, Found{0, 0, 2, 2},
                          Found{1, 0, 2, 0}, Found{2, 1, 3, 1}, Found{3, 0, 2, 3}));
}

TEST(RegexTest, ClassesThatStepOverASeamDoNotCount) {
  Matcher matcher(
      regexes({"x[^a]y", "x\\sy", "x\\Wy", "x[^b]{1,3}y", "x[^b]y", "x(?:\\n|z)y", "[^q]{4}"}));
  EXPECT_THAT(matcher.hits({"x", "y", "x", "", "y"}), ElementsAre());
  const std::vector<std::string> texts{"x", "y", "xzy", "x y", "x", "yx", "y", "qq", "qq", "qqz"};
  expect_as_re2(matcher, texts);
}

TEST(RegexTest, ADotIsACodePoint) {
  Matcher matcher(regexes({"^a.b$", "^.{3}$", "^..$", "[中-文]."}));
  const std::vector<std::string> texts{"a中b",   "aéb", "a😀b", "axb", "axxb",
                                       "中文字", "😀😀",  "ab",  "中é", "e\u0301"};
  expect_as_re2(matcher, texts);
  EXPECT_THAT(matcher.hits({"a😀b"}), ElementsAre(Found{0, 0, 6, 0}, Found{0, 0, 6, 1}));
}

TEST(RegexTest, GapsEndWhereTheMessageDoes) {
  Matcher matcher(regexes({"send.{0,40}money", "send.*money", "foo.{2,4}bar"}));
  EXPECT_THAT(matcher.hits({"send", "money", "send me", "the money"}), ElementsAre());
  std::vector<std::string> texts;
  for (std::size_t gap = 0; gap <= 45; ++gap) {
    texts.push_back("send" + std::string(gap, 'x') + "money");
    std::string wide = "send";
    for (std::size_t i = 0; i < gap; ++i) wide += "中";
    texts.push_back(wide + "money");
    texts.push_back("foo" + std::string(gap, '-') + "bar");
  }
  expect_as_re2(matcher, texts);
}

TEST(RegexTest, MatchesAreLeftmostAndDoNotOverlap) {
  Matcher matcher(regexes({"aa", "a+", "a+?", "a|ab", "ab|a", "(?:ab)+"}));
  EXPECT_THAT(
      matcher.hits({"aaab"}),
      ElementsAre(Found{0, 0, 1, 2}, Found{0, 0, 1, 3}, Found{0, 0, 1, 4}, Found{0, 0, 2, 0},
                  Found{0, 0, 3, 1}, Found{0, 1, 2, 2}, Found{0, 1, 2, 3}, Found{0, 1, 2, 4},
                  Found{0, 2, 3, 2}, Found{0, 2, 3, 3}, Found{0, 2, 4, 4}, Found{0, 2, 4, 5}));
}

TEST(RegexTest, WordsOfRulesAsTheyAreWritten) {
  Matcher matcher(regexes(
      {R"(\bsend\b.{0,40}\bget\b)", R"(\b(?:whats\s?app|telegram)\b)", R"(加.{0,3}(?:微信|qq|群))",
       R"(\+?\d[\d \-]{8,14}\d)", R"(https?://[^\s]+)", R"([a-z0-9.]+@[a-z0-9.]+\.[a-z]{2,6})",
       R"((?:[$€£]|usd) ?\d+)", R"(\bf[*u@#]ck)", R"(v\W?x\W?:)", R"(([a-z])[a-z]*[0-9]{2,})",
       R"([一-龥]{4,})", R"([^\x00-\x7f]{3})", R"(^\W*hi\W*$)"}));
  const std::vector<std::string> texts{"send me 10 and get 100",
                                       "resend x get",
                                       "whatsapp me",
                                       "whats app",
                                       "telegrams",
                                       "加我微信",
                                       "加一二三四微信",
                                       "加qq",
                                       "call +1 555-123-4567",
                                       "http://a.b/c?d=e f",
                                       "mail a.b@c.de!",
                                       "$ 100, €5, usd 7",
                                       "f*ck fuck",
                                       "v x:",
                                       "vx:",
                                       "abc123",
                                       "漢字漢字漢字",
                                       "éàü",
                                       "hi!",
                                       "... hi ...",
                                       "",
                                       "hi hi",
                                       "加",
                                       "微信"};
  expect_as_re2(matcher, texts);
  EXPECT_GT(matcher.hits(texts).size(), 20U);
}

TEST(RegexTest, LiteralsAndRegexesTogether) {
  Matcher matcher({literal("ab"), regex("a."), literal("a"), regex("ab$"),
                   literal("abc", true, true), regex("^abc$")});
  Random random(20);
  for (int i = 0; i < 100; ++i) {
    const auto texts = random_texts(random);
    ASSERT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
  }
}

/// A regex that does not match the empty text.
std::string random_regex(Random& random, int depth) {
  static const std::vector<std::string> kAtoms{
      "a",   "b",     "c",         "中",     "é",      ".",     "[ab]",   "[^a]", "[^ab中]",
      "foo", "[a-c]", "\\d",       "\\w",    "\\W",    "\\s",   "\\S",    "bar",  " ",
      "-",   "\\.",   "(?:ab|ba)", "\\bfoo", "foo\\b", "[中é]", "\u0301", "\\D"};
  static const std::vector<std::string> kRepeats{"", "", "", "", "+", "{2}", "{1,3}", "+?", "{2,}"};
  static const std::vector<std::string> kOptional{"?", "*", "{0,2}", "*?", "{0,5}"};
  if (depth == 0) return random.of(kAtoms) + random.of(kRepeats);
  switch (random.below(6)) {
    case 0:
      return "(?:" + random_regex(random, depth - 1) + "|" + random_regex(random, depth - 1) + ")" +
             random.of(kRepeats);
    case 1:
      return random_regex(random, depth - 1) + "(?:" + random_regex(random, depth - 1) + ")" +
             random.of(kOptional);
    case 2:
      return "^" + random_regex(random, depth - 1);
    case 3:
      return random_regex(random, depth - 1) + "$";
    default:
      return random_regex(random, depth - 1) + random_regex(random, depth - 1);
  }
}

/// To be found by literals, as far as it requires any.
Pattern by_literals(const std::string& expression) {
  Pattern pattern = regex(expression);
  for (const Alternative& alternative : alternatives(expression))
    add_alternative(pattern, alternative, !alternative.required.empty());
  return pattern;
}

TEST(RegexTest, RandomRegexes) {
  Random random(21);
  std::size_t hits = 0;
  std::size_t found_by_literals = 0;
  for (int set = 0; set < 60; ++set) {
    std::vector<std::string> expressions;
    for (std::size_t i = 1 + random.below(12); i-- != 0;) {
      // Some of the inner anchors can never match, and are refused.
      std::string expression = random_regex(random, static_cast<int>(random.below(4)));
      if (refused(regexes({expression})).empty()) expressions.push_back(std::move(expression));
    }
    Matcher matcher(regexes(expressions));
    std::vector<Pattern> patterns;
    for (const std::string& expression : expressions) {
      patterns.push_back(by_literals(expression));
      found_by_literals += !patterns.back().required.empty();
    }
    Matcher literal_matcher(patterns);
    for (int round = 0; round < 5; ++round) {
      const auto texts = random_texts(random);
      SCOPED_TRACE(testing::PrintToString(expressions));
      expect_as_re2(matcher, texts);
      expect_as_re2(literal_matcher, texts);
      if (testing::Test::HasFailure()) return;
      hits += matcher.expected_hits(texts).size();
    }
  }
  EXPECT_GT(hits, 10'000U);
  EXPECT_GT(found_by_literals, 100U);
}

TEST(RegexTest, ARegexIsFoundByItsLiteralsOrItsOtherAlternatives) {
  const Pattern pattern = by_literals("foo.{0,5}b|\\w{6}|中.é");
  EXPECT_THAT(pattern.required, ElementsAre(RequiredLiteral{"foo"}, RequiredLiteral{"中"}));
  EXPECT_EQ(pattern.others, "\\w{6}");
  Matcher matcher({literal("foo"), pattern, regex("o.*z")});
  const std::vector<std::string> texts{"foo foo b 中", "abcdef", "foo", "中中é", "", "中é"};
  expect_as_re2(matcher, texts);
  EXPECT_THAT(matcher.hits({"foo 中aé abcdef"}),
              ElementsAre(Found{0, 0, 3, 0}, Found{0, 4, 10, 1}, Found{0, 11, 17, 1}));
}

TEST(RegexTest, OnlyRegexesFoundByLiterals) {
  Matcher matcher({by_literals("foo+")});
  EXPECT_EQ(matcher.database().part(PatternDatabase::regexes), nullptr);
  EXPECT_THAT(matcher.hits({"fooo fo"}), ElementsAre(Found{0, 0, 4, 0}));
}

TEST(RegexTest, ARegexOnDemandIsOnlyFoundWhenAskedFor) {
  std::vector<Pattern> patterns{regex("a."), regex("b."), literal("abc")};
  patterns[0].on_demand = true;
  Matcher matcher(patterns);
  EXPECT_THAT(matcher.hits({"abc"}), ElementsAre(Found{0, 0, 3, 2}, Found{0, 1, 3, 1}));
  std::vector<TextSpan> matches;
  EXPECT_TRUE(find_all(matcher.database(), 0, "abca", matches));
  EXPECT_THAT(matches, ElementsAre(TextSpan{0, 2}));
}

TEST(RegexTest, OnlyRegexesOnDemand) {
  std::vector<Pattern> patterns{regex("a.")};
  patterns[0].on_demand = true;
  Matcher matcher(patterns);
  EXPECT_THAT(matcher.hits({"abc"}), ElementsAre());
  EXPECT_EQ(matcher.database().part(PatternDatabase::regexes), nullptr);
}

}  // namespace
}  // namespace tamis::test
