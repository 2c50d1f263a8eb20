#include "tamis/normalize/skeleton/drawn_words.h"

#include <string>

#include <gtest/gtest.h>

#include "tamis/normalize/skeleton/look_alikes.h"

namespace tamis {
namespace {

/// The text as it is read, what is put together by the first letter it may be; nothing if no word
/// is read.
std::string read(std::string_view text) {
  static const VocabularyTerm kTerms[]{{"click", "cick"}, {"free phone", "free fone"}};
  static const SkeletonVocabulary vocabulary(kTerms);
  Characters characters;
  Characters found;
  decode(text, characters);
  if (!read_drawn_words(characters, vocabulary, 0, found)) return "";
  std::string result;
  for (const Character& c : found) {
    result += char(c.value);
    for (char letter = 'a'; letter <= 'z'; ++letter) {
      if ((c.readings & letter_bit(char32_t(letter))) == 0) continue;
      result.back() = letter;
      EXPECT_GT(c.origin.end, c.origin.begin + 1);
      break;
    }
  }
  return result;
}

TEST(DrawnWords, AreReadByAWayThatATermHas) {
  EXPECT_EQ(read("now {|_|<|{ it"), "now {l|<k it");
}

TEST(DrawnWords, MayStandInBrackets) {
  EXPECT_EQ(read("(\"{|_|<|{\"), "), "(\"{l|<k\"), ");
}

TEST(DrawnWords, OfNoTermAreLeftAlone) {
  EXPECT_EQ(read("|_|<|{ and a phone"), "");
}

TEST(DrawnWords, OfManySignsEnd) {
  EXPECT_EQ(read(std::string(90, '|') + "_"), "");
  EXPECT_EQ(read(std::string(100'000, '|')), "");
}

}  // namespace
}  // namespace tamis
