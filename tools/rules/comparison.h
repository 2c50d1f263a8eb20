#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tamis/base/screening.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// A message whose verdict flips.
struct Flip {
  std::string id;  ///< as JSON, or its line's number
  Action before = Action::unscreened;
  Action after = Action::unscreened;
  std::string text;  ///< only where texts are asked for
};

/// What one rule, or one category, does to the messages that flip.
struct FlipCount {
  std::uint64_t gained = 0;  ///< messages that it hits only under the new rules
  std::uint64_t lost = 0;    ///< … only under the old ones
  std::vector<Flip> examples;
};

/// A rule whose score differs.
struct Rescored {
  std::string id;
  double before;
  double after;
};

/// Puts the verdicts of two rule sets on the same messages side by side.
class Comparison {
 public:
  struct Options {
    std::size_t examples = 3;  ///< of each rule
    bool keep_text = false;
  };
  using Transition = std::pair<Action, Action>;

  Comparison(const RuleSet& before, const RuleSet& after, Options options)
      : before_(before), after_(after), options_(options) {}

  void add(const Screening& before, const Screening& after);

  std::uint64_t messages() const noexcept { return messages_; }
  std::uint64_t flips() const noexcept { return flips_; }
  const std::map<Transition, std::uint64_t>& transitions() const noexcept { return transitions_; }
  /// Rules that hit a flipped message under one rule set alone; "" where no rule does, so that a
  /// score or the policy must be why.
  const std::map<std::string, FlipCount>& rules() const noexcept { return rules_; }
  /// Of flipped messages, what the policy does about each category's score, where that differs.
  const std::map<std::string, std::map<Transition, std::uint64_t>>& categories() const noexcept {
    return categories_;
  }
  /// Rules that only one of the two has, by id.
  std::vector<std::string> only_before() const { return missing(before_, after_); }
  std::vector<std::string> only_after() const { return missing(after_, before_); }
  /// Rules that both have, with different scores.
  std::vector<Rescored> rescored() const;
  const RuleSet& before() const noexcept { return before_; }
  const RuleSet& after() const noexcept { return after_; }

 private:
  static std::vector<std::string> missing(const RuleSet& from, const RuleSet& in);
  void add_rules(const Screening& before, const Screening& after, const Flip& flip);
  void add_categories(const Screening& before, const Screening& after);

  const RuleSet& before_;
  const RuleSet& after_;
  Options options_;
  std::uint64_t messages_ = 0;
  std::uint64_t flips_ = 0;
  std::map<Transition, std::uint64_t> transitions_;
  std::map<std::string, FlipCount> rules_;
  std::map<std::string, std::map<Transition, std::uint64_t>> categories_;
};

}  // namespace tamis::tools
