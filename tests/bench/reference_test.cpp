// What checks the benchmarks' answers, against answers counted by hand.
#include "support/reference.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tamis::bench {
namespace {

Reference::Answer ask(const std::vector<Pattern>& patterns, const std::vector<std::string>& texts) {
  JoinedView view;
  for (const std::string& text : texts) {
    const auto begin = static_cast<std::uint32_t>(view.bytes.size());
    view.bytes.append(text);
    view.segments.push_back({0, {begin, static_cast<std::uint32_t>(view.bytes.size())}});
    view.bytes.push_back('\n');
  }
  Reference::Answer answer;
  Reference(patterns).add(view, answer);
  return answer;
}

Pattern word(std::string text) {
  return {.expression = std::move(text), .word_begin = true, .word_end = true};
}
Pattern substring(std::string text) {
  return {.expression = std::move(text)};
}
Pattern regex(std::string expression) {
  return {.kind = Pattern::Kind::regex, .expression = std::move(expression)};
}

TEST(Reference, CountsEveryOccurrence) {
  const auto answer = ask({substring("aba"), substring("b")}, {"ababa", "", "b a", "c"});
  EXPECT_EQ(answer.literals, 2U + 2U + 1U);
  EXPECT_EQ(answer.texts, 2U);
}

TEST(Reference, WordsStandFree) {
  EXPECT_EQ(
      ask({word("ass")}, {"ass", "class", "asset", "an ass!", "é ass", "éass", "哈ass哈"}).literals,
      4U);
}

TEST(Reference, DoesNotLookAcrossTexts) {
  EXPECT_EQ(ask({substring("ab")}, {"a", "b"}).literals, 0U);
}

TEST(Reference, CountsTextsThatARegexMatchesOnce) {
  const auto answer = ask({regex(R"(\bpay .{0,5}now\b)"), regex("[0-9]{3}"), substring("zz")},
                          {"pay me now or pay now", "pay me later", "123456", "pay 123 now zz"});
  EXPECT_EQ(answer.regexes, 4U);
  EXPECT_EQ(answer.literals, 1U);
  EXPECT_EQ(answer.texts, 3U);
}

TEST(Reference, TextBytesAreThoseBehindTheEscapes) {
  EXPECT_EQ(text_bytes("{\"id\":\"1\",\"text\":\"a\\u0062\\n\"}\n{\"text\":\"哈\"}\n"), 3U + 3U);
}

}  // namespace
}  // namespace tamis::bench
