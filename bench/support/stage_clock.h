#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "tamis/base/batch.h"
#include "tamis/decode/decoder.h"
#include "tamis/judge/judge.h"
#include "tamis/match/scanner.h"
#include "tamis/match/skeleton_scanner.h"
#include "tamis/normalize/skeleton.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

/// The stages on the calling thread, each timed by the thread's CPU clock.
class StageClock {
 public:
  static constexpr std::array<std::string_view, 6> kStages{"decode", "normalize", "skeleton",
                                                           "match",  "judge",     "emit"};
  using Seconds = std::array<double, kStages.size()>;

  explicit StageClock(std::shared_ptr<const RuleSet> rules);

  struct Result {
    Seconds seconds{};
    std::size_t hits = 0;  ///< messages with a finding
  };
  Result run(std::string_view ndjson);

 private:
  std::shared_ptr<const RuleSet> rules_;
  Decoder decoder_;
  Skeletonizer skeletonizer_;
  Scanner scanner_;
  SkeletonScanner skeleton_scanner_;
  Judge judge_;
  Batch batch_;
};

}  // namespace tamis::bench
