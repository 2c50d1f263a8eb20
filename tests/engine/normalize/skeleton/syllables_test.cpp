#include "tamis/normalize/skeleton/syllables.h"

#include <map>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <unicode/translit.h>

#include "tamis/normalize/skeleton/split_characters.h"

namespace tamis {
namespace {

std::string latin_of(char32_t c) {
  static UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::Transliterator> latin(
      icu::Transliterator::createInstance("Han-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  icu::UnicodeString reading{UChar32(c)};
  latin->transliterate(reading);
  std::string text;
  return reading.toUTF8String(text);
}

TEST(Syllables, AreTheSameForWhatIcuReadsAlike) {
  std::map<std::string, char32_t> symbols;
  std::set<char32_t> seen;
  for (char32_t c = 0x4E00; c < 0xA000; c += 7) {
    const std::string reading = latin_of(c);
    if (reading[0] < 'a' || reading[0] > 'z') {
      EXPECT_EQ(syllable_of(c), 0U) << std::hex << std::uint32_t(c);
      continue;
    }
    const auto [known, is_new] = symbols.try_emplace(reading, syllable_of(c));
    EXPECT_EQ(syllable_of(c), known->second) << reading;
    if (is_new) {
      EXPECT_TRUE(seen.insert(known->second).second) << reading;
    }
  }
  EXPECT_GT(symbols.size(), 350U);
  EXPECT_LT(symbols.size(), 500U);
}

TEST(Syllables, AreNoneOfWhatIsNoIdeograph) {
  for (const char32_t c : U"a1 ,\u3042\uAC00\U0001F600\U000F0001") EXPECT_EQ(syllable_of(c), 0U);
}

TEST(SplitCharacters, AreTwoCharactersOfTheirOwn) {
  EXPECT_EQ(halves_of(U'好'), U"女子");
  EXPECT_EQ(halves_of(U'信'), U"人言");
  EXPECT_EQ(standing_half(U'亻'), U'人');
  EXPECT_EQ(standing_half(U'女'), U'女');
  EXPECT_EQ(halves_of(U'一'), U"");
  EXPECT_EQ(halves_of(U'a'), U"");
}

}  // namespace
}  // namespace tamis
