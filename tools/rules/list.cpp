#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "commands.h"
#include "rules/subcommands.h"
#include "rules_option.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

int list(const RulesOption& option, const std::string& category) {
  const LoadedRules loaded = option.load();
  const RuleSet& rules = *loaded.rules;
  const Style style(STDOUT_FILENO);
  std::size_t width = 0;
  for (const Rule& rule : rules.rules()) width = std::max(width, rule.id.size());
  bool found = category.empty();
  for (std::uint32_t i = 0; i < rules.categories().size(); ++i) {
    const Category& c = rules.categories()[i];
    if (!category.empty() && c.name != category) continue;
    found = true;
    fmt::print("{}  {}\n", style.bold(c.name), c.title);
    for (const Rule& rule : rules.rules()) {
      if (rule.category != i) continue;
      fmt::print("  {:<{}}  {:<4.2g}  {}{}  {}\n", rule.id, width, rule.score, rule.title,
                 rule.shadow ? " (shadow)" : "", style.faint(rules.where(rule.place)));
    }
  }
  if (!found) {
    std::vector<std::string> names;
    for (const Category& c : rules.categories()) names.push_back(c.name);
    throw CannotRun(
        fmt::format("there is no category '{}'; there are {}", category, fmt::join(names, ", ")));
  }
  return kDone;
}

}  // namespace

void add_list(CLI::App& rules, int& exit) {
  auto listed = std::make_shared<RulesOption>();
  auto category = std::make_shared<std::string>();
  CLI::App& list_command =
      *rules.add_subcommand("list", "List the rules with scores, titles and places");
  listed->add_to(list_command, "DIR,--rules");
  list_command.add_option("--category", *category, "Only this one's");
  list_command.footer("Exit status: 0 done, 1 the rules do not load, 2 wrong usage.");
  list_command.callback([listed, category, &exit] { exit = list(*listed, *category); });
}

}  // namespace tamis::tools
