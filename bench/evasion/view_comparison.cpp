#include "view_comparison.h"

#include <algorithm>
#include <set>
#include <span>

#include "tamis/base/screening.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {

ViewComparison::ViewComparison(std::shared_ptr<const RuleSet> rules)
    : rules_(std::move(rules)),
      scanner_(rules_->database(), rules_->patterns(), word_rules()),
      skeletonizer_(rules_->skeleton_vocabulary()),
      skeleton_scanner_(rules_->skeleton_terms()),
      judge_(*rules_) {}

void ViewComparison::screen(Batch& batch, const OnHit& on_hit) {
  normalize(batch);
  skeletonizer_.skeletonize(batch);
  scanner_.match(batch);
  skeleton_scanner_.match(batch, skeletonizer_.words());
  if (batch.skeleton.hits.empty()) return;
  judge_.judge(batch);
  judge_folded_alone(batch);
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    std::set<std::uint32_t> told;
    for (const Finding& finding : Screening(batch, i).findings()) told.insert(finding.rule);
    const Range range = verdicts_[i].findings;
    for (const Finding& finding : std::span(findings_).subspan(range.first, range.count)) {
      if (!told.insert(finding.rule).second) continue;
      on_hit({batch.messages[i], finding,
              std::span(parts_).subspan(finding.parts.first, finding.parts.count)});
    }
  }
}

/// What the folded view alone makes of the messages, in the batch; what both make, kept aside.
void ViewComparison::judge_folded_alone(Batch& batch) {
  verdicts_.clear();
  findings_.clear();
  parts_.clear();
  std::swap(verdicts_, batch.verdicts);
  std::swap(findings_, batch.findings);
  std::swap(parts_, batch.parts);
  batch.categories.clear();
  batch.skeleton.hits.clear();
  judge_.judge(batch);
}

}  // namespace tamis::bench
