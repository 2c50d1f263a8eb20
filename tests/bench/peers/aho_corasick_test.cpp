#include "peers/cpp/aho_corasick.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/corpus.h"

namespace tamis::bench {
namespace {

// Of few letters, so that words are beginnings, ends and insides of each other.
std::string text_of_few_letters(Random& random, std::size_t longest) {
  std::string text;
  for (std::size_t i = 1 + random.below(longest); i > 0; --i) text += char('a' + random.below(3));
  return text;
}

bool is_any_in(const std::vector<std::string>& words, std::string_view text) {
  return std::ranges::any_of(
      words, [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

TEST(AhoCorasick, FindsWhatSearchingWordByWordFinds) {
  Random random(1);
  std::size_t found = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<std::string> words;
    for (std::size_t i = 1 + random.below(6); i > 0; --i)
      words.push_back(text_of_few_letters(random, 7));
    const AhoCorasick automaton(words);
    for (int i = 0; i < 20; ++i) {
      const std::string text = text_of_few_letters(random, 20);
      const bool expected = is_any_in(words, text);
      ASSERT_EQ(automaton.is_in(text), expected) << text;
      found += expected;
    }
  }
  EXPECT_GT(found, 1000U);
  EXPECT_LT(found, 9000U);
}

TEST(AhoCorasick, FindsAWordThatEndsInsideALongerOne) {
  EXPECT_TRUE(AhoCorasick({"abcd", "bc"}).is_in("abce"));
  EXPECT_FALSE(AhoCorasick({"abcd", "bd"}).is_in("abce"));
}

TEST(AhoCorasick, FindsNothingWithoutWords) {
  EXPECT_FALSE(AhoCorasick({}).is_in("text"));
  EXPECT_FALSE(AhoCorasick({""}).is_in("text"));
}

}  // namespace
}  // namespace tamis::bench
