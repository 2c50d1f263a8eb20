#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "evasion/mutation.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// How many mutants there were, and how many of them were still found.
struct Coverage {
  std::size_t mutants = 0;
  std::size_t found = 0;

  double share() const noexcept { return mutants == 0 ? 1 : double(found) / double(mutants); }
  Coverage& operator+=(Coverage other) noexcept {
    mutants += other.mutants;
    found += other.found;
    return *this;
  }
};

using FamilyCoverage = std::array<Coverage, evasion::kFamilyCount>;
Coverage sum(const FamilyCoverage& families) noexcept;

struct RuleCoverage {
  std::string rule;
  FamilyCoverage families;
};

/// What each rule still finds of its own `hit` tests after evasion.
struct EvasionCoverage {
  std::string ruleset;
  std::vector<RuleCoverage> rules;

  FamilyCoverage families() const noexcept;
  double share() const noexcept { return sum(families()).share(); }
};

/// Mutates in each `hit` test each part that its rule cannot do without, by each family that
/// applies to it, `seeds` times from `first_seed` on, and screens what comes out.
EvasionCoverage measure_evasion(const std::shared_ptr<const RuleSet>& rules, unsigned seeds,
                                std::uint64_t first_seed);

/// A table of the families, and of the `worst` rules that find least.
void print_for_people(const EvasionCoverage& coverage, std::size_t worst);
/// Everything, as JSON.
std::string json_of(const EvasionCoverage& coverage);

}  // namespace tamis::tools
