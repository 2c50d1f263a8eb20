#include "tamis/ruleset/triggers.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "tamis/match/required_literals.h"

namespace tamis {
namespace {

// Costs are in times of matching a regex on demand in one message. To scan for one more regex costs
// every message a twentieth, some of it for compiling (measured on the shipped packs: 13 ns to
// 500); for one more literal, next to nothing.
constexpr double kScan = 0.05;
/// The share of messages that a regex matches of which nothing is known, and of those that hold a
/// literal that it requires.
constexpr double kUnknownShare = 0.03;
constexpr double kMatching = 0.1;
constexpr std::size_t kMostLiterals = 1'000;  ///< that stand in for one regex
/// Of weights: all models are looked up at once, and few messages reach a threshold.
constexpr double kWeigh = 0.01;
constexpr double kWeighedShare = 0.001;

/// What it takes to be told of a pattern, or of what a condition cannot hold without.
struct Trigger {
  double scan = 0;   ///< what scanning for it costs
  double share = 0;  ///< the share of messages in which it is found

  void operator+=(const Trigger& other) {
    scan += other.scan;
    share += other.share;
  }
};

/// Notes the literals that stand in for a regex, or for some of its alternatives, where that is
/// cheaper than to scan for it.
Trigger prepare(Pattern& pattern) {
  if (pattern.kind == Pattern::Kind::literal)
    return {.share = expected_share({pattern.expression, pattern.word_begin, pattern.word_end})};
  if (pattern.kind == Pattern::Kind::weights) return {.scan = kWeigh, .share = kWeighedShare};
  Trigger trigger;
  for (const Alternative& alternative : alternatives(pattern.expression)) {
    const auto& required = alternative.required;
    const double share = expected_share(required);
    const bool by_literals = !required.empty() && share <= kScan &&
                             pattern.required.size() + required.size() <= kMostLiterals;
    add_alternative(pattern, alternative, by_literals);
    if (by_literals) {
      trigger.share += share;
    } else {
      trigger.share += required.empty() ? kUnknownShare : share * kMatching;
    }
  }
  if (!pattern.others.empty()) trigger.scan = kScan;
  if (pattern.required.empty()) pattern.others.clear();
  return trigger;
}

class TriggerChooser {
 public:
  explicit TriggerChooser(ConditionPool& pool)
      : pool_(pool),
        leaf_triggers_(pool.leaves.size()),
        leaf_regexes_(pool.leaves.size()),
        known_(pool.conditions.size()) {
    std::vector<std::optional<Trigger>> triggers(pool.patterns.size());
    for (const PatternUse& use : pool.uses) {
      if (pool.leaves[use.leaf].rule == Leaf::kNoRule) continue;  // it excuses
      Pattern& pattern = pool.patterns[use.pattern];
      auto& trigger = triggers[use.pattern];
      if (!trigger) trigger = prepare(pattern);
      leaf_triggers_[use.leaf] += *trigger;
      leaf_regexes_[use.leaf] += pattern.kind != Pattern::Kind::literal;
    }
  }

  void choose(std::uint32_t index) {
    const Condition& condition = pool_.conditions[index];
    if (condition.kind == Condition::Kind::patterns) pool_.leaves[condition.leaf].wakes = true;
    for (const std::uint32_t child : look_at(index).triggers) choose(child);
  }

 private:
  /// What is known of a condition, excuses left out.
  struct Known {
    Trigger trigger;
    std::vector<std::uint32_t> triggers;  ///< children without one of which it cannot hold
  };

  /// Worked out once for each condition. References stay valid.
  const Known& look_at(std::uint32_t index) {
    auto& known = known_[index];
    if (known != nullptr) return *known;
    known = std::make_unique<Known>();
    Condition& condition = pool_.conditions[index];
    if (condition.kind == Condition::Kind::patterns) {
      known->trigger = leaf_triggers_[condition.leaf];
      condition.regexes = leaf_regexes_[condition.leaf];
      return *known;
    }
    for (const std::uint32_t child : condition.children) {
      look_at(child);
      condition.regexes += pool_.conditions[child].regexes;
    }
    known->triggers = condition.children;
    if (condition.kind == Condition::Kind::all && condition.children.size() > 1) {
      // The cheapest, if all others' regexes are matched wherever it is found.
      const auto cost = [&](std::uint32_t child) {
        const Trigger& trigger = look_at(child).trigger;
        const std::uint32_t others = condition.regexes - pool_.conditions[child].regexes;
        return trigger.scan + trigger.share * (1 + others);
      };
      known->triggers = {*std::ranges::min_element(condition.children, {}, cost)};
    }
    for (const std::uint32_t child : known->triggers) known->trigger += look_at(child).trigger;
    return *known;
  }

  ConditionPool& pool_;
  std::vector<Trigger> leaf_triggers_;
  std::vector<std::uint32_t> leaf_regexes_;    ///< how many each has
  std::vector<std::unique_ptr<Known>> known_;  ///< of each condition
};

}  // namespace

void choose_triggers(std::span<const Rule> rules, ConditionPool& pool) {
  TriggerChooser chooser(pool);
  for (const Rule& rule : rules) chooser.choose(rule.condition);
  std::vector<char> is_trigger(pool.patterns.size());
  for (const PatternUse& use : pool.uses) {
    if (pool.leaves[use.leaf].wakes) is_trigger[use.pattern] = 1;
  }
  for (std::size_t i = 0; i < pool.patterns.size(); ++i) {
    Pattern& pattern = pool.patterns[i];
    pattern.on_demand = pattern.kind != Pattern::Kind::literal && is_trigger[i] == 0;
    if (!pattern.on_demand) continue;
    pattern.required.clear();
    pattern.others.clear();
  }
}

}  // namespace tamis
