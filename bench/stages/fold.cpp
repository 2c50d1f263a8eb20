#include "stages/stage.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

std::string check(const Workload& workload) {
  for (const auto& batch : workload.batches) {
    const auto& segments = batch->folded.segments;
    if (segments.size() != batch->messages.size())
      return unequal("texts", segments.size(), batch->messages.size());
    for (const JoinedView::Segment& segment : segments) {
      const Message& message = batch->messages[segment.message];
      if (batch->folded.text(segment) != fold(message.text))
        return fmt::format("line {} is folded otherwise than alone", message.line);
    }
  }
  return {};
}

}  // namespace

void add_fold(Workloads& workloads) {
  add_stage("fold", workloads, [](Workload& workload) {
    return Stage{
        .run =
            [](Batch& batch) {
              batch.folded.clear();
              normalize(batch);
            },
        .check = [&workload] { return check(workload); },
        .bytes = text_bytes(workload.corpus.ndjson),
    };
  });
}

}  // namespace tamis::bench
