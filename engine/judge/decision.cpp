#include "tamis/judge/decision.h"

#include <algorithm>

namespace tamis {
namespace {

constexpr std::string_view kDefaultKind = "message";

bool applies(const PolicyClause& clause, const Message& message) noexcept {
  if (!clause.channel.empty() && !glob_matches(clause.channel, message.channel)) return false;
  return clause.kind.empty() ||
         glob_matches(clause.kind, message.kind.empty() ? kDefaultKind : message.kind);
}

}  // namespace

EffectiveThresholds thresholds_for(const Policy& policy, const Message& message,
                                   std::uint32_t category) noexcept {
  EffectiveThresholds named;
  EffectiveThresholds fallback;
  bool is_named = false;
  const auto take = [](EffectiveThresholds& into, const Thresholds& from, std::uint32_t clause) {
    if (from.review) {
      into.review = from.review;
      into.review_from = {clause, from.place};
    }
    if (from.block) {
      into.block = from.block;
      into.block_from = {clause, from.place};
    }
  };
  for (std::uint32_t i = 0; i < policy.clauses.size(); ++i) {
    const PolicyClause& clause = policy.clauses[i];
    if (!applies(clause, message)) continue;
    if (const auto& own = clause.by_category[category]) {
      is_named = true;
      take(named, *own, i);
    }
    take(fallback, clause.fallback, i);
  }
  return is_named ? named : fallback;
}

Decision decide(const Policy& policy, const Message& message,
                std::span<const CategoryScore> scores) noexcept {
  Decision decision;
  decision.exempt = std::ranges::any_of(policy.exempt_senders, [&](const std::string& glob) {
    return !message.sender.empty() && glob_matches(glob, message.sender);
  });
  if (decision.exempt) return decision;
  for (const auto& [category, score] : scores) {
    const auto effective = thresholds_for(policy, message, category);
    if (effective.block && score >= *effective.block) {
      if (decision.action == Action::block) continue;
      decision = {Action::block, false, effective.block_from.clause};
    } else if (decision.action < Action::review && effective.review && score >= *effective.review) {
      decision = {Action::review, false, effective.review_from.clause};
    }
  }
  return decision;
}

}  // namespace tamis
