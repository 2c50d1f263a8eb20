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

constexpr std::size_t kLongestDrawn = 96;   // characters of a word
constexpr std::size_t kStepsEach = 6;       // that are tried, for each of a word's characters
constexpr std::size_t kFewestForPairs = 3;  // letters
constexpr std::size_t kMostBrackets = 2;    // before a word

bool ends_word(char32_t c) noexcept {
  const Kind kind = LetterTable::instance().kind(c);
  return kind == Kind::space || kind == Kind::line_end;
}

bool is_letter(char32_t c) noexcept {
  return LetterTable::instance().kind(c) == Kind::letter;
}

/// What may stand around a word: each sign that is no letter and no digit.
bool may_surround(char32_t c) noexcept {
  return !is_letter(c);
}

bool is_leet(const Character& c) noexcept {
  return leet_readings(c.value) != 0;
}

/// A way through a word.
class Way {
 public:
  struct Step {
    std::size_t begin;
    std::size_t size;
    std::uint32_t readings;  ///< of signs that are drawn together; 0: one that stands for itself
  };

  /// `open_from`: from where on nothing closes a bracket, which may be a c then.
  Way(std::span<const Character> word, const SkeletonVocabulary& vocabulary, std::size_t open_from)
      : word_(word),
        vocabulary_(vocabulary),
        open_from_(open_from),
        steps_left_(kStepsEach * word.size()) {}

  /// How many there are, `most` at most, brackets or not, that are not what everybody sees.
  std::size_t find(std::size_t most) {
    if (word_.size() > kLongestDrawn || !may_be_drawn()) return 0;
    most_ = std::min(most, kMostDrawnWays);
    for (std::size_t begin = 0; begin <= kMostBrackets && begin < word_.size(); ++begin) {
      if (goes_on(begin, {}) || !may_surround(word_[begin].value)) break;
    }
    return found_;
  }
  /// Those of the last one.
  std::span<const Step> steps() const noexcept { return std::span(chosen_).first(chosen_count_); }

 private:
  using KeyHash = SkeletonVocabulary::KeyHash;

  /// Whether several characters may be one letter.
  bool may_be_drawn() const noexcept {
    for (std::size_t at = 0; at < word_.size(); ++at) {
      const auto rest = word_.subspan(at);
      if (leet_sequence(rest).size != 0 || leet_pair(rest).size != 0 || may_be_c(at)) return true;
    }
    return false;
  }
  bool may_be_c(std::size_t at) const noexcept {
    return at >= open_from_ && word_[at].value == '(';
  }

  /// Among letters alone, ph is an f in longer words only.
  bool is_disguised() const noexcept {
    if (std::ranges::any_of(word_, is_leet)) return true;
    const auto is_drawn = [&](const Step& step) {
      return step.readings != 0 &&
             (!is_letter(word_[step.begin].value) || (step.size > 1 && count_ >= kFewestForPairs));
    };
    return std::any_of(steps_.begin(), steps_.begin() + std::ptrdiff_t(count_), is_drawn) &&
           std::ranges::all_of(word_, [](const Character& c) { return c.value < 0x80; });
  }

  /// Whether there are enough.
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
      if (may_be_c(at) && takes({at, 1, letter_bit('c')}, letter_class('c'), key)) return true;
      const LetterTable::Entry entry = LetterTable::instance()[word_[at].value];
      if ((entry.kind == Kind::letter || entry.kind == Kind::symbol) &&
          takes({at, 1, 0}, entry.symbol, key))
        return true;
    }
    return key.size() != 0 && vocabulary_.may_be_of_term(key) && is_disguised() &&
           std::ranges::all_of(word_.subspan(at), may_surround, &Character::value) &&
           is_enough(key.value());
  }

  /// Takes note of a way, unless another reads the same.
  bool is_enough(std::uint64_t word) noexcept {
    const auto known = std::span(words_).first(found_);
    if (std::ranges::find(known, word) != known.end()) return false;
    words_[found_++] = word;
    std::copy_n(steps_.begin(), count_, chosen_.begin());
    chosen_count_ = count_;
    return found_ == most_;
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
  std::size_t open_from_;
  std::array<Step, kLongestDrawn> steps_;
  std::size_t count_ = 0;
  std::array<Step, kLongestDrawn> chosen_;
  std::size_t chosen_count_ = 0;
  std::array<std::uint64_t, kMostDrawnWays> words_;  ///< what has been found, hashed
  std::size_t found_ = 0;
  std::size_t most_ = 0;
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
                      std::size_t rank, Characters& read) {
  read.clear();
  bool any = false;
  const std::size_t open_from = brackets_end(characters);
  for (std::size_t at = 0; at < characters.size();) {
    std::size_t end = at;
    while (end < characters.size() && !ends_word(characters[end].value)) ++end;
    const auto word = characters.subspan(at, end - at);
    Way way(word, vocabulary, open_from - std::min(open_from, at));
    if (const std::size_t found = way.find(rank + 1); found != 0) {
      any |= found > rank;
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
  return Way(word, vocabulary, brackets_end(word)).find(1) != 0;
}

}  // namespace tamis
