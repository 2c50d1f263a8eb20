#include "support/stage_clock.h"

#include "support/clock.h"
#include "tamis/emit/emitter.h"
#include "tamis/line_cutter.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/pipeline.h"

namespace tamis::bench {

StageClock::StageClock(std::shared_ptr<const RuleSet> rules)
    : rules_(std::move(rules)),
      decoder_(*FieldMap::make({})),
      skeletonizer_(rules_->skeleton_vocabulary()),
      scanner_(rules_->database(), rules_->patterns(), word_rules()),
      skeleton_scanner_(rules_->skeleton_terms()),
      judge_(*rules_) {}

StageClock::Result StageClock::run(std::string_view ndjson) {
  Result result;
  const auto timed = [&](std::size_t stage, auto&& work) {
    result.seconds[stage] += cpu_seconds_of(CLOCK_THREAD_CPUTIME_ID, work);
  };
  LineCutter cutter(Pipeline::Options().slice, Decoder::kMaxLine);
  MemorySource source(ndjson);
  cutter.begin();
  while (true) {
    batch_.clear();
    if (!cutter.fill(batch_, source).value_or(false)) return result;
    timed(0, [&] { decoder_.decode(batch_); });
    timed(1, [&] { normalize(batch_); });
    timed(2, [&] { skeletonizer_.skeletonize(batch_); });
    timed(3, [&] {
      scanner_.match(batch_);
      skeleton_scanner_.match(batch_, skeletonizer_.words());
    });
    timed(4, [&] { judge_.judge(batch_); });
    timed(5, [&] { emit(*rules_, {}, batch_); });
    for (const Verdict& verdict : batch_.verdicts) result.hits += verdict.findings.count != 0;
  }
}

}  // namespace tamis::bench
