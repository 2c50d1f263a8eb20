#include <gtest/gtest.h>

#include "reference.h"

namespace tamis::test {
namespace {

const std::vector<std::vector<Pattern>> kSets{
    {},
    {literal("a")},
    {literal("abc")},
    {regex("a.c")},
    {literal("a"), literal("abc"), literal("中文", true, true), regex("a.c"), regex("^ab"),
     literal("ok", false, false, true)},
};

TEST(SerializationTest, WhatComesBackFindsTheSame) {
  const std::vector<std::string> texts{"abc", "xabcx", "a中c 中文", "ok", "", "ab", "axc abc"};
  for (const auto& patterns : kSets) {
    Matcher matcher(patterns);
    const std::string bytes = matcher.database().serialize().value();
    auto again = PatternDatabase::deserialize(bytes, patterns);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(again->bytes(), matcher.database().bytes());
    EXPECT_EQ(again->serialize().value(), bytes);
    Matcher other(patterns, *std::move(again));
    EXPECT_EQ(other.hits(texts), matcher.hits(texts));
    EXPECT_EQ(other.hits(texts), matcher.expected_hits(texts));
  }
}

TEST(SerializationTest, ADatabaseThatLacksAPartIsRefused) {
  const std::vector<Pattern> literals{literal("abc")};
  const std::vector<Pattern> with_regex{literal("abc"), regex("a.c")};
  const std::string bytes = Matcher(literals).database().serialize().value();
  EXPECT_FALSE(PatternDatabase::deserialize(bytes, with_regex).has_value());
  EXPECT_FALSE(PatternDatabase::deserialize(bytes + "x", literals).has_value());
  EXPECT_TRUE(PatternDatabase::deserialize(bytes, literals).has_value());
}

TEST(SerializationTest, BytesCutShortAreRefused) {
  for (const auto& patterns : kSets) {
    const std::string bytes = Matcher(patterns).database().serialize().value();
    const std::size_t step = 1 + bytes.size() / 500;
    for (std::size_t size = 0; size < bytes.size(); size += step) {
      // A copy of its own, so that a sanitizer sees a read past its end.
      const std::vector<char> cut(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_FALSE(PatternDatabase::deserialize({cut.data(), cut.size()}, patterns).has_value())
          << size;
    }
    EXPECT_FALSE(
        PatternDatabase::deserialize(std::string_view(bytes).substr(0, bytes.size() - 1), patterns)
            .has_value());
  }
}

TEST(SerializationTest, AMovedDatabaseIsWhole) {
  const auto& patterns = kSets.back();
  PatternDatabase first = PatternDatabase::compile(patterns).value();
  PatternDatabase second = std::move(first);
  PatternDatabase third;
  third = std::move(second);
  Matcher matcher(patterns, std::move(third));
  EXPECT_EQ(matcher.hits({"abc 中文"}), matcher.expected_hits({"abc 中文"}));
}

}  // namespace
}  // namespace tamis::test
