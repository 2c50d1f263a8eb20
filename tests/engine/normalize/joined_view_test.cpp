#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

void expect_joined(const Batch& batch, const std::vector<std::string>& texts) {
  const JoinedView& view = batch.folded;
  std::string joined;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (batch.messages[i].fault != Fault::none) continue;
    ASSERT_LT(next, view.segments.size());
    const auto& segment = view.segments[next++];
    const std::string folded = fold(texts[i]);
    EXPECT_EQ(segment.message, i);
    EXPECT_EQ(segment.span.begin, joined.size());
    EXPECT_EQ(view.text(segment), folded) << hex(texts[i]);
    EXPECT_EQ(folded.find('\n'), std::string::npos);
    joined += folded + "\n";
  }
  EXPECT_EQ(next, view.segments.size());
  EXPECT_EQ(view.bytes.view(), joined);
  EXPECT_TRUE(view.hits.empty());
}

TEST(JoinedViewTest, AnEmptyBatchHasNoSegments) {
  Batch batch;
  normalize(batch);
  EXPECT_TRUE(batch.folded.segments.empty());
  EXPECT_EQ(batch.folded.bytes.size(), 0U);
}

TEST(JoinedViewTest, EmptyTextsHaveEmptySegments) {
  const std::vector<std::string> texts{"", "a", "", "\u200B", "\x01", ""};
  const auto batch = batch_of_texts(texts);
  normalize(*batch);
  expect_joined(*batch, texts);
  EXPECT_EQ(batch->folded.bytes.view(), "\na\n\n\n\n\n");
}

TEST(JoinedViewTest, TextsThatEndAndBeginAlikeStayApart) {
  const std::vector<std::string> texts{"aaaa",   "aaaa",   " a ", " a ", "e",  "\u0301",
                                       "\u1100", "\u1161", "  ",  "  ",  "\n", "\n"};
  const auto batch = batch_of_texts(texts);
  normalize(*batch);
  expect_joined(*batch, texts);
  EXPECT_EQ(batch->folded.text(batch->folded.segments[5]), "\u0301")
      << "joined the message before it";
}

TEST(JoinedViewTest, MessagesWithFaultsHaveNoSegment) {
  const std::vector<std::string> texts{"One", "Two", "Three", "Four"};
  const auto batch = batch_of_texts(texts);
  batch->messages[0].fault = Fault::invalid_json;
  batch->messages[2].fault = Fault::line_too_long;
  normalize(*batch);
  expect_joined(*batch, texts);
  EXPECT_EQ(batch->folded.bytes.view(), "two\nfour\n");
}

TEST(JoinedViewTest, ManyRandomTexts) {
  RandomTexts random(31);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> texts;
    for (std::size_t i = 1 + random.below(60); i-- != 0;)
      texts.push_back(random.below(8) == 0 ? "" : random.next(40));
    const auto batch = batch_of_texts(texts);
    for (Message& message : batch->messages) {
      if (random.below(10) == 0) message.fault = Fault::invalid_utf8;
    }
    normalize(*batch);
    expect_joined(*batch, texts);
  }
}

TEST(JoinedViewTest, ABatchCanBeUsedAgain) {
  RandomTexts random(32);
  Batch batch;
  for (int round = 0; round < 300; ++round) {
    batch.clear();
    std::vector<std::string> texts;
    for (std::size_t i = 1 + random.below(20); i-- != 0;)
      texts.push_back(random.next(round % 3 == 0 ? 400 : 10));
    for (const std::string& text : texts) batch.strings.append(text);
    std::size_t begin = 0;
    for (const std::string& text : texts) {
      batch.messages.push_back({.text = batch.strings.view().substr(begin, text.size())});
      begin += text.size();
    }
    normalize(batch);
    expect_joined(batch, texts);
  }
}

TEST(JoinedViewTest, FoldRecordedGivesTheSameBytes) {
  RandomTexts random(33);
  PaddedBuffer folded;
  OffsetMap map;
  for (int round = 0; round < 20'000; ++round) {
    const std::vector<std::string> texts{random.next(60)};
    const auto batch = batch_of_texts(texts);
    normalize(*batch);
    fold_recorded(batch->messages[0].text, folded, map);
    ASSERT_EQ(folded.view(), batch->folded.text(batch->folded.segments[0])) << hex(texts[0]);
  }
}

}  // namespace
}  // namespace tamis::test
