#include <memory>
#include <string>
#include <vector>

#include "bench_measurement.h"
#include "bench_report.h"
#include "commands.h"
#include "rules_option.h"

namespace tamis::tools {
namespace {

struct BenchOptions {
  RulesOption rules;
  std::string compare;
  std::string messages;
  BenchMeasurement::Options measure;
  bool json = false;
};

int bench(const BenchOptions& options) {
  const auto slices = read_slices(options.messages);
  BenchMeasurement measurement(options.measure, slices);
  std::vector<BenchReport> reports{measurement.run(options.rules)};
  if (!options.compare.empty()) {
    RulesOption old = options.rules;
    old.rules = options.compare;
    reports.push_back(measurement.run(old));
  }
  if (options.json) {
    for (const BenchReport& report : reports) print_json(report);
  } else {
    print_for_people(reports);
  }
  return kDone;
}

}  // namespace

void add_bench(CLI::App& app, int& exit) {
  auto options = std::make_shared<BenchOptions>();
  CLI::App& command = *app.add_subcommand(
      "bench", "Measure what a rule set costs on your messages, and which rules cost most");
  command
      .add_option("FILE", options->messages,
                  "Messages, one JSON object a line; - is standard input")
      ->required();
  options->rules.add_to(command);
  command
      .add_option("--compare", options->compare,
                  "Measure these rules as well, and put both side by side")
      ->type_name("DIR");
  command
      .add_option("--runs", options->measure.runs,
                  "Runs of each measurement, of which the fastest counts")
      ->check(CLI::Range(1U, 100U))
      ->capture_default_str();
  command.add_option("--costliest", options->measure.costliest, "How many rules to name")
      ->capture_default_str();
  command.add_flag("!--no-without", options->measure.without,
                   "Do not measure the rules without each category, for which the others are "
                   "compiled anew each time");
  command.add_flag("--json", options->json, "A line of JSON for each rule set");
  command.footer(
      "Times are CPU times of one thread, but for loading, latency and 2 threads. \"Scan alone\" "
      "is scanning with nothing else to look for; what categories share is in each of them. Exit "
      "status: 0 done, 1 could not run, 2 wrong usage.");
  command.callback([options, &exit] { exit = bench(*options); });
}

}  // namespace tamis::tools
