// The folded view against ICU's own answer, over all code points and where they meet.
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/decode/decoder.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

namespace fs = std::filesystem;

/// Gathers texts, and folds them thousands at a time.
class Comparison {
 public:
  ~Comparison() { flush(); }
  void add(std::string text) {
    texts_.push_back(std::move(text));
    if (texts_.size() == 4096) flush();
  }

 private:
  void flush() {
    if (texts_.empty()) return;
    const auto batch = batch_of_texts(texts_);
    normalize(*batch);
    const auto& segments = batch->folded.segments;
    ASSERT_EQ(segments.size(), texts_.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      const std::string expected = fold_slowly(texts_[i]);
      const std::string_view got = batch->folded.text(segments[i]);
      if (got == expected) continue;
      if (++failures_ <= 10) {
        ADD_FAILURE() << hex(texts_[i]) << " became\n  " << hex(got) << "not\n  " << hex(expected);
      }
    }
    texts_.clear();
  }

  std::vector<std::string> texts_;
  std::size_t failures_ = 0;
};

TEST(FoldedViewTest, EveryCodePointAlone) {
  Comparison compare;
  for_each_code_point([&](char32_t c) { compare.add(utf8(c)); });
}

TEST(FoldedViewTest, EveryCodePointBetweenLetters) {
  Comparison compare;
  for_each_code_point([&](char32_t c) { compare.add("a" + utf8(c) + "b"); });
}

TEST(FoldedViewTest, EveryCodePointTwice) {
  Comparison compare;
  for_each_code_point([&](char32_t c) { compare.add(utf8(c) + utf8(c)); });
}

TEST(FoldedViewTest, EveryCodePointSixTimes) {
  Comparison compare;
  for_each_code_point([&](char32_t c) {
    std::string text;
    for (int i = 0; i < 6; ++i) text += utf8(c);
    compare.add(text);
  });
}

TEST(FoldedViewTest, EveryCodePointBeforeAMark) {
  Comparison compare;
  for_each_code_point([&](char32_t c) {
    compare.add(utf8(c) + "\u0301");
    compare.add(utf8(c) + "\u0323");
  });
}

TEST(FoldedViewTest, EveryCodePointAfterAMark) {
  Comparison compare;
  for_each_code_point([&](char32_t c) {
    compare.add("a\u0301" + utf8(c));
    compare.add("\u0323" + utf8(c));
  });
}

TEST(FoldedViewTest, EveryCodePointBetweenABaseAndAMark) {
  Comparison compare;
  for_each_code_point([&](char32_t c) { compare.add("A" + utf8(c) + "\u0323"); });
}

TEST(FoldedViewTest, EveryPairThatMayCompose) {
  // Every code point of which ICU says that it joins what stands before it is below U+20000; all
  // pairs of the first 0x3100 would be too many, so: the joining ones after one base of each script
  // that composes.
  const std::u32string bases =
      U"aeiouAEIOU\u03B1\u0391\u0438\u0418\u05D0\u0627\u0648\u064A\u0915\u0928\u09C7\u0B47\u0B92"
      U"\u0BC6"
      U"\u0C46\u0CBF\u0CC6\u0D46\u0DD9\u0FB2\u0FB3\u0F71\u1025\u1100\u1112\uAC00\u1B05\u304B\u306F"
      U"\u30AB\u30CF\u30A6"
      U"\U00011099\U00011131\U00011347\U000114B9\U000115B8\U00011935<=>\u2190\u2203";
  Comparison compare;
  for (const char32_t base : bases) {
    for (char32_t c = 0x300; c < 0x20000; ++c) {
      if (c < 0x3400 || (c >= 0xA600 && c < 0xAC00) || (c >= 0xF900 && c < 0x12000))
        compare.add(utf8(base) + utf8(c));
    }
  }
}

TEST(FoldedViewTest, NormalizationTestData) {
  const fs::path path = SHARED_DATA "/robustness/unicode/NormalizationTest-14.txt";
  if (!fs::exists(path)) GTEST_SKIP() << "no " << path;
  Comparison compare;
  std::size_t count = 0;
  for (const std::string& line : lines_of(read_file(path))) {
    if (line.empty() || line.starts_with("#") || line.starts_with("@")) continue;
    std::string_view rest = line;
    for (int column = 0; column < 5; ++column) {
      const std::size_t end = rest.find(';');
      std::string text;
      std::istringstream words{std::string(rest.substr(0, end))};
      for (std::string word; words >> word;)
        text += utf8(static_cast<char32_t>(std::stoul(word, nullptr, 16)));
      rest.remove_prefix(end + 1);
      compare.add(text);
      compare.add("A" + text + "Z");
      compare.add("\u0327" + text + text + "\u0301");
      ++count;
    }
  }
  EXPECT_GT(count, 90'000U);
}

TEST(FoldedViewTest, RandomTexts) {
  Comparison compare;
  class RandomTexts texts(11);
  for (int i = 0; i < 200'000; ++i) compare.add(texts.next(40));
}

TEST(FoldedViewTest, RandomTextsOfAnyCodePoints) {
  Comparison compare;
  class RandomTexts random(12);
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (std::size_t n = 1 + random.below(8); n-- != 0;) {
      auto c = static_cast<char32_t>(random.below(random.below(2) == 0 ? 0x3400 : 0x20000));
      if (c >= 0xD800 && c <= 0xDFFF) c = 0x41;
      text += utf8(c);
    }
    compare.add(text);
  }
}

TEST(FoldedViewTest, RealMessages) {
  const fs::path path = SHARED_DATA "/throughput/mixed.ndjson";
  if (!fs::exists(path)) GTEST_SKIP() << "no " << path;
  std::ifstream file(path);
  Decoder decoder(FieldMap::make({}).value());
  Comparison compare;
  std::string line;
  for (int i = 0; i < 20'000 && std::getline(file, line); ++i) {
    const auto batch = batch_of_lines(line);
    decoder.decode(*batch);
    ASSERT_EQ(batch->messages.size(), 1U);
    compare.add(std::string(batch->messages[0].text));
  }
}

TEST(FoldedViewTest, NoCodePointGrowsPastTheBufferMade) {
  for_each_code_point([](char32_t c) {
    const std::string text = utf8(c);
    ASSERT_LE(fold(text).size(), 11 * text.size()) << hex(text);
  });
}

TEST(FoldedViewTest, TextsOfTheCodePointThatGrowsMost) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "ﷺ";
  EXPECT_EQ(fold(text), fold_slowly(text));
}

TEST(FoldedViewTest, ABaseWithMarksUpToTheLimit) {
  const std::array<std::string, 4> marks{"\u0301", "\u0323", "\u0327", "\u0345"};
  for (std::size_t n = 1; n <= 64; ++n) {
    std::string text = "e";
    for (std::size_t i = 0; i < n; ++i) text += marks[(i * 7 + n) % marks.size()];
    EXPECT_EQ(fold(text), fold_slowly(text)) << n;
    EXPECT_EQ(fold("x" + text + "y"), fold_slowly("x" + text + "y")) << n;
  }
}

TEST(FoldedViewTest, MarksPastTheLimitAreFoldedApart) {
  std::string first = "e";
  for (int i = 0; i < 64; ++i) first += i % 2 == 0 ? "\u0301" : "\u0300";
  for (std::size_t n : {1U, 2U, 63U, 64U, 65U, 200U}) {
    std::string rest;
    for (std::size_t i = 0; i < n; ++i) rest += "\u0323";
    const std::string folded = fold(first + rest + "z");
    EXPECT_TRUE(folded.starts_with(fold_slowly(first))) << n;
    EXPECT_TRUE(folded.ends_with("z")) << n;
    std::string capped;
    for (std::size_t i = 0; i < std::min<std::size_t>(n, 4); ++i) capped += "\u0323";
    EXPECT_EQ(folded, fold_slowly(first) + capped + "z") << n;
  }
}

TEST(FoldedViewTest, AMegabyteOfMarksIsFolded) {
  std::string text = "e";
  for (int i = 0; i < 500'000; ++i) text += i % 2 == 0 ? "\u0301" : "\u0323";
  const std::string folded = fold(text);
  EXPECT_GT(folded.size(), 100'000U);
  EXPECT_EQ(folded.find(' '), std::string::npos);
}

TEST(FoldedViewTest, Examples) {
  EXPECT_EQ(fold(""), "");
  EXPECT_EQ(fold("Hello, WORLD"), "hello, world");
  EXPECT_EQ(fold("Ｆｒｅｅ"), "free");
  EXPECT_EQ(fold("a\u200Bb\u00ADc\uFEFFd"), "abcd");
  EXPECT_EQ(fold("a \t\r\n\u3000b"), "a b");
  EXPECT_EQ(fold("繁體中文"), "繁体中文");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("e\u0301"), "é");
  EXPECT_EQ(fold("sooooooo"), "soooo");
  EXPECT_EQ(fold(std::string("a\0b", 3)), "ab");
  EXPECT_EQ(fold("\n\n"), " ");
}

/// Folding what was folded changes nothing.
void expect_idempotent(const std::string& text, int& failures) {
  const std::string once = fold(text);
  const std::string twice = fold(once);
  if (twice != once && ++failures <= 10) {
    ADD_FAILURE() << hex(text) << " became\n  " << hex(once) << "and then\n  " << hex(twice);
  }
}

TEST(FoldedViewTest, FoldingTwiceIsFoldingOnceForEveryCodePoint) {
  int failures = 0;
  for_each_code_point([&](char32_t c) {
    expect_idempotent(utf8(c), failures);
    expect_idempotent("a" + utf8(c) + "\u0301", failures);
  });
  EXPECT_EQ(failures, 0);
}

// Invisible characters between marks must not keep them apart.
TEST(FoldedViewTest, WhatVanishesDoesNotCutASegment) {
  std::string text = "a\u0323";
  for (int i = 0; i < 200; ++i) text += "\u200B";
  text += "\u0302";
  EXPECT_EQ(fold(text), "\u1EAD");
}

TEST(FoldedViewTest, FoldingTwiceIsFoldingOnceForRandomTexts) {
  int failures = 0;
  class RandomTexts texts(13);
  for (int i = 0; i < 200'000; ++i) expect_idempotent(texts.next(40), failures);
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace tamis::test
