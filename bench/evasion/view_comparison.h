#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/judge/judge.h"
#include "tamis/match/scanner.h"
#include "tamis/match/skeleton_scanner.h"
#include "tamis/normalize/skeleton.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

/// A rule that holds on a text by both views, and not by the folded view alone.
struct HitBeyondFolded {
  const Message& message;
  const Finding& finding;  ///< of the rule; spans are in the message's text
  std::span<const Part> parts;
};

/// Judges texts by both views, and by the folded view alone. For one thread.
class ViewComparison {
 public:
  explicit ViewComparison(std::shared_ptr<const RuleSet> rules);

  using OnHit = std::function<void(const HitBeyondFolded&)>;
  /// Screens the batch's messages. Calls `on_hit` once for each rule that only both views show on a
  /// message. Faults are left in the messages.
  void screen(Batch& batch, const OnHit& on_hit);

 private:
  void judge_folded_alone(Batch& batch);

  std::shared_ptr<const RuleSet> rules_;
  Scanner scanner_;
  Skeletonizer skeletonizer_;
  SkeletonScanner skeleton_scanner_;
  Judge judge_;
  std::vector<Verdict> verdicts_;  ///< by both views, as are the next two
  std::vector<Finding> findings_;
  std::vector<Part> parts_;
};

}  // namespace tamis::bench
