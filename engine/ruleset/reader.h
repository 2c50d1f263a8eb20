#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tamis/ruleset/diagnostic.h"
#include "tamis/ruleset/rule_set.h"
#include "tamis/ruleset/source_files.h"

namespace tamis {

/// What was read: rules and policy without a compiled database.
struct ReadRules {
  RuleSet rules;
  SourceFiles files;                       ///< for diagnostics that come later
  std::vector<SourcePlace> unnamed_lists;  ///< that no rule names, and so say nothing
  std::string content_key;  ///< a hash of everything that the database and the rule tests depend on
};

/// Reads the packs below `rules` (or the one pack that it is) and the policy file; with none,
/// `policies/default.yaml` below `rules` or, without that, thresholds of 0.5 for review and 0.85
/// for block. Fails with all errors found.
tl::expected<ReadRules, Diagnostics> read_rules(const std::filesystem::path& rules,
                                                const std::optional<std::filesystem::path>& policy);

}  // namespace tamis
