#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// How many harmless messages a rule hits.
struct BenignHits {
  std::vector<std::uint64_t> messages;             ///< by rule
  std::vector<std::vector<std::string>> examples;  ///< by rule: ids, or the lines' numbers
  std::uint64_t all = 0;                           ///< messages that were screened
};

/// Screens the messages of NDJSON files, on all cores. Throws CannotRun where one cannot be read.
BenignHits count_benign_hits(const std::shared_ptr<const RuleSet>& rules,
                             const std::vector<std::string>& files);

}  // namespace tamis::tools
