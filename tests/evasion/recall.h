#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "evasion/mutation.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::evasion {

/// Every term that a rule of `rules` looks for (not those that excuse), folded, each once, sorted.
std::vector<std::string> terms_of(const RuleSet& rules);

/// A rule set with a rule for each term, which looks for that alone: rule `i` for `terms[i]`.
/// `views` is what each rule says for `views:`; empty: nothing. Throws std::runtime_error where it
/// does not load.
std::shared_ptr<const RuleSet> rules_of_terms(const std::vector<std::string>& terms,
                                              std::string_view views = {});

/// A term in a sentence that says no harm, in English or Chinese as the term is.
struct Sentence {
  std::string text;
  TextSpan term;
};
Sentence sentence_with(std::string_view term, std::uint64_t seed);
/// Whether a term stands in a sentence that is to hold another: whoever looks for both at once,
/// finds it everywhere.
bool stands_in_sentences(std::string_view term);
/// A word that could stand in the term's place.
std::string_view harmless_word_like(std::string_view term);

struct Recall {
  std::size_t mutants = 0;
  std::size_t found = 0;  ///< by the rule of the very term
  std::size_t exact = 0;  ///< … and at the term's true place

  double share() const noexcept { return mutants == 0 ? 1 : double(found) / double(mutants); }
  double exact_share() const noexcept { return found == 0 ? 1 : double(exact) / double(found); }
  Recall& operator+=(Recall other) noexcept;
};

/// A mutant that was not found, or elsewhere than it is.
struct Miss {
  std::string_view term;
  std::span<const Family> families;
  std::uint64_t seed = 0;
  const Mutated& mutated;
  bool found = false;
};
using OnMiss = std::function<void(const Miss&)>;

/// What the engine finds of mutated terms.
struct RecallReport {
  std::size_t terms = 0;  ///< that are found in their sentence as it is; others do not count
  std::array<Recall, kFamilyCount> single;
  /// Of two families nested; `[outer][inner]`.
  std::array<std::array<Recall, kFamilyCount>, kFamilyCount> nested;

  Recall nested_all() const noexcept;
};

struct RecallOptions {
  std::uint64_t first_seed = 1;
  unsigned seeds = 1;   ///< mutants of each term by each family
  unsigned nested = 4;  ///< mutants of each term by two families, drawn at random
  std::vector<Family> families{kAllFamilies.begin(), kAllFamilies.end()};
};

/// `rules` are those of `rules_of_terms(terms)`.
RecallReport measure_recall(const std::shared_ptr<const RuleSet>& rules,
                            const std::vector<std::string>& terms, const RecallOptions& options,
                            const OnMiss& on_miss = {});

}  // namespace tamis::evasion
