#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// The ids of the rules that somebody may have meant who wrote `id`, nearest first, three at most:
/// by how many letters must be changed, left out or put in (Levenshtein).
std::vector<std::string> nearest_ids(const RuleSet& rules, std::string_view id);

}  // namespace tamis::tools
