#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/scanner.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// One part of a rule, and whether it is in a text.
struct OutlineLine {
  unsigned depth = 0;
  bool holds = false;
  std::string text;  ///< such as "terms at fraud/fee.yaml:4:13: 'processing fee'"
};

/// Tells which parts of rules are in a text, for a person who wonders why a rule does not hit. In
/// the folded view. The rule set outlives it.
class Outline {
 public:
  explicit Outline(const RuleSet& rules);

  /// Each part of the rule's condition, what excuses it, and what can be said of the whole.
  std::vector<OutlineLine> of(const Rule& rule, std::string_view text);

 private:
  void find_occurrences(std::string_view text);
  bool add(std::uint32_t condition, unsigned depth, std::vector<OutlineLine>& lines);
  bool add_leaf(const Condition& condition, unsigned depth, std::vector<OutlineLine>& lines);

  const RuleSet& rules_;
  std::vector<std::vector<std::uint32_t>> uses_;  ///< by leaf: indexes into the rule set's uses
  Scanner scanner_;
  Batch batch_;
  std::vector<std::string> found_;  ///< by pattern: what it matches in the text; empty: nothing
};

}  // namespace tamis::tools
