#pragma once

#include "tamis/judge/decision.h"

namespace tamis::tools {

/// What the policy does about one category's score in a message, whatever the others are.
inline Action category_action(const Policy& policy, const Message& message,
                              const CategoryScore& score) {
  const auto thresholds = thresholds_for(policy, message, score.category);
  if (thresholds.block && score.score >= *thresholds.block) return Action::block;
  if (thresholds.review && score.score >= *thresholds.review) return Action::review;
  return Action::allow;
}

}  // namespace tamis::tools
