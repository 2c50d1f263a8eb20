// Leetspeak, its signs in groups: |3|_|\/. Read from the left and each group as long as it can be
// (see leet_sequences.h), most words come out; but after |> of |>|_|C1T, |_| is no u. So ways are
// tried, the longest group first, as long as what has been read begins a word of a term. There is
// no standard.
#include "tamis/normalize/skeleton/drawn_words.h"

#include <algorithm>
#include <array>

#include "tamis/normalize/skeleton/leet_sequences.h"
#include "tamis/normalize/skeleton/letter_table.h"
#include "tamis/normalize/skeleton/look_alikes.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

constexpr std::size_t kLongest = 96;        // characters of a word
constexpr std::size_t kStepsEach = 6;       // that are tried, for each of a word's characters
constexpr std::size_t kFewestForPairs = 3;  // letters
constexpr std::size_t kMostBrackets = 2;    // before a word

bool ends_word(char32_t c) noexcept {
  const Kind kind = LetterTable::instance().kind(c);
  return kind == Kind::space || kind == Kind::line_end;
}

/// What may stand around a word: each sign that is no letter and no digit.
bool is_bracket(char32_t c) noexcept {
  return LetterTable::instance().kind(c) != Kind::letter;
}

bool is_leet(const Character& c) noexcept {
  return leet_readings(c.value) != 0;
}

/// Whether several characters of a word may be one letter.
bool may_be_drawn(std::span<const Character> word) noexcept {
  for (std::size_t at = 0; at < word.size(); ++at) {
    const auto rest = word.subspan(at);
    if (leet_sequence(rest).size != 0 || leet_pair(rest).size != 0) return true;
  }
  return false;
}

/// A way through a word.
class Way {
 public:
  struct Step {
    std::size_t begin;
    std::size_t size;
    std::uint32_t readings;  ///< of signs that are drawn together; 0: one that stands for itself
  };

  Way(std::span<const Character> word, const SkeletonVocabulary& vocabulary)
      : word_(word), vocabulary_(vocabulary), steps_left_(kStepsEach * word.size()) {}

  /// Whether there is one, brackets or not, that is not what everybody sees.
  bool find() {
    if (word_.size() > kLongest || !may_be_drawn(word_)) return false;
    for (std::size_t begin = 0; begin <= kMostBrackets && begin < word_.size(); ++begin) {
      if (goes_on(begin, {})) return is_disguised();
      if (!is_bracket(word_[begin].value)) break;
    }
    return false;
  }
  std::span<const Step> steps() const noexcept { return std::span(steps_).first(count_); }

 private:
  using KeyHash = SkeletonVocabulary::KeyHash;

  /// Among letters alone, ph is an f in longer words only.
  bool is_disguised() const noexcept {
    if (std::ranges::any_of(word_, is_leet)) return true;
    const bool is_plain =
        std::ranges::all_of(word_, [](const Character& c) { return c.value < 0x80; });
    return is_plain && count_ >= kFewestForPairs &&
           std::ranges::any_of(steps(), [](const Step& step) { return step.size > 1; });
  }

  bool goes_on(std::size_t at, KeyHash key) {
    if (steps_left_ == 0) return false;
    --steps_left_;
    if (at < word_.size()) {
      const auto rest = word_.subspan(at);
      for (std::size_t rank = 0;; ++rank) {
        const LeetSequence drawn = leet_sequence(rest, rank);
        if (drawn.size == 0) break;
        if (takes({at, drawn.size, drawn.readings}, symbol_of(drawn.readings), key)) return true;
      }
      if (const LeetSequence pair = leet_pair(rest);
          pair.size != 0 && takes({at, pair.size, pair.readings}, symbol_of(pair.readings), key))
        return true;
      const LetterTable::Entry entry = LetterTable::instance()[word_[at].value];
      if ((entry.kind == Kind::letter || entry.kind == Kind::symbol) &&
          takes({at, 1, 0}, entry.symbol, key))
        return true;
    }
    return key.size() != 0 && vocabulary_.may_be_of_term(key) &&
           std::ranges::all_of(word_.subspan(at), is_bracket, &Character::value);
  }

  bool takes(Step step, char32_t symbol, KeyHash key) {
    key.add(symbol);
    if (!vocabulary_.may_begin_word(key)) return false;
    steps_[count_++] = step;
    if (goes_on(step.begin + step.size, key)) return true;
    --count_;
    return false;
  }

  std::span<const Character> word_;
  const SkeletonVocabulary& vocabulary_;
  std::array<Step, kLongest> steps_;
  std::size_t count_ = 0;
  std::size_t steps_left_;
};

/// Puts together what a step takes.
Character joined(std::span<const Character> signs, std::uint32_t readings) {
  Character whole = signs.front();
  whole.readings = readings;
  whole.origin.end = signs.back().origin.end;
  for (const Character& sign : signs) whole.undone |= sign.undone;
  return whole;
}

void append(std::span<const Character> more, Characters& characters) {
  characters.insert(characters.end(), more.begin(), more.end());
}

}  // namespace

bool read_drawn_words(std::span<const Character> characters, const SkeletonVocabulary& vocabulary,
                      Characters& read) {
  read.clear();
  bool any = false;
  for (std::size_t at = 0; at < characters.size();) {
    std::size_t end = at;
    while (end < characters.size() && !ends_word(characters[end].value)) ++end;
    const auto word = characters.subspan(at, end - at);
    if (Way way(word, vocabulary); way.find()) {
      any = true;
      std::size_t done = 0;
      for (const Way::Step& step : way.steps()) {
        append(word.subspan(done, step.begin - done), read);
        read.push_back(joined(word.subspan(step.begin, step.size), step.readings));
        done = step.begin + step.size;
      }
      append(word.subspan(done), read);
    } else {
      append(word, read);
    }
    if (end < characters.size()) read.push_back(characters[end++]);
    at = end;
  }
  return any;
}

bool may_be_drawn_word(std::span<const Character> word, const SkeletonVocabulary& vocabulary) {
  return Way(word, vocabulary).find();
}

}  // namespace tamis
