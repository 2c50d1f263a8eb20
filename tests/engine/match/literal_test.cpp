// Literals, against a search byte by byte.
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"

namespace tamis::test {
namespace {

using testing::ElementsAre;

const std::vector<std::string> kAb{"a", "b"};
const std::vector<std::string> kMixed{"a", "b", "中", "文", " ", "é"};
const std::vector<std::string> kWords{"ab",     "a", "b", " ", ".",  "中",  "!",
                                      "\u0301", "1", "_", "😀", "か", " a ", "-"};

TEST(LiteralTest, AllOccurrencesCountInOrder) {
  Matcher matcher(literals({"aa", "a", "ab", "aaaa"}));
  EXPECT_THAT(matcher.hits({"aaab", "", "b"}),
              ElementsAre(Found{0, 0, 1, 1}, Found{0, 0, 2, 0}, Found{0, 1, 2, 1},
                          Found{0, 1, 3, 0}, Found{0, 2, 3, 1}, Found{0, 2, 4, 2}));
}

TEST(LiteralTest, NoPatternsNoHits) {
  Matcher matcher({});
  EXPECT_THAT(matcher.hits({"abc", ""}), ElementsAre());
}

TEST(LiteralTest, NoMessagesNoHits) {
  Matcher matcher(literals({"a", "abc"}));
  EXPECT_THAT(matcher.hits({}), ElementsAre());
}

TEST(LiteralTest, EqualLiteralsAllHit) {
  Matcher matcher(
      {literal("abc"), literal("abc"), literal("abc", true, true), literal("a"), literal("a")});
  EXPECT_EQ(matcher.hits({"abc", "xabc"}), matcher.expected_hits({"abc", "xabc"}));
}

TEST(LiteralTest, BytesThatMeanSomethingInARegexMeanThemselves) {
  const std::vector<std::string> odd{".",   "*",     "\\",   "[a]",  "(",   ")", "^", "$",
                                     "a|b", "a{2}",  "\\w",  "\\x",  "x.y", "?", "+", "/",
                                     "\\Q", "(?i)a", "#",    "a b",  "\"",  "'", "%", "&",
                                     "...", "$$",    "^abc", "abc$", "[^a]"};
  Matcher matcher(literals(odd));
  std::vector<std::string> texts = odd;
  texts.insert(texts.end(), {"aab", "xay", "aa", "abc", "xx"});
  EXPECT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
}

TEST(LiteralTest, EveryByteThatAViewMayHold) {
  std::vector<Pattern> patterns;
  std::vector<std::string> texts;
  for (int byte = 1; byte < 0x80; ++byte) {
    if (byte == '\n') continue;
    const std::string c(1, static_cast<char>(byte));
    patterns.push_back(literal(c));
    patterns.push_back(literal("x" + c + "y"));
    texts.push_back("x" + c + "y" + c);
  }
  Matcher matcher(patterns);
  EXPECT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
}

TEST(LiteralTest, NothingHitsOverASeam) {
  Matcher matcher(literals({"ab", "abc", "aabb", "a b", "中文", "b\xE4", "aaaaaaaaaa"}));
  EXPECT_THAT(matcher.hits({"a", "b", "ab"}), ElementsAre(Found{2, 0, 2, 0}));
  EXPECT_THAT(
      matcher.hits({"xa", "bc", "aa", "bb", "a ", "b", "a", " b", "中", "文", "aaaaa", "aaaaa"}),
      ElementsAre());
}

TEST(LiteralTest, EveryLengthAtEveryPlaceInTheBuffer) {
  for (std::size_t size = 1; size <= 40; ++size) {
    std::string needle;
    for (std::size_t i = 0; i < size; ++i) needle += static_cast<char>('a' + i % 3);
    Matcher matcher(literals({needle}));
    for (std::size_t before = 0; before <= 70; ++before) {
      const std::vector<std::string> texts{
          std::string(before, 'x'), needle, "", "y" + needle, needle + "y", "ab"};
      ASSERT_EQ(matcher.hits(texts), matcher.expected_hits(texts)) << size << " after " << before;
      ASSERT_EQ(matcher.hits({std::string(before, 'x') + needle}),
                matcher.expected_hits({std::string(before, 'x') + needle}));
    }
  }
}

TEST(LiteralTest, ShortTextsAlone) {
  Matcher matcher(
      literals({"a", "b", "ab", "aab", "abab", "中", "a中", "中文", "bbbbbbbb", "ababababab"}));
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    const std::vector<std::string> texts{random.text(i % 2 == 0 ? kAb : kMixed, 0, 40)};
    ASSERT_EQ(matcher.hits(texts), matcher.expected_hits(texts)) << texts[0];
  }
}

std::vector<std::string> random_texts(Random& random, const std::vector<std::string>& pieces) {
  std::vector<std::string> texts;
  texts.push_back(std::string(random.below(71), 'x'));
  for (std::size_t i = 1 + random.below(40); i-- != 0;) texts.push_back(random.text(pieces, 0, 40));
  return texts;
}

Pattern random_literal(Random& random, const std::vector<std::string>& pieces,
                       std::size_t longest) {
  Pattern pattern = literal(random.text(pieces, 1, longest));
  if (random.one_in(3)) pattern.word_begin = true;
  if (random.one_in(3)) pattern.word_end = true;
  if (random.one_in(8)) pattern.whole = true;
  return pattern;
}

void compare_random_sets(std::uint32_t seed, const std::vector<std::string>& pieces, int sets,
                         std::size_t most, std::size_t longest) {
  Random random(seed);
  std::size_t hits = 0;
  for (int set = 0; set < sets; ++set) {
    std::vector<Pattern> patterns;
    for (std::size_t i = 1 + random.below(most); i-- != 0;)
      patterns.push_back(random_literal(random, pieces, longest));
    Matcher matcher(patterns);
    for (int round = 0; round < 10; ++round) {
      const auto texts = random_texts(random, pieces);
      const auto expected = matcher.expected_hits(texts);
      ASSERT_EQ(matcher.hits(texts), expected) << "set " << set << " of " << patterns.size();
      hits += expected.size();
    }
  }
  EXPECT_GT(hits, 1000U);
}

TEST(LiteralTest, OnePatternOfTwoLetters) {
  compare_random_sets(2, kAb, 200, 1, 10);
}
TEST(LiteralTest, FewPatternsOfTwoLetters) {
  compare_random_sets(3, kAb, 150, 6, 12);
}
TEST(LiteralTest, OnePatternOfMixedScripts) {
  compare_random_sets(4, kMixed, 200, 1, 4);
}
TEST(LiteralTest, FewPatternsOfMixedScripts) {
  compare_random_sets(5, kMixed, 150, 8, 5);
}
TEST(LiteralTest, ManyPatternsOfMixedScripts) {
  compare_random_sets(6, kMixed, 20, 300, 8);
}
TEST(LiteralTest, WordsAmongAllThatMayStandBesideThem) {
  compare_random_sets(7, kWords, 150, 10, 4);
}
TEST(LiteralTest, ManyWords) {
  compare_random_sets(8, kWords, 15, 300, 6);
}

TEST(LiteralTest, WordsAndWholes) {
  Matcher matcher({literal("ass", true, true), literal("ass", true), literal("ass", false, true),
                   literal("ok", false, false, true), literal("微信"),
                   literal("微信", true, true)});
  const std::vector<std::string> texts{"ass",
                                       "class",
                                       "assess",
                                       "an ass.",
                                       "ass1",
                                       "é"
                                       "ass",
                                       "ass\u0301",
                                       "_ass_",
                                       "中ass文",
                                       "加微信吧",
                                       "ok",
                                       "...ok!",
                                       "ok ok",
                                       "ok 😀",
                                       "“ok”",
                                       "x ok"};
  EXPECT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
  EXPECT_THAT(matcher.hits({"class"}), ElementsAre(Found{0, 2, 5, 2}));
  EXPECT_THAT(matcher.hits({"中ass文"}),
              ElementsAre(Found{0, 3, 6, 0}, Found{0, 3, 6, 1}, Found{0, 3, 6, 2}));
  EXPECT_THAT(matcher.hits({"ok", "not ok", "... ok!!"}),
              ElementsAre(Found{0, 0, 2, 3}, Found{2, 4, 6, 3}));
}

/// Large sets use other tables in Hyperscan than small ones.
void compare_large_set(std::size_t count, std::uint32_t seed) {
  Random random(seed);
  const std::vector<std::string> letters{"a", "e", "i",  "o",  "n",  "r",  "s", "t",
                                         "l", "d", "中", "国", "人", "大", " "};
  std::set<std::string> unique;
  while (unique.size() < count) unique.insert(random.text(letters, count < 200 ? 1 : 3, 12));
  std::vector<Pattern> patterns;
  for (const std::string& bytes : unique) {
    patterns.push_back(literal(bytes, random.one_in(3), random.one_in(3)));
  }
  Matcher matcher(patterns);
  std::size_t hits = 0;
  for (int round = 0; round < 4; ++round) {
    std::vector<std::string> texts;
    for (int i = 0; i < 60; ++i) {
      std::string text;
      while (text.size() < random.below(80)) {
        text += random.one_in(2) ? patterns[random.below(patterns.size())].expression
                                 : random.text(letters, 1, 5);
      }
      texts.push_back(text);
    }
    const auto expected = matcher.expected_hits(texts);
    ASSERT_EQ(matcher.hits(texts), expected) << count;
    hits += expected.size();
  }
  EXPECT_GT(hits, 0U);
}

TEST(LiteralTest, TenPatterns) {
  compare_large_set(10, 11);
}
TEST(LiteralTest, AHundredPatterns) {
  compare_large_set(100, 12);
}
TEST(LiteralTest, AThousandPatterns) {
  compare_large_set(1000, 13);
}
TEST(LiteralTest, FiveThousandPatterns) {
  compare_large_set(5000, 14);
}
TEST(LiteralTest, TwelveThousandPatterns) {
  compare_large_set(12'000, 15);
}

TEST(LiteralTest, ALongBatch) {
  Random random(16);
  Matcher matcher(
      {literal("ab"), literal("a"), literal("abba"), literal("中文"), literal("bab", true, true)});
  std::vector<std::string> texts;
  for (int i = 0; i < 5000; ++i) texts.push_back(random.text(kMixed, 0, 30));
  EXPECT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
}

TEST(LiteralTest, AScannerCanBeUsedAgain) {
  Random random(17);
  Matcher matcher({literal("ab"), literal("aba"), literal("b", true), regex("a.b")});
  Batch batch;
  for (int round = 0; round < 300; ++round) {
    const auto texts = random_texts(random, kAb);
    const auto fresh = batch_of_views(texts);
    batch.clear();
    batch.messages = fresh->messages;
    batch.folded.bytes.append(fresh->folded.bytes.view());
    batch.folded.segments = fresh->folded.segments;
    matcher.match(batch);
    ASSERT_EQ(found_in(batch, matcher.database()), matcher.expected_hits(texts));
  }
}

TEST(LiteralTest, SegmentsNeedNotBeMessagesInARow) {
  Matcher matcher(literals({"abc"}));
  const auto batch = batch_of_views({"abc", "xabc"});
  batch->messages.resize(5);
  batch->folded.segments[0].message = 1;
  batch->folded.segments[1].message = 4;
  matcher.match(*batch);
  EXPECT_THAT(found_in(*batch, matcher.database()),
              ElementsAre(Found{0, 0, 3, 0}, Found{1, 1, 4, 0}));
}

}  // namespace
}  // namespace tamis::test
