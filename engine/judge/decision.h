#pragma once

#include <cstdint>
#include <span>

#include "tamis/base/message.h"
#include "tamis/base/verdict.h"
#include "tamis/ruleset/policy.h"

namespace tamis {

/// What a policy makes of scores.
struct Decision {
  Action action = Action::allow;
  bool exempt = false;
  std::uint32_t clause = 0;  ///< the one whose threshold decided, an index into `Policy::clauses`
};

/// Allow unless a score reaches a threshold; the strongest action of any category.
Decision decide(const Policy& policy, const Message& message,
                std::span<const CategoryScore> scores) noexcept;

/// A category's thresholds for a message, and where they come from.
struct EffectiveThresholds {
  struct Source {
    std::uint32_t clause = 0;  ///< an index into `Policy::clauses`
    SourcePlace place;         ///< of the entry in it; none where no entry says anything
  };
  std::optional<double> review;
  std::optional<double> block;
  Source review_from;
  Source block_from;
};
EffectiveThresholds thresholds_for(const Policy& policy, const Message& message,
                                   std::uint32_t category) noexcept;

}  // namespace tamis
