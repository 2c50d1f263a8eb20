// ASCII goes through vectors of 32 bytes: what is odd in it is put at every place in and across
// them.
#include <cstring>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

/// The view of `text` when it lies `shift` bytes into a buffer between other bytes, and behind
/// another message.
std::string folded_at(std::size_t shift, const std::string& text, const std::string& around) {
  Batch batch;
  batch.strings.append(std::string(shift, 'q') + around + text + around);
  const std::string_view strings = batch.strings.view();
  batch.messages.push_back({.text = strings.substr(0, shift)});
  batch.messages.push_back({.text = strings.substr(shift + around.size(), text.size())});
  normalize(batch);
  return std::string(batch.folded.text(batch.folded.segments.at(1)));
}

std::string expected_of(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if ((c < 0x20 && !(c >= 0x09 && c <= 0x0D)) || c == 0x7F) continue;
    const bool is_space = c == ' ' || (c >= 0x09 && c <= 0x0D);
    const bool is_upper = c >= 'A' && c <= 'Z';
    const char folded = is_space ? ' ' : static_cast<char>(is_upper ? c + 0x20 : c);
    const std::size_t longest = is_space ? 1 : 4;
    if (result.size() >= longest &&
        result.substr(result.size() - longest) == std::string(longest, folded))
      continue;
    result += folded;
  }
  return result;
}

TEST(AsciiTest, EveryLengthAtEveryAlignment) {
  std::mt19937 random(21);
  for (std::size_t size = 0; size <= 100; ++size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('A' + (i * 7 + size) % 58);
    for (std::size_t shift = 0; shift < 40; ++shift)
      EXPECT_EQ(folded_at(shift, text, "|"), expected_of(text)) << size << " " << shift;
  }
}

TEST(AsciiTest, AByteOfEveryKindAtEveryPlace) {
  for (std::size_t size = 1; size <= 100; size += 3) {
    for (std::size_t place = 0; place < size; ++place) {
      for (const char odd : {'\0', '\x01', '\t', '\n', '\x1F', ' ', '@', 'A', 'Z', '[', '`', 'a',
                             'z', '{', '\x7F'}) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += static_cast<char>('b' + i % 24);
        text[place] = odd;
        ASSERT_EQ(folded_at(place % 7, text, "x"), expected_of(text)) << size << " " << place;
      }
    }
  }
}

TEST(AsciiTest, ARunOfEveryLengthAtEveryPlace) {
  for (const std::string run : {"a", "A", " ", "\t", "aA", " \t", "!", "\x01", "a\x01", "ab"}) {
    for (std::size_t before = 0; before <= 70; ++before) {
      for (std::size_t length = 1; length <= 40; length += length < 10 ? 1 : 9) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) text += static_cast<char>('c' + i % 20);
        for (std::size_t i = 0; i < length; ++i) text += run;
        text += "end";
        ASSERT_EQ(folded_at(before % 5, text, run), expected_of(text))
            << before << " of " << run << " times " << length;
      }
    }
  }
}

TEST(AsciiTest, RandomTextsOfFewLetters) {
  std::mt19937 random(22);
  const std::string alphabet = std::string("aaaaAAbB   \t\n\x01!") + '\0';
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 101; i-- != 0;) {
      text.append(random() % 6 == 0 ? 1 + random() % 9 : 1, alphabet[random() % alphabet.size()]);
    }
    ASSERT_EQ(folded_at(round % 33, text, "a"), expected_of(text)) << hex(text);
  }
}

TEST(AsciiTest, RandomTextsWithOtherCharactersBetween) {
  std::mt19937 random(23);
  const std::u32string alphabet =
      U"aaaaaaaaAAAbcdefgh     \t\u00E9\u0301\u3000中ａ\u200B\U0001F600\u0130";
  for (int round = 0; round < 100'000; ++round) {
    std::string text;
    for (std::size_t i = random() % 81; i-- != 0;) {
      const std::string c = utf8(alphabet[random() % (random() % 4 == 0 ? alphabet.size() : 20)]);
      for (std::size_t n = random() % 6 == 0 ? 1 + random() % 9 : 1; n-- != 0;) text += c;
    }
    const std::string expected = fold_slowly(text);
    ASSERT_EQ(folded_at(round % 33, text, "a"), expected) << hex(text);
    ASSERT_EQ(fold(text), expected) << hex(text);
  }
}

}  // namespace
}  // namespace tamis::test
