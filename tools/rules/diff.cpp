#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "commands.h"
#include "input.h"
#include "json_line.h"
#include "rules/comparison.h"
#include "rules/subcommands.h"
#include "rules_option.h"
#include "tamis/pipeline.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

using Json = nlohmann::ordered_json;

struct DiffOptions {
  RulesOption before;
  RulesOption after;
  std::string file = "-";
  FieldNames fields;
  Comparison::Options comparison;
  std::optional<std::uint64_t> max_flips;
  std::size_t worst = 20;
  bool json = false;
};

/// Screens a slice of whole lines by both rule sets at once, and puts their verdicts side by side.
class BothPipelines {
 public:
  BothPipelines(std::shared_ptr<const RuleSet> before, std::shared_ptr<const RuleSet> after,
                const FieldMap& fields)
      : before_(std::move(before), options(fields)), after_(std::move(after), options(fields)) {}

  void compare(std::string_view lines, Comparison& comparison) {
    before_.submit(lines);
    after_.submit(lines);
    const VerdictBatch* const before = before_.take();
    const VerdictBatch* const after = after_.take();
    for (std::size_t i = 0; i < before->size(); ++i) comparison.add((*before)[i], (*after)[i]);
  }

  static constexpr std::size_t kSlice = std::size_t{1} << 20;

 private:
  /// One worker each: what is submitted comes out as one batch, before the next goes in.
  static Pipeline::Options options(const FieldMap& fields) {
    return {.workers = 1,
            .fields = fields,
            .emit = {.actions = 0},
            .slice = 2 * kSlice + Decoder::kMaxLine};
  }

  Pipeline before_;
  Pipeline after_;
};

std::string shown(Comparison::Transition transition) {
  return fmt::format("{} -> {}", name(transition.first), name(transition.second));
}

std::string told_flips(const Comparison& comparison) {
  return counted(comparison.flips(), "verdict") + (comparison.flips() == 1 ? " flips" : " flip");
}

std::string listed(const std::map<Comparison::Transition, std::uint64_t>& transitions) {
  std::string text;
  for (const auto& [transition, count] : transitions) {
    text +=
        fmt::format("{}{} {}", text.empty() ? "" : ", ", shown(transition), with_separators(count));
  }
  return text;
}

std::vector<std::pair<std::string, FlipCount>> worst_rules(const Comparison& comparison) {
  std::vector<std::pair<std::string, FlipCount>> rules(comparison.rules().begin(),
                                                       comparison.rules().end());
  std::ranges::stable_sort(rules, std::ranges::greater(),
                           [](const auto& rule) { return rule.second.gained + rule.second.lost; });
  return rules;
}

/// Those that differ between the rule sets: all are in the JSON.
void print_rules(std::string_view what, std::vector<std::string> ids) {
  if (ids.empty()) return;
  constexpr std::size_t kMostShown = 20;
  const std::size_t count = ids.size();
  ids.resize(std::min(count, kMostShown));
  fmt::print("{} {} {}: {}{}\n", with_separators(count), count == 1 ? "rule is" : "rules are", what,
             fmt::join(ids, ", "), count > kMostShown ? ", …" : "");
}

void print_for_people(const Comparison& comparison, std::size_t worst) {
  const Style style(STDOUT_FILENO);
  fmt::print("{}, {}\n", counted(comparison.messages(), "message"), told_flips(comparison));
  const RuleSet& before = comparison.before();
  const RuleSet& after = comparison.after();
  fmt::print("{}\n",
             style.faint(fmt::format("rule sets {} under policy '{}', {} under '{}'", before.id(),
                                     before.policy().name, after.id(), after.policy().name)));
  if (comparison.flips() != 0) fmt::print("  {}\n", listed(comparison.transitions()));
  print_rules("gone", comparison.only_before());
  print_rules("new", comparison.only_after());
  std::vector<std::string> rescored;
  for (const auto& [id, from, to] : comparison.rescored())
    rescored.push_back(fmt::format("{} {:.2g} -> {:.2g}", id, from, to));
  print_rules("scored otherwise", std::move(rescored));
  if (comparison.flips() == 0) return;
  fmt::print("\n{}\n", style.bold("by category"));
  for (const auto& [category, transitions] : comparison.categories())
    fmt::print("  {:<14} {}\n", category, listed(transitions));
  fmt::print("\n{}\n", style.bold(fmt::format("{:<36} {:>8} {:>8}", "by rule", "gained", "lost")));
  auto rules = worst_rules(comparison);
  if (rules.size() > worst) rules.resize(worst);
  for (const auto& [rule, count] : rules) {
    fmt::print("  {:<34} {:>8} {:>8}\n", rule.empty() ? "(scores or policy)" : rule,
               with_separators(count.gained), with_separators(count.lost));
    for (const Flip& flip : count.examples) {
      fmt::print("      {}{}{}\n",
                 style.faint(fmt::format("{}  {}", shown({flip.before, flip.after}), flip.id)),
                 flip.text.empty() ? "" : "  ", style.marked(flip.text, {}));
    }
  }
}

Json json_of(const std::map<Comparison::Transition, std::uint64_t>& transitions) {
  Json all = Json::array();
  for (const auto& [transition, count] : transitions) {
    all.push_back({{"before", name(transition.first)},
                   {"after", name(transition.second)},
                   {"messages", count}});
  }
  return all;
}

Json json_of(const FlipCount& count) {
  Json examples = Json::array();
  for (const Flip& flip : count.examples) {
    Json id = Json::parse(flip.id, nullptr, false);
    if (id.is_discarded()) id = flip.id;  // a number that no double holds
    Json example{{"id", std::move(id)}, {"before", name(flip.before)}, {"after", name(flip.after)}};
    if (!flip.text.empty()) example["text"] = flip.text;
    examples.push_back(std::move(example));
  }
  return {{"gained", count.gained}, {"lost", count.lost}, {"examples", std::move(examples)}};
}

void print_json(const Comparison& comparison) {
  Json categories = Json::object();
  for (const auto& [category, transitions] : comparison.categories())
    categories[category] = json_of(transitions);
  Json rules = Json::object();
  for (const auto& [rule, count] : worst_rules(comparison)) rules[rule] = json_of(count);
  Json rescored = Json::array();
  for (const auto& [id, from, to] : comparison.rescored())
    rescored.push_back({{"rule", id}, {"before", from}, {"after", to}});
  const Json report{{"before", comparison.before().id()},
                    {"after", comparison.after().id()},
                    {"before_policy", comparison.before().policy().name},
                    {"after_policy", comparison.after().policy().name},
                    {"messages", comparison.messages()},
                    {"flips", comparison.flips()},
                    {"transitions", json_of(comparison.transitions())},
                    {"gone", comparison.only_before()},
                    {"new", comparison.only_after()},
                    {"rescored", rescored},
                    {"categories", categories},
                    {"rules", rules}};
  print_line(report);
}

int diff(const DiffOptions& options) {
  const auto fields = FieldMap::make(options.fields);
  if (!fields) throw CLI::ValidationError(fields.error().message);
  const Input input(options.file);
  const LoadedRules before = options.before.load();
  const LoadedRules after = options.after.load();
  Comparison comparison(*before.rules, *after.rules, options.comparison);
  BothPipelines pipelines(before.rules, after.rules, *fields);
  input.for_each_slice(BothPipelines::kSlice,
                       [&](std::string_view lines) { pipelines.compare(lines, comparison); });
  if (comparison.messages() == 0)
    throw CannotRun(fmt::format("{}: there are no messages in it", input.name()));
  if (options.json) {
    print_json(comparison);
  } else {
    print_for_people(comparison, options.worst);
  }
  if (!options.max_flips || comparison.flips() <= *options.max_flips) return kDone;
  fmt::print(stderr, "tamis: {}, more than {}\n", told_flips(comparison),
             with_separators(*options.max_flips));
  return kCouldNotRun;
}

}  // namespace

void add_diff(CLI::App& rules, int& exit) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App& command =
      *rules.add_subcommand("diff", "Say which verdicts on your messages another rule set changes");
  command.add_option("OLD", options->before.rules, "Folder of packs, or one pack")->required();
  command.add_option("NEW", options->after.rules, "The one to compare with it")->required();
  command.add_option("FILE", options->file,
                     "Messages, one JSON object a line; - is standard input, the default");
  command
      .add_option("--policy", options->before.policy,
                  "Policy of both: a file, or the name of one in their policies/")
      ->type_name("FILE");
  command.add_option("--new-policy", options->after.policy, "Policy of NEW, where it is another")
      ->type_name("FILE");
  command.add_option("--text", options->fields.text, "Where a message has its text")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--id", options->fields.id, "Where a message has its id")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--max-flips", options->max_flips, "Fail where more verdicts flip")
      ->type_name("N");
  command.add_option("--worst", options->worst, "How many rules to name")->capture_default_str();
  command
      .add_option("--examples", options->comparison.examples, "How many messages to name of each")
      ->capture_default_str();
  command.add_flag("--show-text", options->comparison.keep_text,
                   "Show the texts of examples; without, only their ids");
  command.add_flag("--json", options->json, "Everything as a line of JSON");
  command.footer("Exit status: 0 done, 1 more than --max-flips, or could not run, 2 wrong usage.");
  command.callback([options, &exit] {
    if (options->after.policy.empty()) options->after.policy = options->before.policy;
    exit = diff(*options);
  });
}

}  // namespace tamis::tools
