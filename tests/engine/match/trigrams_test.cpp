#include "tamis/match/trigrams.h"

#include <string>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "reference.h"

namespace tamis {
namespace {

bool may_match(std::string_view regex, std::string_view text) {
  Trigrams trigrams;
  trigrams.assign(text);
  return TrigramQuery(regex).may_match(trigrams);
}

TEST(Trigrams, OfAnotherTextAreForgotten) {
  Trigrams trigrams;
  trigrams.assign("send bitcoin");
  const TrigramQuery query("bitcoin");
  EXPECT_TRUE(query.may_match(trigrams));
  trigrams.assign("send money");
  EXPECT_FALSE(query.may_match(trigrams));
}

TEST(Trigrams, RefuteTextsWithoutAllThatARegexRequires) {
  EXPECT_TRUE(may_match("(send|pay).*bitcoin", "pay me in bitcoin"));
  EXPECT_FALSE(may_match("(send|pay).*bitcoin", "pay me"));
  EXPECT_FALSE(may_match("(send|pay).*bitcoin", "about bitcoin"));
  EXPECT_FALSE(may_match("转.{0,6}账户", "转发这条"));
  EXPECT_TRUE(may_match("转.{0,6}账户", "转到账户"));
}

TEST(Trigrams, OneAlternativeIsEnough) {
  EXPECT_TRUE(may_match("gold.*bar|refund", "a refund"));
  EXPECT_FALSE(may_match("gold.*bar|refund", "a gold ring"));
}

TEST(Trigrams, ShortLiteralsAreLookedForAsTheyAre) {
  EXPECT_TRUE(may_match("(加|发)(qq|v)\\d", "发v1"));
  EXPECT_FALSE(may_match("发[^,]*(qq|微信)", "发给我"));
  EXPECT_TRUE(may_match("发[^,]*(qq|微信)", "发到qq"));
  EXPECT_FALSE(may_match("%", "a b"));
  EXPECT_TRUE(may_match("%", "5%"));
}

TEST(Trigrams, RefuteNothingWhereNothingIsRequired) {
  EXPECT_TRUE(may_match("\\w+", ""));
  EXPECT_TRUE(may_match("refund|\\w+", "x"));
  EXPECT_TRUE(may_match("[[:space:]]refund", "x"));
}

TEST(Trigrams, AreThoseOfShortTexts) {
  EXPECT_FALSE(may_match("abc", ""));
  EXPECT_FALSE(may_match("abc", "ab"));
  EXPECT_TRUE(may_match("abc", "abc"));
}

/// RE2 is the reference: what it matches is never refuted, and what is refuted is worth it.
TEST(Trigrams, NeverRefuteWhatMatches) {
  const char* const regexes[] = {"\\b(if|when) (you|u) (\\w+ )?(do|go|say)\\b",
                                 "(a|b|cd)e?f{2,3}[x-z]", "colou?rs?|(ab|ba)+c",
                                 "^.{0,3}[ab][bc] ?d$", "我?们(的|得)[^。]{0,2}[a-c]\\b"};
  const std::vector<std::string> units = {"a",  "b",    "c",     "d",    "e",  "f",  "x",
                                          " ",  "if ",  "when ", "you ", "go", "do", "say",
                                          "ff", "colo", "urs",   "我",   "们", "的", "。"};
  test::Random random(1);
  std::size_t matches = 0;
  std::size_t refuted = 0;
  for (const char* const regex : regexes) {
    const RE2 exact(regex);
    const TrigramQuery query(regex);
    Trigrams trigrams;
    for (int i = 0; i < 50'000; ++i) {
      const std::string text = random.text(units, 0, 7);
      trigrams.assign(text);
      const bool may_match = query.may_match(trigrams);
      const bool does_match = RE2::PartialMatch(text, exact);
      ASSERT_TRUE(may_match || !does_match) << regex << " in " << text;
      matches += does_match;
      refuted += !may_match;
    }
  }
  EXPECT_GT(matches, 300U);
  EXPECT_GT(refuted, 50'000U);
}

}  // namespace
}  // namespace tamis
