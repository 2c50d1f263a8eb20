#pragma once

#include <span>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/judge/evaluator.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// Makes verdicts of hits: which rules hold, what their scores add up to, what the policy does
/// about it. One for each thread; the rule set outlives it.
class Judge {
 public:
  explicit Judge(const RuleSet& rules);

  /// Fills `batch.verdicts`, one a message, and what they refer to. Only for a message that a rule
  /// holds on, or whose skeleton has a hit, is it worked out where in the original text that is.
  /// What a joined text shows is found on the newest of its messages; the joined texts behind
  /// `batch.messages` are gone afterwards.
  void judge(Batch& batch);

  /// Of one rule in one message, so many findings are told at most; the score does not depend on
  /// it.
  static constexpr std::size_t kMaxFindings = 32;

 private:
  void judge_message(Batch& batch, std::uint32_t index, std::string_view folded,
                     std::span<const Hit> hits, std::span<const SkeletonHit> hidden);
  void place_in_folded(const Message& message, std::span<const SkeletonHit> hidden);
  void add_findings(Batch& batch, std::uint32_t rule, std::span<const Match> matches,
                    std::span<const SkeletonHit> hidden);
  void add_score(Batch& batch, Verdict& verdict, const Rule& rule);
  void attach_joined(Batch& batch);
  void attach(Batch& batch, const JoinedText& joined, std::uint32_t index, Range findings);
  void decide_on(Batch& batch, const Message& message, Verdict& verdict) const;
  void map_to_original(Batch& batch, const Verdict& verdict, const Message& message);

  const RuleSet& rules_;
  Evaluator evaluator_;
  PaddedBuffer refolded_;
  OffsetMap offsets_;
  std::vector<Evaluator::SkeletonOccurrence> hidden_;  ///< of the message
  std::vector<std::uint32_t> rules_told_;              ///< of a joined text and its newest message
};

}  // namespace tamis
