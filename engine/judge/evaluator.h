#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/match/trigrams.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// Where a condition holds. Spans are in the view.
struct Match {
  TextSpan span;
  Range parts;  ///< indices for `Evaluator::place`
};

/// Decides which rules hold on one text, given the patterns that occur in it. One for each thread;
/// the rule set outlives it. Time is linear in the hits times the places of the rules that
/// want their pattern, but for sorting, whatever they are.
class Evaluator {
 public:
  explicit Evaluator(const RuleSet& rules);

  /// What only the skeleton view shows. `span` says where that is in the folded text.
  struct SkeletonOccurrence {
    std::uint32_t pattern = 0;
    TextSpan span;
    View view = View::skeleton;
  };

  /// Starts on a folded text, with all its hits and what its skeleton adds to them. False if a
  /// regex matches it too often to judge.
  bool begin(std::string_view text, std::span<const Hit> hits,
             std::span<const SkeletonOccurrence> hidden);

  /// Starts likewise, on the rule at index `rule` alone, whether or not it may hold: to explain.
  bool begin_on(std::uint32_t rule, std::string_view text, std::span<const Hit> hits,
                std::span<const SkeletonOccurrence> hidden);

  /// The rules that may hold, ascending: as many of their parts as they want have matches.
  std::span<const std::uint32_t> candidates() const noexcept { return candidates_; }

  /// Where `rule` holds, by begin, none inside another; empty if it does not. Valid until the next
  /// call.
  std::span<const Match> evaluate(const Rule& rule);

  static constexpr std::uint32_t kNotHidden = ~0U;
  /// A place that a match is made of.
  struct Place {
    std::uint32_t use = 0;
    TextSpan span = {};  ///< in the folded text
    /// An index into what `begin` was given as hidden, or `kNotHidden`.
    std::uint32_t hidden = kNotHidden;
    Weight weight = 0;  ///< of a phrase that has one
  };
  /// Of phrases that weigh enough together, so many are told: the heaviest.
  static constexpr std::size_t kMostPhrases = 6;
  const Place& place(std::uint32_t index) const noexcept { return places_[index]; }

  struct Occurrence {
    std::uint32_t leaf;
    Place place;
  };
  /// All that there are of these leaves, excused or not; by leaf, then by begin.
  std::span<const Occurrence> occurrences(Range leaves) const noexcept;

  /// A match of one of the parts that a condition wants, and which part that is.
  struct Item {
    Match match;
    std::uint32_t key;
  };
  /// Is told how `evaluate` comes to its result.
  class Observer {
   public:
    virtual ~Observer() = default;
    /// A place that does not count, for it lies in what excuses.
    virtual void on_excused(const Occurrence& occurrence) = 0;
    /// A condition is evaluated, after all below it. Nothing below it is if `excuse` excuses all of
    /// it.
    virtual void on_condition(std::uint32_t condition, std::span<const Item> matches,
                              std::optional<TextSpan> excuse) = 0;
  };
  /// `observer` outlives this; null: nobody.
  void observe(Observer* observer) noexcept { observer_ = observer; }

 private:
  void note_hits(std::span<const Hit> hits, std::span<const SkeletonOccurrence> hidden);
  void note_uses(std::uint32_t pattern, View view);
  void keep_candidates();
  bool may_hold(std::uint32_t condition, bool asks);
  bool may_match(std::uint32_t regex);
  bool find_occurrences(std::span<const Hit> hits, std::span<const SkeletonOccurrence> hidden);
  void start(std::string_view text, bool matches_all);
  bool match_until_refuted(std::uint32_t condition);
  void match_rest(std::uint32_t condition, bool is_wanted);
  bool match_leaf(std::uint32_t leaf);
  void match_regex(std::uint32_t pattern);
  void match_weights(std::uint32_t pattern);
  void add_occurrences(std::uint32_t pattern, const Place& place, View view = View::folded);
  void evaluate(std::uint32_t condition);
  std::optional<TextSpan> excuse_of(const Condition& condition);
  void collect_inner(const Condition& condition);
  void push_excuses(std::size_t from);
  void push_leaf(const Condition& condition);
  void push_weighed(std::uint32_t use);
  void keep_chains(std::size_t from, const Condition& condition);
  bool near(TextSpan before, TextSpan after, std::uint32_t within) const noexcept;
  bool lies_in_excuse(TextSpan span) const noexcept;

  const RuleSet& rules_;
  Observer* observer_ = nullptr;
  std::string_view text_;
  std::vector<Occurrence> occurrences_;  ///< of this text, by leaf, then by begin
  std::vector<std::uint32_t> candidates_;
  bool matches_all_ = false;  ///< regexes that cannot matter, too: to explain
  bool is_flooded_ = false;   ///< a regex matches too often

  // Texts are numbered. Of each leaf, the last one that it may have a match in, and did have one.
  // Of each pattern, the last one that its regex may match, and was matched on.
  std::uint64_t text_number_ = 0;
  std::vector<std::uint64_t> leaf_hit_;
  std::vector<std::uint64_t> leaf_found_;
  std::vector<std::uint64_t> regex_hit_;
  std::vector<std::uint64_t> regex_done_;
  struct Answer {
    std::uint64_t text = 0;
    bool may_match = false;
  };
  std::vector<Answer> answers_;  ///< of each pattern: the last one that its trigrams were asked of
  Trigrams trigrams_;
  std::uint64_t trigrams_text_ = 0;  ///< the last one that they were taken from
  std::vector<std::vector<std::uint32_t>> leaf_regexes_;  ///< of each leaf, and its weights
  std::vector<std::vector<std::uint32_t>> on_demand_;     ///< … those that are not looked for
  std::vector<std::vector<std::uint32_t>> by_effort_;     ///< each condition's children
  std::vector<TextSpan> regex_matches_;
  Weigher weigher_;
  std::vector<Weigher::Phrase> phrases_;
  std::vector<Place> places_;
  std::vector<Item> items_;  ///< a stack: what the conditions being evaluated have found so far
  std::vector<Match> result_;

  // Excuses in force: frames of spans by begin, each with the furthest end up to and with it.
  struct Excuse {
    std::uint32_t begin;
    std::uint32_t furthest_end;
  };
  std::vector<Excuse> excuses_;
  std::vector<std::size_t> frames_;  ///< where each frame begins
  std::vector<TextSpan> inner_;      ///< what an `unless` may contain

  // To count different keys without clearing: a key was seen in this count if its stamp is
  // `stamp_`.
  std::vector<std::uint64_t> stamps_;
  std::uint64_t stamp_ = 0;
  std::vector<Item> picked_;
};

}  // namespace tamis
