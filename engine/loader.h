#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "tamis/match/pattern_database.h"
#include "tamis/ruleset/cache.h"
#include "tamis/ruleset/diagnostic.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

struct LoadOptions {
  std::filesystem::path rules;  ///< a folder of packs, or one pack
  std::optional<std::filesystem::path>
      policy;  ///< none: `policies/default.yaml` below `rules`, or built-in
  std::optional<std::filesystem::path> cache =
      DatabaseCache::default_folder();  ///< none: compile every time
  RegexLimits regex_limits;
  bool run_tests = true;  ///< false: that is left to the caller, and nothing goes into the cache
  std::function<void()>
      on_compile;  ///< called before what may take seconds: it is not in the cache
};

struct LoadedRules {
  std::shared_ptr<const RuleSet> rules;
  bool from_cache = false;  ///< the database was compiled, and its rules' tests had passed, before
  std::size_t tests_run = 0;
};

/// Reads rules and policy, compiles them (or finds them compiled in the cache) and runs the rules'
/// tests. Fails with all errors found at the stage that could not be passed; a set with a failing
/// test does not load. Forks to compile regexes, see `PatternDatabase::compile`. May be called from
/// any thread.
tl::expected<LoadedRules, Diagnostics> load_rules(const LoadOptions& options);

}  // namespace tamis
