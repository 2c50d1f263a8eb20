#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/distance.h"
#include "rules/rule_trace.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// One part of a rule, and whether it is in a text.
struct OutlineLine {
  unsigned depth = 0;
  bool holds = false;
  std::string text;  ///< such as "2 patterns from fraud/fee.yaml:4:13 on: 'processing fee' at 9"
};

/// What keeps a rule from holding on a text.
enum class Obstacle : std::uint8_t {
  none,
  missing,           ///< a part is not there
  inside_word,       ///< it is, but inside a longer word
  not_whole,         ///< … but it is not the whole text, as it must be
  other_view,        ///< … but in a view that the rule does not look at
  allowed,           ///< … but inside an allowed phrase
  excused,           ///< all parts are there, and an `unless` too
  too_far,           ///< … but further from each other than `within` says
  too_many_matches,  ///< a regex matches too often to tell
};
std::string_view name(Obstacle obstacle) noexcept;

/// Which parts of a rule are in a text, and why it does not hold.
struct RuleOutline {
  Obstacle obstacle = Obstacle::none;
  std::string why;  ///< a clause on the first obstacle; empty if there is none
  std::vector<OutlineLine> lines;
};

/// Tells which parts of rules are in a text, for a person who wonders why a rule does not hit.
/// Places in it count characters of the text. The rule set outlives it.
class Outline {
 public:
  explicit Outline(const RuleSet& rules);

  /// Each part of the rule's condition, what excuses it, and what can be said of the whole.
  RuleOutline of(const Rule& rule, std::string_view text);

  /// Of the last text: whether anything in it may be hidden, so that there is a skeleton view.
  bool has_skeleton() const noexcept { return trace_.has_skeleton(); }

 private:
  struct Reason {
    Obstacle obstacle = Obstacle::none;
    std::string why;
  };

  void note_parents(std::uint32_t condition);
  void add(std::uint32_t condition, unsigned depth, std::vector<OutlineLine>& lines);
  void add_leaf(std::uint32_t condition, unsigned depth, std::vector<OutlineLine>& lines);
  void add_parts(std::uint32_t condition, unsigned depth, std::vector<OutlineLine>& lines);

  Reason obstacle(std::uint32_t condition);
  Reason obstacle_of_leaf(std::uint32_t condition);
  Reason obstacle_of_parts(const Condition& condition);
  std::vector<Reason> near_misses(const Condition& leaf);
  Reason near_miss(const Condition& leaf, const RuleTrace::NearMiss& miss) const;

  bool holds(std::uint32_t condition) const { return !trace_[condition].matches.empty(); }
  bool has_parts(std::uint32_t condition) const;
  std::size_t held_children(const Condition& condition) const;
  std::vector<Spot> spots(std::uint32_t condition) const;
  std::size_t different_patterns(const Condition& leaf, bool with_excused) const;

  const Pattern* weights_of(const Condition& leaf) const;
  std::string weighed(const Pattern& weights);
  std::string source(const Condition& leaf) const;
  std::string found_in(const Condition& leaf) const;
  std::string quoted(const Sighting& sighting) const;
  std::string excuse(std::uint32_t condition) const;
  std::string allowed(std::uint32_t condition, const Evaluator::Occurrence& occurrence) const;
  std::string distance(std::uint32_t condition) const;

  const RuleSet& rules_;
  std::vector<std::vector<std::uint32_t>> uses_;  ///< by leaf: indexes into the rule set's uses
  RuleTrace trace_;
  Weigher weigher_;
  std::map<std::uint32_t, std::uint32_t> parents_;  ///< of the rule's conditions
};

}  // namespace tamis::tools
