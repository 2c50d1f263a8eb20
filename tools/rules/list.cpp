#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "commands.h"
#include "json_line.h"
#include "rules/subcommands.h"
#include "rules_option.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

/// The categories that are asked for: all, or the one of that name.
std::vector<std::uint32_t> categories_of(const RuleSet& rules, const std::string& wanted) {
  std::vector<std::uint32_t> found;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < rules.categories().size(); ++i) {
    names.push_back(rules.categories()[i].name);
    if (wanted.empty() || wanted == names.back()) found.push_back(i);
  }
  if (found.empty() && !wanted.empty()) {
    throw CannotRun(
        fmt::format("there is no category '{}'; there are {}", wanted, fmt::join(names, ", ")));
  }
  return found;
}

void print_for_people(const RuleSet& rules, std::span<const std::uint32_t> categories) {
  const Style style(STDOUT_FILENO);
  std::size_t width = 0;
  for (const Rule& rule : rules.rules()) width = std::max(width, rule.id.size());
  for (const std::uint32_t i : categories) {
    const Category& category = rules.categories()[i];
    fmt::print("{}  {}\n", style.bold(category.name), category.title);
    for (const Rule& rule : rules.rules()) {
      if (rule.category != i) continue;
      fmt::print("  {:<{}}  {:<4.2g}  {}{}  {}\n", rule.id, width, rule.score, rule.title,
                 rule.shadow ? " (shadow)" : "", style.faint(rules.where(rule.place)));
    }
  }
}

void print_json(const RuleSet& rules, std::span<const std::uint32_t> categories) {
  auto list = nlohmann::ordered_json::array();
  for (const std::uint32_t i : categories) {
    const Category& category = rules.categories()[i];
    nlohmann::ordered_json entry{{"category", category.name},
                                 {"title", category.title},
                                 {"maps_to", {{"openai", category.openai}, {"dsa", category.dsa}}},
                                 {"rules", nlohmann::ordered_json::array()}};
    for (const Rule& rule : rules.rules()) {
      if (rule.category != i) continue;
      entry["rules"].push_back({{"rule", rule.id},
                                {"score", rule.score},
                                {"title", rule.title},
                                {"shadow", rule.shadow},
                                {"where", rules.where(rule.place)}});
    }
    list.push_back(std::move(entry));
  }
  print_line({{"categories", std::move(list)}});
}

struct ListOptions {
  RulesOption rules;
  std::string category;
  bool json = false;
};

int list(const ListOptions& options) {
  const LoadedRules loaded = options.rules.load();
  const auto categories = categories_of(*loaded.rules, options.category);
  if (options.json) {
    print_json(*loaded.rules, categories);
  } else {
    print_for_people(*loaded.rules, categories);
  }
  return kDone;
}

}  // namespace

void add_list(CLI::App& rules, int& exit) {
  auto options = std::make_shared<ListOptions>();
  CLI::App& list_command =
      *rules.add_subcommand("list", "List the rules with scores, titles and places");
  options->rules.add_to(list_command, "DIR,--rules");
  list_command.add_option("--category", options->category, "Only this one's");
  list_command.add_flag("--json", options->json,
                        "Everything as a line of JSON, with what others call each category");
  list_command.footer(
      "Exit status: 0 done, 1 the rules do not load or have no such category, 2 wrong usage.");
  list_command.callback([options, &exit] { exit = list(*options); });
}

}  // namespace tamis::tools
