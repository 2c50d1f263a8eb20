#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <thread>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "commands.h"
#include "json_line.h"
#include "pretty.h"
#include "rules/outline.h"
#include "rules/subcommands.h"
#include "rules_option.h"
#include "tamis/screener.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

namespace fs = std::filesystem;

struct TestOptions {
  RulesOption rules;
  std::string only;
  bool watch = false;
  bool json = false;
};

/// A test that did not go as its rule says.
struct Failure {
  const Rule* rule;
  const RuleTest* test;
  std::vector<TextSpan> spans;     ///< what was hit, if it should not have been
  std::vector<OutlineLine> parts;  ///< which parts of the rule are there
};

struct Outcome {
  std::size_t passed = 0;
  std::vector<Failure> failures;
};

/// Runs the tests of the rules whose ids begin with `only`.
Outcome run_tests(const std::shared_ptr<const RuleSet>& rules, const std::string& only) {
  Screener screener(rules);
  Outline outline(*rules);
  Outcome outcome;
  for (std::uint32_t i = 0; i < rules->rules().size(); ++i) {
    const Rule& rule = rules->rules()[i];
    if (!rule.id.starts_with(only)) continue;
    for (const RuleTest& test : rule.tests) {
      const Screening screening = screener.screen(test.text);
      const auto findings = screening.findings();
      const auto finding = std::ranges::find(findings, i, &Finding::rule);
      const bool hit = finding != findings.end();
      if (hit == test.hit && screening.fault() == Fault::none) {
        ++outcome.passed;
        continue;
      }
      Failure failure{.rule = &rule, .test = &test};
      if (hit) {
        for (const Part& part : screening.parts(*finding)) failure.spans.push_back(part.span);
        std::ranges::sort(failure.spans, {}, &TextSpan::begin);
      }
      failure.parts = outline.of(rule, test.text).lines;
      outcome.failures.push_back(std::move(failure));
    }
  }
  return outcome;
}

void print_for_people(const RuleSet& rules, const Outcome& outcome) {
  const Style style(STDOUT_FILENO);
  for (const Failure& failure : outcome.failures) {
    fmt::print("{}  {} {}\n", style.bold(failure.rule->id),
               failure.test->hit ? "should hit, and does not:" : "should not hit, and does:",
               style.faint(rules.where(failure.test->place)));
    fmt::print("  {}\n", style.marked(failure.test->text, failure.spans));
    for (const OutlineLine& line : failure.parts) {
      fmt::print("  {:{}}{} {}\n", "", line.depth * 2, line.holds ? "+" : "-",
                 line.holds ? line.text : style.faint(line.text));
    }
  }
  fmt::print("{} passed, {} failed\n", counted(outcome.passed, "test"),
             with_separators(outcome.failures.size()));
}

void print_json(const RuleSet& rules, const Outcome& outcome) {
  nlohmann::ordered_json failures = nlohmann::ordered_json::array();
  for (const Failure& failure : outcome.failures) {
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (const OutlineLine& line : failure.parts)
      parts.push_back({{"depth", line.depth}, {"holds", line.holds}, {"part", line.text}});
    failures.push_back({{"rule", failure.rule->id},
                        {"place", rules.where(failure.test->place)},
                        {"should", failure.test->hit ? "hit" : "miss"},
                        {"text", failure.test->text},
                        {"parts", std::move(parts)}});
  }
  const nlohmann::ordered_json report{{"ruleset", rules.id()},
                                      {"passed", outcome.passed},
                                      {"failed", outcome.failures.size()},
                                      {"failures", std::move(failures)}};
  print_line(report);
}

int test_once(const TestOptions& options) {
  LoadOptions load = options.rules.load_options();
  load.run_tests = false;
  const auto loaded = load_rules(load);
  if (!loaded) {
    fmt::print(stderr, "{}", render(loaded.error()));
    return kCouldNotRun;
  }
  const Outcome outcome = run_tests(loaded->rules, options.only);
  if (outcome.passed + outcome.failures.size() == 0)
    throw CannotRun(fmt::format("there is no rule whose id begins with '{}'", options.only));
  if (options.json) {
    print_json(*loaded->rules, outcome);
  } else {
    print_for_people(*loaded->rules, outcome);
  }
  return outcome.failures.empty() ? kDone : kCouldNotRun;
}

using Files = std::map<fs::path, std::pair<fs::file_time_type, std::uintmax_t>>;

/// What lies below a folder, to see when it changes. Editors replace files, so it is asked anew
/// each time rather than watched file by file.
Files files_below(const fs::path& folder) {
  Files files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code gone;
    if (!at->is_regular_file(gone)) continue;
    const auto time = at->last_write_time(gone);
    const auto size = at->file_size(gone);
    if (!gone) files[at->path()] = {time, size};
  }
  return files;
}

/// What rules are read from: of a single pack the lists beside it, too.
Files files_of(const fs::path& rules) {
  Files files = files_below(rules);
  std::error_code ignored;
  const fs::path lists = fs::absolute(rules).lexically_normal().parent_path() / "lists.yaml";
  if (fs::exists(rules / "pack.yaml", ignored) && fs::exists(lists, ignored))
    files[lists] = {fs::last_write_time(lists, ignored), fs::file_size(lists, ignored)};
  return files;
}

/// Until somebody ends the program.
[[noreturn]] void watch(const TestOptions& options) {
  const fs::path folder = options.rules.folder();
  while (true) {
    const Files files = files_of(folder);
    fmt::print("{:%H:%M:%S}\n", fmt::localtime(std::time(nullptr)));
    try {
      test_once(options);
    } catch (const CannotRun& error) {
      fmt::print(stderr, "tamis: {}\n", error.what());
    }
    fmt::print("waiting for a change below {} …\n\n", folder.string());
    std::fflush(stdout);
    while (files_of(folder) == files) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace

void add_test(CLI::App& rules, int& exit) {
  auto options = std::make_shared<TestOptions>();
  CLI::App& command = *rules.add_subcommand(
      "test", "Run the rules' tests, and say of each that fails which parts of the rule are there");
  options->rules.add_folder_to(command, "DIR,--rules");
  command.add_option("--only", options->only, "Only rules whose id begins so, such as fraud/")
      ->type_name("ID");
  command.add_flag("--watch", options->watch,
                   "Run them again at each change of a file, until Ctrl-C");
  command.add_flag("--json", options->json, "Everything as a line of JSON");
  command.footer(
      "Exit status: 0 all passed, 1 some failed or the rules do not load, 2 wrong usage.");
  command.callback([options, &exit] {
    if (options->watch) watch(*options);
    exit = test_once(*options);
  });
}

}  // namespace tamis::tools
