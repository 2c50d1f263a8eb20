#include "support/traffic.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tamis::bench {
namespace {

std::string message(const std::string& raw) {
  return R"({"id": "1", "channel": "c", "sender": "s", "text": ")" + raw + "\"}";
}

Corpus traffic(Traffic kind, const std::vector<std::string>& raw_texts) {
  Ingredients from{{}, {"phrase"}, {"kalimu"}};
  std::ranges::transform(raw_texts, std::back_inserter(from.chat), message);
  return make_traffic(kind, from, 1000, 1'000'000);
}

TEST(Traffic, LanguagesAreToldApart) {
  const std::vector<std::string> texts{"plain", "café", "你好吗 a", "あいう", "a\\\"b"};
  EXPECT_EQ(traffic(Traffic::english, texts).ndjson,
            message("plain") + "\n" + message("a\\\"b") + "\n");
  EXPECT_EQ(traffic(Traffic::chinese, texts).ndjson, message("你好吗 a") + "\n");
}

TEST(Traffic, EscapesAreNotCut) {
  EXPECT_EQ(traffic(Traffic::short_messages, {"abc\\\"d", "é你好吗吗"}).ndjson,
            message("é你好吗") + "\n");
}

TEST(Traffic, EveryTenthMessageHits) {
  const Corpus corpus = traffic(Traffic::hit_heavy, std::vector<std::string>(30, "x"));
  EXPECT_EQ(corpus.messages, 30U);
  EXPECT_EQ(corpus.planted, 3U);
  std::size_t phrases = 0;
  for (std::size_t at = 0; (at = corpus.ndjson.find("x phrase\"}", at)) != std::string::npos; ++at)
    ++phrases;
  EXPECT_EQ(phrases, 3U);
}

TEST(Traffic, FloodsRepeat) {
  EXPECT_NE(traffic(Traffic::half_term_flood, {"x"}).ndjson.find("kalkalkalkal"),
            std::string::npos);
  EXPECT_NE(traffic(Traffic::character_flood, {"x"}).ndjson.find(std::string(512, 'a')),
            std::string::npos);
}

TEST(Traffic, LongMessagesAreMadeOfSeveral) {
  const std::string text(1000, 'x');
  EXPECT_EQ(traffic(Traffic::long_messages, std::vector<std::string>(7, text)).messages, 2U);
}

}  // namespace
}  // namespace tamis::bench
