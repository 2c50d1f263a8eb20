// Words of letters, digits and signs, laid over terms by the engine and by a reference that tries
// every reading of every letter.
#include "tamis/match/skeleton_term.h"

#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace tamis {
namespace {

constexpr std::u32string_view kLetters = U"sabeo";
constexpr std::u32string_view kDigits = U"5480";  // s a b o

char32_t reading_of(char32_t digit) {
  return digit == '5' ? 's' : digit == '4' ? 'a' : digit == '8' ? 'b' : digit == '0' ? 'o' : 0;
}

struct Word {
  std::u32string text;
  std::vector<SkeletonLetter> letters;
};

Word random_word(std::mt19937& random, std::size_t size) {
  Word word;
  while (word.text.size() < size) {
    const bool is_digit = random() % 3 == 0;
    const char32_t c =
        is_digit ? kDigits[random() % kDigits.size()] : kLetters[random() % kLetters.size()];
    const char32_t read = is_digit ? reading_of(c) : c;
    const char32_t last = word.text.empty() ? 0 : word.text.back();
    if (last == c || reading_of(last) == read || last == read) continue;  // no runs
    SkeletonLetter letter;
    letter.plain = c;
    letter.is_word = true;
    letter.is_digit = is_digit;
    letter.is_ascii_letter = !is_digit;
    letter.gap = word.text.empty() ? Gap::stop : Gap::none;
    if (is_digit) {
      letter.readings = 1U << (read - 'a');
      letter.disguise = Evasion::leetspeak;
    }
    const auto at = static_cast<std::uint32_t>(word.text.size());
    letter.origin = {at, at + 1};
    word.text += c;
    word.letters.push_back(letter);
  }
  return word;
}

/// Every way to read a word, letters for digits or the digits themselves.
std::set<std::u32string> readings_of(const std::u32string& text) {
  std::set<std::u32string> readings{U""};
  for (const char32_t c : text) {
    std::set<std::u32string> longer;
    for (const std::u32string& start : readings) {
      longer.insert(start + c);
      if (reading_of(c) != 0) longer.insert(start + reading_of(c));
    }
    readings = std::move(longer);
  }
  return readings;
}

bool is_found(const std::u32string& term, const std::u32string& text) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < std::min(term.size(), text.size()); ++i) digits += term[i] != text[i];
  if (digits == 0 || term.size() < 3 || !readings_of(text).contains(term)) return false;
  if (term.size() == 3 && text.back() >= '0' && text.back() <= '9') return false;
  return term.size() < 5 ? 2 * digits <= term.size() : 3 * digits <= 2 * term.size();
}

SkeletonTerm term_of(std::u32string letters) {
  return {.letters = std::move(letters), .word_begin = true, .word_end = true};
}

/// Terms that are looked for as they are written ask for none.
struct NoWords final : LetterWords {
  void start(std::span<const SkeletonLetter> /*letters*/) noexcept override {}
  bool begins(std::size_t /*letter*/) override {
    ADD_FAILURE();
    return false;
  }
};

std::optional<Alignment> align_alone(const SkeletonTerm& term,
                                     std::span<const SkeletonLetter> letters, KeyHit hit) {
  NoWords words;
  return align(term, letters, hit, words);
}

TEST(Alignment, FindsWhatSomeReadingIs) {
  std::mt19937 random(1);
  std::size_t found = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t size = 2 + random() % 5;
    const Word word = random_word(random, size);
    std::u32string term = word.text;
    for (char32_t& c : term) {
      if (reading_of(c) != 0 && random() % 8 != 0) c = reading_of(c);
      if (random() % 40 == 0) c = kLetters[random() % kLetters.size()];
    }
    const auto end = static_cast<std::uint32_t>(size);
    const auto alignment = align_alone(term_of(term), word.letters, {0, end - 1, end});
    ASSERT_EQ(alignment.has_value(), is_found(term, word.text))
        << std::string(term.begin(), term.end()) << " in "
        << std::string(word.text.begin(), word.text.end());
    if (!alignment) continue;
    ++found;
    EXPECT_EQ(alignment->origin, (TextSpan{0, end}));
    EXPECT_EQ(alignment->undone, EvasionSet(Evasion::leetspeak));
  }
  EXPECT_GT(found, 2'000U);
}

TEST(Alignment, NothingUndoneIsNothingFound) {
  std::mt19937 random(2);
  for (int i = 0; i < 1'000; ++i) {
    const Word word = random_word(random, 3 + random() % 4);
    const auto end = static_cast<std::uint32_t>(word.text.size());
    EXPECT_FALSE(align_alone(term_of(word.text), word.letters, {0, end - 1, end}));
  }
}

TEST(Alignment, OfAVeryLongRunEnds) {
  std::vector<SkeletonLetter> letters(100'000);
  for (SkeletonLetter& letter : letters) {
    letter.plain = 'a';
    letter.gap = Gap::none;
    letter.is_repeated = true;
  }
  EXPECT_FALSE(align_alone(term_of(U"abc"), letters, {0, 99'999, 100'000}));
}

}  // namespace
}  // namespace tamis
