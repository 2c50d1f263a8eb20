#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tamis/base/verdict.h"
#include "tamis/match/pattern_database.h"
#include "tamis/match/skeleton_scanner.h"
#include "tamis/ruleset/policy.h"
#include "tamis/ruleset/source.h"

namespace tamis {

class PhraseWeights;
class SkeletonVocabulary;

struct Category {
  std::string name;  ///< "fraud"
  std::string title;
  std::string description;
  std::vector<std::string> openai;  ///< what others call the same harm
  std::vector<std::string> dsa;
};

/// A message that a rule must hit, or must leave alone.
struct RuleTest {
  std::string text;
  bool hit = false;
  SourcePlace place;
};

struct Rule {
  static constexpr double kBudget = 0.0001;

  std::string id;  ///< "fraud/advance-fee"
  std::string title;
  std::uint32_t category = 0;
  double score = 0;  ///< above 0, at most 1
  bool shadow = false;
  double budget = kBudget;      ///< the share of harmless messages that it may hit
  std::uint32_t condition = 0;  ///< an index into `RuleSet::conditions()`
  std::vector<RuleTest> tests;
  SourcePlace place;
};

/// A node of the tree that says when a rule holds.
struct Condition {
  enum class Kind : std::uint8_t {
    patterns,  ///< a leaf: some of its patterns occur
    any,
    all,
  };
  static constexpr std::uint32_t kAnyDistance = std::numeric_limits<std::uint32_t>::max();

  Kind kind = Kind::patterns;
  bool counts_patterns = true;  ///< `at_least` counts different patterns, not children
  std::uint32_t at_least = 1;
  std::uint32_t within = kAnyDistance;  ///< in code points
  std::uint32_t leaf = 0;               ///< of a leaf: its index among the leaves
  std::uint32_t regexes = 0;            ///< that it and its children look for; see triggers.h
  Range leaves;  ///< all leaves below, those that excuse further down included
  std::vector<std::uint32_t> children;
  std::vector<std::uint32_t> allow;  ///< conditions whose matches excuse what lies inside them
  std::vector<std::uint32_t> unless;  ///< … and the whole condition, where nothing lies inside them
  std::vector<std::uint32_t> none;    ///< … and the whole condition in any case
};

/// What a leaf is for.
struct Leaf {
  static constexpr std::uint32_t kNoRule = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t rule = kNoRule;  ///< whose it is; none for a leaf that excuses
  ViewSet views;                 ///< where it looks
  bool wakes = false;            ///< its rule does not hold without a hit of a leaf that wakes it
};

/// That a leaf looks for a pattern, and where the rule file says so.
struct PatternUse {
  std::uint32_t pattern = 0;
  std::uint32_t leaf = 0;
  SourcePlace place;
};

/// Rules and policy, read, checked and compiled. Immutable; shared by threads through
/// `std::shared_ptr<const RuleSet>`. Made by `load_rules` (engine/loader.h).
class RuleSet {
 public:
  /// Twelve hex digits that stand for every byte of the rules and the policy, and for the engine's
  /// version.
  const std::string& id() const noexcept { return id_; }

  std::span<const Category> categories() const noexcept { return categories_; }
  std::span<const Rule> rules() const noexcept { return rules_; }
  std::span<const Condition> conditions() const noexcept { return conditions_; }
  std::span<const Leaf> leaves() const noexcept { return leaves_; }
  std::span<const Pattern> patterns() const noexcept { return patterns_; }
  std::span<const PatternUse> uses() const noexcept { return uses_; }
  /// The uses of one pattern, as a range of `uses()`.
  Range uses_of(std::uint32_t pattern) const noexcept {
    return {first_use_[pattern], first_use_[pattern + 1] - first_use_[pattern]};
  }
  const Policy& policy() const noexcept { return policy_; }
  const PatternDatabase& database() const noexcept { return database_; }
  /// What the patterns of kind `weights` stand for.
  const PhraseWeights& phrase_weights() const noexcept { return *phrase_weights_; }
  /// What is looked for in the skeleton view.
  const SkeletonTerms& skeleton_terms() const noexcept { return skeleton_terms_; }
  const SkeletonVocabulary& skeleton_vocabulary() const noexcept { return *skeleton_vocabulary_; }

  /// The rule files' paths, from the rules' folder on.
  std::span<const std::string> files() const noexcept { return files_; }
  /// `fraud/scams.yaml:14:13`
  std::string where(SourcePlace place) const;

 private:
  friend class RuleSetReader;
  friend class RuleSetLoader;

  std::string id_;
  std::vector<Category> categories_;
  std::vector<Rule> rules_;
  std::vector<Condition> conditions_;
  std::vector<Leaf> leaves_;
  std::vector<Pattern> patterns_;
  std::vector<PatternUse> uses_;          ///< by pattern
  std::vector<std::uint32_t> first_use_;  ///< of each pattern, and one more
  std::vector<std::string> files_;
  Policy policy_;
  PatternDatabase database_;
  std::shared_ptr<const PhraseWeights> phrase_weights_;
  SkeletonTerms skeleton_terms_;
  std::shared_ptr<const SkeletonVocabulary> skeleton_vocabulary_;
};

}  // namespace tamis
