#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "rules_option.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

int check(const RulesOption& option) {
  const auto begin = std::chrono::steady_clock::now();
  LoadOptions options = option.load_options();
  options.cache.reset();
  const auto loaded = load_rules(options);
  if (!loaded) {
    fmt::print(stderr, "{}{} error{}\n", render(loaded.error()), loaded.error().size(),
               loaded.error().size() == 1 ? "" : "s");
    return kCouldNotRun;
  }
  const RuleSet& rules = *loaded->rules;
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  fmt::print("{}: {} categories, {} rules, {} patterns, {} tests passed\n",
             option.folder().string(), rules.categories().size(), rules.rules().size(),
             with_separators(rules.patterns().size()), with_separators(loaded->tests_run));
  fmt::print("rule set {}, policy '{}'; database {}, checked in {:.2f} s\n", rules.id(),
             rules.policy().name, bytes_for_people(double(rules.database().bytes())),
             seconds.count());
  return kDone;
}

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
  if (!found) throw CannotRun(fmt::format("there is no category '{}'", category));
  return kDone;
}

}  // namespace

void add_rules(CLI::App& app, int& exit) {
  CLI::App& command = *app.add_subcommand("rules", "Work on rule packs");
  command.require_subcommand(1);

  auto checked = std::make_shared<RulesOption>();
  CLI::App& check_command = *command.add_subcommand(
      "check", "Read the rules, compile them, run their tests; tell all errors");
  check_command.add_option("DIR,--rules", checked->rules,
                           "Folder of packs, or one pack (default: those that ship with tamis)");
  check_command
      .add_option("--policy", checked->policy,
                  "Policy: a file, or the name of one in the rules' policies/")
      ->type_name("FILE");
  check_command.footer("Exit status: 0 no errors, 1 errors, 2 wrong usage.");
  check_command.callback([checked, &exit] { exit = check(*checked); });

  auto listed = std::make_shared<RulesOption>();
  auto category = std::make_shared<std::string>();
  CLI::App& list_command =
      *command.add_subcommand("list", "List the rules with scores, titles and places");
  listed->add_to(list_command);
  list_command.add_option("--category", *category, "Only this one's");
  list_command.callback([listed, category, &exit] { exit = list(*listed, *category); });
}

}  // namespace tamis::tools
