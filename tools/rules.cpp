#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "evasion_coverage.h"
#include "rules_option.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct CheckOptions {
  RulesOption rules;
  bool evasion = false;
  bool json = false;
  unsigned seeds = 5;
  std::uint64_t first_seed = 1;
  std::size_t worst = 20;
  double min_evasion = -1;  ///< none

  bool wants_evasion() const noexcept { return evasion || json || min_evasion >= 0; }
};

int check_evasion(const std::shared_ptr<const RuleSet>& rules, const CheckOptions& options) {
  const EvasionCoverage coverage = measure_evasion(rules, options.seeds, options.first_seed);
  if (options.json) {
    print_json(coverage);
  } else {
    print_for_people(coverage, options.worst);
  }
  if (coverage.share() >= options.min_evasion) return kDone;
  fmt::print(stderr, "tamis: {:.2f} % of the mutated hits are found, less than {:.2f} %\n",
             coverage.share() * 100, options.min_evasion * 100);
  return kCouldNotRun;
}

void print_counts(const LoadedRules& loaded, const std::string& folder, double seconds) {
  const RuleSet& rules = *loaded.rules;
  fmt::print("{}: {} categories, {} rules, {} patterns, {} tests passed\n", folder,
             rules.categories().size(), rules.rules().size(),
             with_separators(rules.patterns().size()), with_separators(loaded.tests_run));
  fmt::print("rule set {}, policy '{}'; database {}, checked in {:.2f} s\n", rules.id(),
             rules.policy().name, bytes_for_people(double(rules.database().bytes())), seconds);
}

int check(const CheckOptions& wanted) {
  const auto begin = std::chrono::steady_clock::now();
  LoadOptions options = wanted.rules.load_options();
  options.cache.reset();
  const auto loaded = load_rules(options);
  if (!loaded) {
    fmt::print(stderr, "{}{} error{}\n", render(loaded.error()), loaded.error().size(),
               loaded.error().size() == 1 ? "" : "s");
    return kCouldNotRun;
  }
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  if (!wanted.json) print_counts(*loaded, wanted.rules.folder().string(), seconds.count());
  return wanted.wants_evasion() ? check_evasion(loaded->rules, wanted) : int{kDone};
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

void add_check(CLI::App& rules, int& exit) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App& command = *rules.add_subcommand(
      "check", "Read the rules, compile them, run their tests; tell all errors");
  command.add_option("DIR,--rules", options->rules.rules,
                     "Folder of packs, or one pack (default: those that ship with tamis)");
  command
      .add_option("--policy", options->rules.policy,
                  "Policy: a file, or the name of one in the rules' policies/")
      ->type_name("FILE");
  command.add_flag("--evasion", options->evasion,
                   "Also mutate the rules' hit tests as evasive senders do, and tell what share of "
                   "the mutants is found");
  command
      .add_option("--min-evasion", options->min_evasion,
                  "The same, and fail where less than this share is found")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("SHARE");
  command.add_option("--seeds", options->seeds, "Mutants of each part and family")
      ->check(CLI::Range(1U, 10000U))
      ->capture_default_str();
  command.add_option("--first-seed", options->first_seed, "Where the seeds begin")
      ->capture_default_str();
  command.add_option("--worst", options->worst, "How many rules to name")->capture_default_str();
  command.add_flag("--json", options->json, "The same, everything as a line of JSON");
  command.footer(
      "Exit status: 0 no errors, 1 errors or less than --min-evasion found, 2 wrong usage.");
  command.callback([options, &exit] { exit = check(*options); });
}

void add_list(CLI::App& rules, int& exit) {
  auto listed = std::make_shared<RulesOption>();
  auto category = std::make_shared<std::string>();
  CLI::App& list_command =
      *rules.add_subcommand("list", "List the rules with scores, titles and places");
  listed->add_to(list_command);
  list_command.add_option("--category", *category, "Only this one's");
  list_command.callback([listed, category, &exit] { exit = list(*listed, *category); });
}

}  // namespace

void add_rules(CLI::App& app, int& exit) {
  CLI::App& command = *app.add_subcommand("rules", "Work on rule packs");
  command.require_subcommand(1);
  add_check(command, exit);
  add_list(command, exit);
}

}  // namespace tamis::tools
