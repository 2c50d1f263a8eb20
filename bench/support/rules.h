#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

/// Loads a pack of one rule that looks for `terms` as words, and one that looks for `regexes`; both
/// block. Compiled anew each time.
std::shared_ptr<const RuleSet> load(const std::vector<std::string>& terms,
                                    const std::vector<std::string>& regexes);

/// Regexes of the shapes that rules have, made of invented words.
std::vector<std::string> invented_regexes(std::size_t count);

}  // namespace tamis::bench
