#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "commands.h"
#include "json_line.h"
#include "rules/benign_hits.h"
#include "rules/evasion_coverage.h"
#include "rules/regex_cost.h"
#include "rules/subcommands.h"
#include "rules_option.h"
#include "tamis/ruleset/lint.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct CheckOptions {
  RulesOption rules;
  std::vector<std::string> benign;
  bool strict = false;
  bool json = false;
  double costly = 200;  ///< nanoseconds a message
  bool evasion = false;
  unsigned seeds = 5;
  std::uint64_t first_seed = 1;
  std::size_t worst = 20;
  double min_evasion = -1;  ///< none

  bool wants_evasion() const noexcept { return evasion || min_evasion >= 0; }
};

/// A regex that may match so many of any texts says nothing.
constexpr double kEverything = 0.5;

/// Everything that can be said about rules that load.
class Review {
 public:
  Review(const CheckOptions& options, const LoadedRules& loaded)
      : options_(options), loaded_(loaded) {
    auto read = read_rules(options.rules.folder(), options.rules.load_options().policy);
    if (!read || read->rules.id() != loaded.rules->id())
      throw CannotRun("the rules were changed while they were checked");
    read_ = std::make_unique<ReadRules>(*std::move(read));
  }

  void run() {
    found_ = lint(*read_);
    check_regexes();
    if (!options_.benign.empty()) check_budgets();
    if (!options_.strict) return;
    for (Diagnostic& d : found_) d.severity = Severity::error;
  }

  const Diagnostics& found() const noexcept { return found_; }
  std::uint64_t harmless_messages() const noexcept { return harmless_; }
  std::size_t over_budget() const noexcept { return over_budget_; }

 private:
  void check_regexes() {
    const RuleSet& rules = *loaded_.rules;
    for (const RegexCost& cost : measure_regexes(rules, small_corpus(rules))) {
      const PatternUse& use = rules.uses()[rules.uses_of(cost.pattern).first];
      if (cost.matches >= kEverything) {
        add(use.place, Severity::warning,
            fmt::format("this regex matches {:.0f} % of any messages", cost.matches * 100),
            "measured on the rules' tests and some small talk");
      }
      if (cost.nanoseconds > 0 && cost.nanoseconds >= options_.costly) {
        add(use.place, Severity::warning,
            fmt::format("this regex alone costs {:.0f} ns a message", cost.nanoseconds),
            fmt::format("measured; from {:.0f} ns on it is told (--costly)", options_.costly));
      }
    }
  }

  void check_budgets() {
    const BenignHits hits = count_benign_hits(loaded_.rules, options_.benign);
    if (hits.all == 0) throw CannotRun("there are no messages in the --benign files");
    harmless_ = hits.all;
    for (std::size_t i = 0; i < hits.messages.size(); ++i) {
      const Rule& rule = loaded_.rules->rules()[i];
      if (double(hits.messages[i]) <= rule.budget * double(hits.all)) continue;
      ++over_budget_;
      std::string examples;
      for (const std::string& id : hits.examples[i])
        examples += (examples.empty() ? "" : ", ") + id;
      add(rule.place, Severity::error,
          fmt::format("{} hits {} of {}, more than its budget of {:.6g}", rule.id,
                      with_separators(hits.messages[i]), counted(hits.all, "harmless message"),
                      rule.budget),
          "such as " + examples);
    }
  }

  void add(SourcePlace place, Severity severity, std::string message, std::string help) {
    found_.push_back(read_->files.diagnostic(place, std::move(message), std::move(help), severity));
  }

  const CheckOptions& options_;
  const LoadedRules& loaded_;
  std::unique_ptr<ReadRules> read_;  ///< its places are those of the rules
  Diagnostics found_;
  std::uint64_t harmless_ = 0;   ///< messages that were screened
  std::size_t over_budget_ = 0;  ///< rules
};

nlohmann::ordered_json json_of(const Diagnostics& diagnostics) {
  auto all = nlohmann::ordered_json::array();
  for (const Diagnostic& d : diagnostics) {
    all.push_back({{"severity", d.severity == Severity::error ? "error" : "warning"},
                   {"file", d.file},
                   {"line", d.line},
                   {"column", d.column},
                   {"message", d.message},
                   {"help", d.help}});
  }
  return all;
}

std::size_t count_of(const Diagnostics& diagnostics, Severity severity) {
  return std::size_t(std::ranges::count(diagnostics, severity, &Diagnostic::severity));
}

/// "1 error, 3 warnings"
std::string counts_of(const Diagnostics& diagnostics) {
  const std::size_t errors = count_of(diagnostics, Severity::error);
  const std::size_t warnings = count_of(diagnostics, Severity::warning);
  if (warnings == 0) return counted(errors, "error");
  if (errors == 0) return counted(warnings, "warning");
  return counted(errors, "error") + ", " + counted(warnings, "warning");
}

int tell_evasion(const EvasionCoverage& coverage, const CheckOptions& options) {
  if (!options.json) print_for_people(coverage, options.worst);
  if (coverage.share() >= options.min_evasion) return kDone;
  fmt::print(stderr, "tamis: {:.2f} % of the mutated hits are found, less than {:.2f} %\n",
             coverage.share() * 100, options.min_evasion * 100);
  return kCouldNotRun;
}

void print_counts(const LoadedRules& loaded, const Review& review, const std::string& folder,
                  double seconds) {
  const RuleSet& rules = *loaded.rules;
  const std::size_t categories = rules.categories().size();
  fmt::print("{}: {} {}, {}, {}, {} passed\n", folder, categories,
             categories == 1 ? "category" : "categories", counted(rules.rules().size(), "rule"),
             counted(rules.patterns().size(), "pattern"), counted(loaded.tests_run, "test"));
  fmt::print("rule set {}, policy '{}'; database {}, checked in {:.2f} s\n", rules.id(),
             rules.policy().name, bytes_for_people(double(rules.database().bytes())), seconds);
  if (review.harmless_messages() == 0) return;
  fmt::print("{} screened; {} over budget\n",
             counted(review.harmless_messages(), "harmless message"),
             counted(review.over_budget(), "rule"));
}

/// Of all that was found, as one line.
void print_json(const Diagnostics& found, const LoadedRules* loaded, std::uint64_t harmless,
                const EvasionCoverage* coverage) {
  nlohmann::ordered_json report{{"errors", count_of(found, Severity::error)},
                                {"warnings", count_of(found, Severity::warning)},
                                {"found", json_of(found)}};
  if (loaded != nullptr) {
    report["ruleset"] = loaded->rules->id();
    report["rules"] = loaded->rules->rules().size();
    report["tests"] = loaded->tests_run;
  }
  if (harmless != 0) report["benign_messages"] = harmless;
  if (coverage != nullptr) report["evasion"] = nlohmann::ordered_json::parse(json_of(*coverage));
  print_line(report);
}

int check(const CheckOptions& wanted) {
  const auto begin = std::chrono::steady_clock::now();
  LoadOptions options = wanted.rules.load_options();
  options.cache.reset();
  const auto loaded = load_rules(options);
  if (!loaded) {
    if (wanted.json) print_json(loaded.error(), nullptr, 0, nullptr);
    fmt::print(stderr, "{}{}\n", render(loaded.error()), counts_of(loaded.error()));
    return kCouldNotRun;
  }
  Review review(wanted, *loaded);
  review.run();
  const Diagnostics& found = review.found();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  if (!wanted.json) print_counts(*loaded, review, wanted.rules.folder().string(), seconds.count());
  if (!wanted.json && !found.empty()) fmt::print(stderr, "{}{}\n", render(found), counts_of(found));
  std::optional<EvasionCoverage> coverage;
  if (wanted.wants_evasion())
    coverage = measure_evasion(loaded->rules, wanted.seeds, wanted.first_seed);
  if (wanted.json)
    print_json(found, &*loaded, review.harmless_messages(), coverage ? &*coverage : nullptr);
  const int evasion = coverage ? tell_evasion(*coverage, wanted) : int{kDone};
  return count_of(found, Severity::error) != 0 ? int{kCouldNotRun} : evasion;
}

}  // namespace

void add_check(CLI::App& rules, int& exit) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App& command = *rules.add_subcommand(
      "check",
      "Read the rules, compile them, run their tests; tell all errors, and what looks wrong");
  options->rules.add_folder_to(command, "DIR,--rules");
  options->rules.add_policy_to(command);
  command
      .add_option(
          "--benign", options->benign,
          "Harmless messages: a rule that hits more of them than its budget is an error; - is "
          "standard input")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command.add_flag("--strict", options->strict, "Warnings are errors");
  command
      .add_option("--costly", options->costly,
                  "Tell of a regex that costs so much alone, in ns a message")
      ->type_name("NS")
      ->capture_default_str();
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
  command.add_flag("--json", options->json, "Everything as a line of JSON");
  command.footer(
      "Exit status: 0 no errors (warnings are none, but for --strict), 1 errors or less than "
      "--min-evasion found, 2 wrong usage.");
  command.callback([options, &exit] { exit = check(*options); });
}

}  // namespace tamis::tools
