#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/phrases.h"

namespace tamis {

/// In ten-thousandths, so that sums are exact whatever their order.
using Weight = std::int64_t;
inline constexpr Weight kWeightUnit = 10'000;
constexpr double as_number(Weight weight) noexcept {
  return double(weight) / double(kWeightUnit);
}

/// A linear classifier: what each phrase says for a text's being of some kind, or against it.
struct WeightedPhrases {
  struct Phrase {
    std::uint64_t hash;
    Weight weight;
  };
  std::uint32_t pattern = 0;    ///< that stands for it among the patterns
  bool on_demand = false;       ///< is not looked for in all texts, only asked for
  Weight threshold = 0;         ///< what the phrases of a text must weigh together
  std::vector<Phrase> phrases;  ///< no two of one hash
};

/// Several of them, for looking all up at once. Immutable; may be shared by threads.
class PhraseWeights {
 public:
  explicit PhraseWeights(std::vector<WeightedPhrases> models);

  struct Entry {
    std::uint32_t model;
    Weight weight;
  };
  /// What a phrase weighs in which models, as a range of `entries()`; empty if in none.
  Range find(std::uint64_t phrase) const noexcept;
  std::span<const Entry> entries() const noexcept { return entries_; }

  std::span<const WeightedPhrases> models() const noexcept { return models_; }
  Weight threshold(std::uint32_t model) const noexcept { return models_[model].threshold; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Range entries;  ///< empty: the slot is free
  };

  std::vector<WeightedPhrases> models_;
  std::vector<Entry> entries_;  ///< by phrase
  std::vector<Slot> slots_;     ///< open addressing; their number is a power of two
};

/// Weighs texts: each phrase counts once in a window of `kWindow` tokens, half of which the next
/// window shares, and the heaviest window is the text's weight, so that what is said in a long text
/// weighs as much as alone. One for each thread; what it is made of outlives it.
class Weigher {
 public:
  Weigher(const PhraseWeights& weights, WordRules words);

  /// Adds to `batch.folded.hits`, for each text that reaches the threshold of a model that is not
  /// on demand, a hit of that model's pattern, of no known place. Messages joined to one text are
  /// no text that a model was learned from, and are left out.
  void match(Batch& batch);

  /// A phrase that speaks for a model, or against it.
  struct Phrase {
    TextSpan span;
    Weight weight;
  };
  /// What a text weighs in a model, but for phrases that are excused (null: none is), and the
  /// phrases of its heaviest window, in the order of their ends.
  Weight weigh(std::uint32_t model, std::string_view text, std::vector<Phrase>& phrases,
               const std::function<bool(TextSpan)>& is_excused = nullptr);

  static constexpr std::size_t kWindow = 128;

 private:
  /// A phrase of the window that has a weight.
  struct Found {
    TextSpan span;
    Range entries;
  };

  template <typename Take>
  void for_each_window(std::string_view text, const Take& take);
  void find_phrases();
  template <typename Take>
  void for_each_once(const Take& take);

  const PhraseWeights& weights_;
  WordRules words_;
  std::vector<Token> tokens_;  ///< of the window, and one more if the text goes on
  std::vector<Found> found_;
  std::vector<Weight> sums_;  ///< of each model, in this window
  std::vector<Weight> most_;  ///< … in any
  std::vector<Phrase> candidates_;
  // To count each phrase once without clearing: it was seen in this window if its stamp says so.
  std::vector<std::uint64_t> stamps_;  ///< by the first of its entries
  std::uint64_t stamp_ = 0;
};

}  // namespace tamis
