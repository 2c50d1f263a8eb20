#include "tamis/normalize/skeleton/han_words.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tamis {
namespace {

/// Spaces are gaps.
std::vector<SkeletonLetter> letters_of(std::u32string_view text) {
  std::vector<SkeletonLetter> letters;
  Gap gap = Gap::stop;
  for (const char32_t c : text) {
    if (c == ' ') {
      gap = Gap::space;
      continue;
    }
    letters.emplace_back().plain = c;
    letters.back().gap = gap;
    gap = Gap::none;
  }
  return letters;
}

/// The text with a bar before each word but the first.
std::u32string split(std::u32string_view text) {
  const std::vector<SkeletonLetter> letters = letters_of(text);
  HanWords words;
  words.start(letters);
  std::u32string result;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i > 0 && words.begins(i)) result += '|';
    result += letters[i].plain;
  }
  return result;
}

TEST(HanWords, AreThoseOfTheDictionary) {
  EXPECT_EQ(split(U"我们认为新的"), U"我们|认为|新的");
}

TEST(HanWords, OfNoSenseAreSingle) {
  EXPECT_EQ(split(U"加薇芯"), U"加|薇|芯");
}

TEST(HanWords, EndAtGaps) {
  EXPECT_EQ(split(U"认 为"), U"认|为");
}

TEST(HanWords, AreThoseOfTheTextThatWasStartedLast) {
  const auto first = letters_of(U"认为认为");
  const auto second = letters_of(U"加薇芯认为");
  HanWords words;
  words.start(first);
  EXPECT_FALSE(words.begins(1));
  words.start(second);
  EXPECT_TRUE(words.begins(1));
  EXPECT_FALSE(words.begins(4));
  EXPECT_TRUE(words.begins(5));
}

}  // namespace
}  // namespace tamis
