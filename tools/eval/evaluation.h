#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "eval/labelled_messages.h"
#include "eval/proportion.h"
#include "tamis/pipeline.h"

namespace tamis::tools {

/// How hits and labels agree.
struct Agreement {
  std::uint64_t true_hits = 0;
  std::uint64_t false_hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t true_passes = 0;

  Proportion precision() const noexcept { return {true_hits, true_hits + false_hits}; }
  Proportion recall() const noexcept { return {true_hits, true_hits + misses}; }
  Proportion false_positive_rate() const noexcept { return {false_hits, false_hits + true_passes}; }
  double f1() const noexcept {
    const Proportion twice{2 * true_hits, 2 * true_hits + false_hits + misses};
    return twice.value();
  }
};

struct LabelCount {
  bool is_harmful = false;
  std::array<std::uint64_t, kActionCount> actions{};
  Proportion hits;
};

/// A message to look at.
struct Example {
  std::string id;
  std::string text;  ///< only where texts are asked for
};

struct RuleCount {
  std::string rule;
  std::uint64_t true_hits = 0;   ///< harmful messages that are hits, and that it hits
  std::uint64_t false_hits = 0;  ///< harmless ones
  std::uint64_t weak = 0;        ///< harmful messages that it hits, but that are no hits
  std::vector<Example> false_examples;
  std::vector<Example> weak_examples;
};

/// What a rule set makes of messages whose categories are known.
///
/// A message that belongs to several categories is found once it is a hit in one of them: data
/// often cannot tell spam from fraud. So it counts as a miss of a category only where it is no hit
/// in any of its own.
class Evaluation {
 public:
  struct Options {
    Action action = Action::review;  ///< what counts as a hit: this, or a stronger one
    Categories in;                   ///< hits in other categories do not count; empty: all do
    bool keep_text = false;          ///< of examples
    std::size_t examples = 3;        ///< of each rule
  };
  static constexpr std::size_t kThresholds = 101;

  Evaluation(const RuleSet& rules, Options options);

  void add(const Labelled& labelled, const Screening& screening);

  const RuleSet& rules() const noexcept { return rules_; }
  const Options& options() const noexcept { return options_; }
  const Agreement& all() const noexcept { return all_; }
  const std::vector<Agreement>& categories() const noexcept { return categories_; }
  const std::map<std::string, LabelCount>& labels() const noexcept { return labels_; }
  const std::vector<RuleCount>& by_rule() const noexcept { return by_rule_; }
  /// Harmful messages on which no rule of a category that counts hits at all.
  std::uint64_t untouched() const noexcept { return untouched_; }
  const std::vector<Example>& untouched_examples() const noexcept { return untouched_examples_; }
  /// Messages by the category that they belong to, and by the one that they hit most; the last row
  /// and column stand for none.
  const std::vector<std::vector<std::uint64_t>>& confusion() const noexcept { return confusion_; }
  /// What the agreement would be if a score of `index / 100` in any category were a hit.
  Agreement at_threshold(std::size_t index) const noexcept;
  /// Whether some message belongs to several categories.
  bool has_several() const noexcept { return has_several_; }
  std::uint64_t unscreened() const noexcept { return unscreened_; }

 private:
  bool counts(std::uint32_t category) const noexcept { return counts_[category] != 0; }
  void find_hits(const Screening& screening);
  void add_to_categories(bool found);
  void add_to_rules(const Labelled& labelled, const Screening& screening, bool hit);
  Example example(const Labelled& labelled, const Screening& screening) const;

  const RuleSet& rules_;
  Options options_;
  std::vector<char> counts_;
  Agreement all_;
  std::vector<Agreement> categories_;
  std::map<std::string, LabelCount> labels_;
  std::vector<RuleCount> by_rule_;
  std::vector<Example> untouched_examples_;
  std::vector<std::vector<std::uint64_t>> confusion_;
  std::array<std::uint64_t, kThresholds> harmful_scores_{};
  std::array<std::uint64_t, kThresholds> harmless_scores_{};
  bool has_several_ = false;
  std::uint64_t untouched_ = 0;
  std::uint64_t unscreened_ = 0;

  // Of the message at hand.
  std::vector<char> expected_;  ///< by category
  std::vector<char> hit_;       ///< by category
  std::size_t strongest_ = 0;   ///< the category that it hits most; their count: none
  double score_ = 0;
};

}  // namespace tamis::tools
