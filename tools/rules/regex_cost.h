#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// What one regex does on a corpus.
struct RegexCost {
  std::uint32_t pattern = 0;
  double matches = 0;      ///< the share of the texts that it matches, of some hundred
  double nanoseconds = 0;  ///< a text, of scanning for it alone beyond looking for nothing
};

/// Measures each regex of the rules alone, one after the other, in CPU time of this thread: the
/// least of three runs. Scanning costs nothing for a regex that is not scanned for
/// (`Pattern::on_demand`), or only by literals.
std::vector<RegexCost> measure_regexes(const RuleSet& rules, const std::vector<std::string>& texts);

/// The texts of the rules' own tests, and some that have nothing to do with them.
std::vector<std::string> small_corpus(const RuleSet& rules);

}  // namespace tamis::tools
