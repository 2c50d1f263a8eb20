#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/phrases.h"

namespace tamis {

/// A linear classifier: what each phrase says for a text's being of some kind, or against it.
struct WeightedPhrases {
  struct Phrase {
    std::uint64_t hash;
    float weight;
  };
  std::uint32_t pattern = 0;    ///< that stands for it among the patterns
  bool on_demand = false;       ///< is not looked for in all texts, only asked for
  float threshold = 0;          ///< what the phrases of a text must weigh together
  std::vector<Phrase> phrases;  ///< no two of one hash
};

/// Several of them, for looking all up at once. Immutable; may be shared by threads.
class PhraseWeights {
 public:
  explicit PhraseWeights(std::vector<WeightedPhrases> models);

  struct Weight {
    std::uint32_t model;
    float weight;
  };
  /// What a phrase weighs in which models, as a range of `weights()`; empty if in none.
  Range find(std::uint64_t phrase) const noexcept;
  std::span<const Weight> weights() const noexcept { return weights_; }

  std::span<const WeightedPhrases> models() const noexcept { return models_; }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Range weights;  ///< empty: the slot is free
  };

  std::vector<WeightedPhrases> models_;
  std::vector<Weight> weights_;  ///< by phrase
  std::vector<Slot> slots_;      ///< open addressing; their number is a power of two
};

/// Weighs texts: each phrase counts once in a window of `kWindow` tokens, and the heaviest window
/// is the text's weight, so that what is said in a long text weighs as much as alone. One for each
/// thread; what it is made of outlives it.
class Weigher {
 public:
  Weigher(const PhraseWeights& weights, WordRules words);

  /// Adds to `view.hits`, for each text that reaches the threshold of a model that is not on
  /// demand, a hit of that model's pattern, of no known place.
  void match(JoinedView& view);

  /// A phrase that speaks for a model.
  struct Phrase {
    TextSpan span;
    float weight;
  };
  /// What a text weighs in a model, and which phrases of its heaviest window speak for that, in the
  /// order of their ends.
  float weigh(std::uint32_t model, std::string_view text, std::vector<Phrase>& phrases);

  static constexpr std::size_t kWindow = 128;

 private:
  /// A phrase of the text that has a weight.
  struct Found {
    std::uint32_t first;  ///< token
    std::uint32_t last;
    Range weights;
  };
  /// Tokens `begin` to `begin + kWindow`, and the first phrase that ends there.
  struct Window {
    std::size_t begin = 0;
    std::size_t found = 0;
  };

  void find_phrases(std::string_view text);
  bool advance(Window& window) const noexcept;
  template <typename Take>
  void for_each_phrase(const Window& window, const Take& take);
  void sum(const Window& window);

  const PhraseWeights& weights_;
  WordRules words_;
  std::vector<Token> tokens_;
  std::vector<Found> found_;  ///< by last token
  std::vector<float> sums_;   ///< of each model, in a window
  std::vector<float> most_;   ///< … in any window
  // To count each phrase once without clearing: it was seen in this window if its stamp says so.
  std::vector<std::uint64_t> stamps_;  ///< by the first of its weights
  std::uint64_t stamp_ = 0;
};

}  // namespace tamis
