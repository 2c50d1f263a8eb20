#include "tamis/match/phrases.h"

#include <string>

#include <gtest/gtest.h>

#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

/// "send|$|000"
std::string split(std::string_view text) {
  std::string all;
  for (const Token& token : tokens_of(text, word_rules()))
    all.append(all.empty() ? "" : "|").append(text.substr(token.span.begin, token.span.size()));
  return all;
}

std::uint64_t hash(std::string_view phrase) {
  return hash_of_phrase(tokens_of(phrase, word_rules()));
}

TEST(Phrases, AreMadeOfWordsNumbersAndSingleCharacters) {
  EXPECT_EQ(split("send $500 now!"), "send|$|500|now");
  EXPECT_EQ(split("  don't 'quote' me' "), "don't|quote|me");
  EXPECT_EQ(split("加我微信abc123"), "加|我|微|信|abc|123");
  EXPECT_EQ(split("привет, мир 😏"), "привет|мир|😏");
  EXPECT_EQ(split("3pm"), "3|pm");
  EXPECT_EQ(split(""), "");
  EXPECT_EQ(split(" ... !? "), "");
  EXPECT_EQ(split("'"), "");
}

TEST(Phrases, OfNumbersOnlyTheLengthCounts) {
  EXPECT_EQ(hash("500"), hash("123"));
  EXPECT_NE(hash("500"), hash("5000"));
  EXPECT_EQ(hash("123456789012"), hash("1234567890123"));
}

TEST(Phrases, SayTheSameHoweverTheyAreSetApart) {
  EXPECT_EQ(hash("send money"), hash("send, money"));
  EXPECT_EQ(hash("微信"), hash("微 信"));
}

TEST(Phrases, DifferByWordsAndTheirOrder) {
  EXPECT_NE(hash("send money"), hash("money send"));
  EXPECT_NE(hash("send money"), hash("sendmoney"));
  EXPECT_NE(hash("ab c"), hash("a bc"));
  EXPECT_NE(hash("a"), hash("a a"));
}

}  // namespace
}  // namespace tamis
