#include "tamis/match/required_literals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tamis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Of all alternatives, written as in a regex: `\\b` where a word must begin or end. None if one of
/// them requires none.
std::vector<std::string> required(std::string_view regex) {
  std::vector<std::string> literals;
  for (const Alternative& alternative : alternatives(regex)) {
    if (alternative.required.empty()) return {};
    for (const RequiredLiteral& literal : alternative.required) {
      literals.push_back((literal.word_begin ? "\\b" : "") + literal.bytes +
                         (literal.word_end ? "\\b" : ""));
    }
  }
  return literals;
}

std::vector<std::string_view> texts_of_alternatives(std::string_view regex) {
  std::vector<std::string_view> texts;
  for (const Alternative& alternative : alternatives(regex)) texts.push_back(alternative.regex);
  return texts;
}

TEST(RequiredLiteralsTest, WhatIsWrittenOutIsRequiredWhole) {
  EXPECT_THAT(required("refund"), ElementsAre("refund"));
  EXPECT_THAT(required("\\brefund\\.$"), ElementsAre("\\brefund."));
  EXPECT_THAT(required("加(我)?微信"), UnorderedElementsAre("加微信", "加我微信"));
  EXPECT_THAT(required("colou?r[sz]"),
              UnorderedElementsAre("colors", "colorz", "colours", "colourz"));
}

TEST(RequiredLiteralsTest, OfPartsWithAGapTheRarestIsTaken) {
  EXPECT_THAT(required("the.{0,9}refund"), ElementsAre("refund"));
  EXPECT_THAT(required("refund \\w+ you"), ElementsAre("refund "));
  EXPECT_THAT(required("(send|pay)[^.]*(bitcoin|ethereum)"),
              UnorderedElementsAre("bitcoin", "ethereum"));
}

TEST(RequiredLiteralsTest, WhatMayBeLeftOutIsNotRequired) {
  EXPECT_THAT(required("(refund){0,3}gold"), ElementsAre("gold"));
  EXPECT_THAT(required("(refund)*gold"), ElementsAre("gold"));
  EXPECT_THAT(required("(refund)?"), IsEmpty());
}

TEST(RequiredLiteralsTest, WhatIsRepeatedIsRequiredOnce) {
  EXPECT_THAT(required("(refund)+"), ElementsAre("refund"));
  EXPECT_THAT(required("(refund){2,}"), ElementsAre("refund"));
}

TEST(RequiredLiteralsTest, EdgesOfWordsAreRequired) {
  EXPECT_THAT(required("\\b(eat|rat)s?\\b"),
              UnorderedElementsAre("\\beat\\b", "\\beats\\b", "\\brat\\b", "\\brats\\b"));
  EXPECT_THAT(required("\\beat\\w*"), ElementsAre("\\beat"));
  EXPECT_THAT(required("\\b\\.eat"), ElementsAre(".eat"));
  EXPECT_THAT(required("\\beat\\b me\\b"), ElementsAre("\\beat me\\b"));
  EXPECT_THAT(required("\\b\\w"), IsEmpty());
}

TEST(RequiredLiteralsTest, EachAlternativeMustRequireSome) {
  EXPECT_THAT(required("refund|gold"), UnorderedElementsAre("refund", "gold"));
  EXPECT_THAT(required("refund|\\w+"), IsEmpty());
  EXPECT_THAT(required("(refund|[^a]) gold"), ElementsAre(" gold"));
}

TEST(RequiredLiteralsTest, WhatIsNotUnderstoodIsNotGuessed) {
  for (const char* const regex :
       {"\\x{4e00}refund", "\\Qa\\E", "\\pLrefund", "[[:alpha:]]refund", "(?P<name>refund)",
        "\\1refund", "foo[\\!-\\/]bar", "v[\\.-9]agra", "[\\\\-a]foo", "foo[\b]bar", "foo\\\b",
        "[\\b]foo"}) {
    EXPECT_THAT(required(regex), IsEmpty()) << regex;
  }
}

TEST(RequiredLiteralsTest, ManyCombinationsAreNotWrittenOut) {
  const std::string digits = "\\d\\d\\d\\d\\d\\d";
  EXPECT_LE(required(digits).size(), 1'000U);
  EXPECT_THAT(required(digits + "refund"), testing::Each(testing::HasSubstr("refund")));
}

TEST(RequiredLiteralsTest, TheWholeRegexsAlternatives) {
  EXPECT_THAT(texts_of_alternatives("a|(b|c)|[|]|\\||d"),
              ElementsAre("a", "(b|c)", "[|]", "\\|", "d"));
  EXPECT_THAT(texts_of_alternatives("[]|]|[^]|]"), ElementsAre("[]|]", "[^]|]"));
  EXPECT_THAT(texts_of_alternatives("abc"), ElementsAre("abc"));
}

TEST(RequiredLiteralsTest, WhatIsNotUnderstoodIsNotTakenApart) {
  for (const char* const regex : {"[[:space:]|]viagra", "\\Qa|colou?rs|b\\E", "a|\\x{4e00}|b"}) {
    EXPECT_THAT(texts_of_alternatives(regex), ElementsAre(regex));
  }
}

TEST(RequiredLiteralsTest, DeepAndLongRegexesAreLeftToOthers) {
  EXPECT_THAT(required(std::string(100'000, '(')), IsEmpty());
  EXPECT_THAT(required(".{1,900}foo.{1,900}bar"), IsEmpty());
  EXPECT_THAT(required(std::string(3'000, 'x')), ElementsAre(std::string(3'000, 'x')));
}

double share_of(std::string_view literal) {
  return expected_share({std::string(literal)});
}

TEST(RequiredLiteralsTest, CommonWordsAreMetMoreOftenThanOthers) {
  EXPECT_GT(share_of("should"), share_of("ransom"));
  EXPECT_GT(share_of("send"), share_of("sender"));
  EXPECT_GT(share_of("i have"), share_of("i haven"));
  EXPECT_GT(share_of("i have"), share_of("if i have"));
  EXPECT_GT(share_of("我"), share_of("钱"));
  EXPECT_GT(share_of("钱"), share_of("付钱"));
  EXPECT_GT(share_of("5"), share_of("$"));
  EXPECT_EQ(share_of(""), 1);
}

TEST(RequiredLiteralsTest, WhatMustBeAWordIsMetSeldomer) {
  EXPECT_GT(share_of("rat"), expected_share({"rat", true, false}));
  EXPECT_GT(expected_share({"rat", true, false}), expected_share({"rat", true, true}));
}

using Sets = std::vector<Conjunction>;

TEST(RequiredLiteralsTest, ConjunctionsHoldAllThatAnAlternativeRequires) {
  EXPECT_EQ(conjunctions("(send|pay)[^.]*(bitcoin|ethereum)|\\bgold.bar"),
            (Sets{{{"pay", "send"}, {"bitcoin", "ethereum"}}, {{"gold"}, {"bar"}}}));
  EXPECT_EQ(conjunctions("refund"), (Sets{{{"refund"}}}));
  EXPECT_EQ(conjunctions("\\w+|refund"), (Sets{{}, {{"refund"}}}));
  EXPECT_EQ(conjunctions("refund|[[:space:]]"), (Sets{{}}));
}

}  // namespace
}  // namespace tamis
