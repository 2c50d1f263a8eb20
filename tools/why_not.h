#pragma once

#include <string>
#include <string_view>

#include "tamis/base/screening.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// Why one rule does not fire on one message, or what keeps its finding from counting.
class WhyNot {
 public:
  /// `rule` is an id. Throws CannotRun where there is none such. The screening, by `rules`, is held
  /// on to.
  WhyNot(const RuleSet& rules, std::string_view rule, const Screening& screening);

  /// For a person.
  void print() const;
  /// A line of JSON without its end.
  std::string json() const;

 private:
  struct Answer;
  Answer answer() const;
  Answer answer_of_finding() const;

  const RuleSet& rules_;
  const Screening& screening_;
  std::uint32_t rule_;
};

}  // namespace tamis::tools
