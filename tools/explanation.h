#pragma once

#include <optional>
#include <string>

#include <unistd.h>

#include "tamis/base/screening.h"
#include "tamis/judge/decision.h"
#include "tamis/ruleset/rule_set.h"
#include "terminal.h"

namespace tamis::tools {

/// Prints one verdict, and the parts that one can be explained by, for a person. Holds on to what
/// it is given.
class Explanation {
 public:
  Explanation(const RuleSet& rules, const Screening& screening)
      : rules_(rules), screening_(screening), message_(screening.message()) {}

  /// All of it.
  void print() const;

  /// The text with what hit, and what it folds to.
  void print_text() const;
  /// A category's score, and what the policy makes of it.
  void print_score(const CategoryScore& score) const;
  void print_finding(const Finding& finding) const;
  /// By which rules and policy.
  void print_ruleset() const;

 private:
  void print_category(const CategoryScore& score) const;
  void print_shadow_only() const;
  void print_weight(const Finding& finding) const;
  std::string source(const EffectiveThresholds::Source& source) const;

  const RuleSet& rules_;
  const Screening& screening_;
  const Message& message_;
  Style style_{STDOUT_FILENO};
};

/// "0.5", or "never".
std::string threshold(const std::optional<double>& score);

}  // namespace tamis::tools
