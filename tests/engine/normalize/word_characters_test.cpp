#include <gtest/gtest.h>

#include "reference.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

TEST(WordCharactersTest, LettersAndDigitsOfSpacedScriptsMakeWords) {
  for (const char32_t c : U"azAZ09éßñžøłαωяЯђաქאתابي٣अক한ㄱጀ५\u0301\u0651\u05B0ﬁ") {
    if (c != 0) {
      EXPECT_TRUE(spaced_word_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, OtherScriptsAndSignsDoNot) {
  for (const char32_t c :
       U" _-'.,!?@#$%&*()[]/"
       U"\\|~^+=<>\"\n中文字漢〇ひらがなกขฃລຂကខកខ😀👍❤★→€™\u00A0\u3000。，！？「」\u200D\U0001F3FD") {
    if (c != 0) {
      EXPECT_FALSE(spaced_word_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, KatakanaMakesNoWords) {
  for (const char32_t c : U"カタナァー") {
    if (c != 0) {
      EXPECT_FALSE(spaced_word_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, LettersDigitsMarksAndSymbolsAreContent) {
  for (const char32_t c : U"azAZ09éяא中ひカก한😀👍❤★→€$+<=>^`|~©®\u0301\U0001F3FD½①") {
    if (c != 0) {
      EXPECT_TRUE(content_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, PunctuationAndSpaceAreNot) {
  for (const char32_t c :
       U" \t\n\u00A0\u3000.,;:!?'\"()[]{}-_/\\@#%&*。，！？「」…—«»¡¿\u200B\u200D\u0001") {
    if (c != 0) {
      EXPECT_FALSE(content_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, PicturesAndWhatColorsThemAreEmoji) {
  for (const char32_t c : U"😀👍🏀🤡❤™©\U0001F3FD\U0001F1E8") {
    if (c != 0) {
      EXPECT_TRUE(emoji_characters().contains(c)) << hex(utf8(c));
      EXPECT_TRUE(content_characters().contains(c)) << hex(utf8(c));
    }
  }
  for (const char32_t c : U"az09#*+$€→中 .!\u200D\u0301") {
    if (c != 0) {
      EXPECT_FALSE(emoji_characters().contains(c)) << hex(utf8(c));
    }
  }
}

TEST(WordCharactersTest, NothingIsPastUnicode) {
  for (const char32_t c : {0x110000U, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
    EXPECT_FALSE(spaced_word_characters().contains(c));
    EXPECT_FALSE(content_characters().contains(c));
  }
}

}  // namespace
}  // namespace tamis::test
