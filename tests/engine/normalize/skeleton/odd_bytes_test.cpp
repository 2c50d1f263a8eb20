#include "tamis/normalize/skeleton/odd_bytes.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tamis/normalize/skeleton/english.h"

namespace tamis {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kLettersOrNone = "abcdefghijklmnopqrstuvwxyz ";

char32_t letter_or_0(char c) {
  return c == ' ' ? U'\0' : char32_t(c);
}

/// Whether one of the characters is odd in a text that has nothing else but spaces.
bool is_odd(std::string_view characters) {
  std::string text(16, ' ');
  text += characters;
  text.resize(128, ' ');
  return odd_bytes(text.data() + 8).in_word != 0;
}

TEST(OddBytes, AreThePairsThatEnglishHasNot) {
  for (const char before : kLettersOrNone) {
    for (const char c : kLetters) {
      for (const char after : kLettersOrNone) {
        if (before == c || after == c) continue;
        if (before == ' ' && c == 'l') continue;  // only behind an apostrophe
        const std::string_view others = "zvp";    // odd by themselves
        if (others.find(before) != others.npos || others.find(c) != others.npos) continue;
        if (others.find(after) != others.npos) continue;
        const std::string text{before, c, c, after};
        EXPECT_EQ(is_odd(text), doubles_oddly(letter_or_0(before), char32_t(c), letter_or_0(after)))
            << '"' << text << '"';
      }
    }
  }
}

TEST(OddBytes, AreLettersThatStandForOthers) {
  for (const char c : kLetters) {
    for (const char after : kLettersOrNone) {
      if (c == 'a' || after == c) continue;
      const std::string text{'a', c, after};
      EXPECT_EQ(is_odd(text), is_slang(char32_t(c), letter_or_0(after)) ||
                                  is_slang(letter_or_0(after), 0) || text == "aph")
          << '"' << text << '"';
    }
  }
}

TEST(OddBytes, DoNotHoldWordsWithApostrophes) {
  EXPECT_FALSE(is_odd("we'll"));
  EXPECT_FALSE(is_odd("isn't"));
  EXPECT_TRUE(is_odd("f'u'c'k"));
}

}  // namespace
}  // namespace tamis
