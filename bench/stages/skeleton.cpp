#include "tamis/normalize/skeleton.h"

#include "stages/stage.h"
#include "support/rules.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

/// What makes skeletons for a rule set of many terms.
struct SkeletonView {
  std::shared_ptr<const RuleSet> rules = load(invented_words(Workloads::kTerms, 1), {});
  Skeletonizer skeletonizer{rules->skeleton_vocabulary()};

  void make_anew(Batch& batch) {
    batch.skeleton.clear();
    skeletonizer.skeletonize(batch);
  }
};

SkeletonView& skeleton_view() {
  static SkeletonView instance;
  return instance;
}

/// Joined with others, a text has the skeletons that it has alone.
std::string check(const Workload& workload) {
  std::size_t alone = 0;
  std::size_t joined = 0;
  Batch one;
  for (const auto& batch : workload.batches) {
    joined += batch->skeleton.bytes.size();
    for (const Message& message : batch->messages) {
      one.clear();
      one.messages.push_back(message);
      normalize(one);
      skeleton_view().make_anew(one);
      alone += one.skeleton.bytes.size();
    }
  }
  return unequal("bytes of skeletons", joined, alone);
}

}  // namespace

void add_skeleton(Workloads& workloads) {
  add_stage("skeleton", workloads, [](Workload& workload) {
    skeleton_view();  // made here, not while the clock runs
    return Stage{
        .run = [](Batch& batch) { skeleton_view().make_anew(batch); },
        .check = [&workload] { return check(workload); },
        .bytes = workload.folded_bytes,
    };
  });
}

}  // namespace tamis::bench
