#include "rules_option.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "commands.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

namespace fs = std::filesystem;

bool holds_packs(const fs::path& folder) {
  return fs::exists(folder / "policies" / "default.yaml");
}

/// Under the installation's share/tamis, or beside the build tree that this program lies in.
fs::path shipped_rules() {
  std::error_code ignored;
  fs::path at = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  fs::path installed = at.parent_path() / "share" / "tamis" / "rules";
  if (holds_packs(installed)) return installed;
  for (int up = 0; up < 4 && at.has_relative_path(); ++up) {
    at = at.parent_path();
    if (holds_packs(at / "rules")) return at / "rules";
  }
  throw CannotRun(fmt::format(
      "the rules that ship with tamis are not in {}; name a folder of packs with --rules",
      installed.string()));
}

std::vector<std::string> policies_in(const fs::path& rules) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(rules / "policies")) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace

void RulesOption::add_folder_to(CLI::App& command, const std::string& named) {
  command
      .add_option(named, rules,
                  "Folder of packs, or one pack (default: those that ship with tamis)")
      ->type_name("DIR");
}

void RulesOption::add_policy_to(CLI::App& command) {
  command
      .add_option("--policy", policy, "Policy: a file, or the name of one in the rules' policies/")
      ->type_name("FILE");
}

void RulesOption::add_to(CLI::App& command, const std::string& named) {
  add_folder_to(command, named);
  add_policy_to(command);
  command.add_flag("--no-cache", no_cache,
                   "Compile the rules and run their tests even if that was done before");
}

fs::path RulesOption::folder() const {
  return rules.empty() ? shipped_rules() : fs::path(rules);
}

LoadOptions RulesOption::load_options() const {
  LoadOptions options{.rules = folder()};
  if (no_cache) options.cache.reset();
  if (!quiet && is_terminal(STDERR_FILENO)) {
    options.on_compile = [style = Style(STDERR_FILENO), is_kept = options.cache.has_value()] {
      const std::string_view next = is_kept ? "; the next start need not" : "";
      fmt::print(stderr, "{}\n", style.faint(fmt::format("compiling the rules{}", next)));
    };
  }
  if (policy.empty()) return options;
  const fs::path named = options.rules / "policies" / (policy + ".yaml");
  options.policy = fs::exists(policy) || !fs::exists(named) ? fs::path(policy) : named;
  if (!fs::exists(*options.policy) && fs::is_directory(options.rules / "policies")) {
    throw CannotRun(fmt::format("there is no policy '{}'; there are {}", policy,
                                fmt::join(policies_in(options.rules), ", ")));
  }
  return options;
}

LoadedRules RulesOption::load() const {
  auto loaded = load_rules(load_options());
  if (!loaded) throw CannotRun(fmt::format("the rules do not load:\n{}", render(loaded.error())));
  return *std::move(loaded);
}

}  // namespace tamis::tools
