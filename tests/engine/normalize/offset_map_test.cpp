#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

struct Recorded {
  explicit Recorded(std::string_view text) {
    padded.append(text);
    fold_recorded(padded.view(), folded, map);
  }
  PaddedBuffer padded;
  PaddedBuffer folded;
  OffsetMap map;
};

TEST(OffsetMapTest, NamedCases) {
  std::size_t count = 0;
  for (const std::string& line : lines_of(read_file(TEST_DATA "/offsets.txt"))) {
    if (line.empty() || line.starts_with("#")) continue;
    SCOPED_TRACE(line);
    const std::size_t first = line.find('|');
    const std::size_t second = line.find('|', first + 1);
    const std::string text = unescaped(line.substr(0, first));
    const std::string part = unescaped(line.substr(first + 1, second - first - 1));
    const std::string expected = unescaped(line.substr(second + 1));
    const Recorded recorded(text);
    const std::size_t begin = recorded.folded.view().find(part);
    ASSERT_NE(begin, std::string_view::npos) << recorded.folded.view();
    const TextSpan span = recorded.map.original(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + part.size())});
    EXPECT_EQ(text.substr(span.begin, span.size()), expected);
    ++count;
  }
  EXPECT_GT(count, 30U);
}

bool is_boundary(const std::string& text, std::uint32_t at) {
  return at == text.size() || (at < text.size() && !utf8::is_continuation(text[at]));
}

void expect_sound(const std::string& text) {
  const Recorded recorded(text);
  const std::string_view folded = recorded.folded.view();
  TextSpan last;
  for (std::uint32_t at = 0; at < folded.size();) {
    const std::uint32_t size = utf8::decode(folded.data() + at).size;
    const TextSpan span = recorded.map.original({at, at + size});
    ASSERT_LT(span.begin, span.end);
    ASSERT_LE(span.end, text.size());
    ASSERT_TRUE(is_boundary(text, span.begin) && is_boundary(text, span.end));
    ASSERT_LE(last.begin, span.begin);
    ASSERT_LE(last.end, span.end);
    for (std::uint32_t i = 0; i < size; ++i) {
      ASSERT_EQ(recorded.map.original({at + i, at + i + 1}), span)
          << "the bytes of a character came from one place";
    }
    const std::string alone = fold(text.substr(span.begin, span.size()));
    ASSERT_NE(alone.find(folded.substr(at, size)), std::string::npos)
        << hex(folded.substr(at, size)) << "is said to come from "
        << hex(text.substr(span.begin, span.size()));
    if (span.begin > last.end) {
      ASSERT_EQ(fold(text.substr(last.end, span.begin - last.end)), "")
          << "what stands between came to nothing";
    }
    last = span;
    at += size;
  }
  ASSERT_EQ(fold(text.substr(last.end)), "");
}

TEST(OffsetMapTest, RandomTextsHaveSoundOffsets) {
  RandomTexts random(41);
  for (int i = 0; i < 50'000; ++i) {
    const std::string text = random.next(40);
    expect_sound(text);
    if (testing::Test::HasFatalFailure()) FAIL() << hex(text);
  }
}

TEST(OffsetMapTest, EveryCodePointBetweenLettersHasSoundOffsets) {
  for_each_code_point([](char32_t c) {
    const std::string text = "a" + utf8(c) + "b";
    const Recorded recorded(text);
    const auto size = static_cast<std::uint32_t>(recorded.folded.size());
    ASSERT_GE(size, 1U) << hex(text);
    ASSERT_EQ(recorded.map.original({0, size}),
              (TextSpan{0, static_cast<std::uint32_t>(text.size())}))
        << hex(text);
    ASSERT_EQ(recorded.map.original({size - 1, size}).end, text.size());
  });
}

TEST(OffsetMapTest, AMapCanBeUsedAgain) {
  PaddedBuffer text;
  PaddedBuffer folded;
  OffsetMap map;
  for (const std::string_view bytes : {"a long text with ﷺ in it, and more", "\u200BA"}) {
    text.clear();
    text.append(bytes);
    fold_recorded(text.view(), folded, map);
  }
  EXPECT_EQ(folded.view(), "a");
  EXPECT_EQ(map.original({0, 1}), (TextSpan{3, 4}));
}

}  // namespace
}  // namespace tamis::test
