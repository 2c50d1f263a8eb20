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

/// A category's thresholds for a message, and the clauses that they come from.
struct EffectiveThresholds {
  Thresholds thresholds;
  std::uint32_t review_clause = 0;
  std::uint32_t block_clause = 0;
};
EffectiveThresholds thresholds_for(const Policy& policy, const Message& message,
                                   std::uint32_t category) noexcept;

}  // namespace tamis
