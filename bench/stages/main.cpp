// What each stage costs alone, on each kind of traffic. Each answer is checked: a wrong one fails
// its benchmark, and the program.
#include <CLI/CLI.hpp>

#include "stages/stage.h"

int main(int argc, char** argv) {
  std::string messages = "../shared/data/throughput/mixed.ndjson";
  CLI::App app("Measures each stage alone; further options are Google Benchmark's");
  app.add_option("--messages", messages,
                 "NDJSON with id, channel, sender and text, in this order; made up where absent")
      ->capture_default_str();
  app.allow_extras();
  CLI11_PARSE(app, argc, argv);

  // What CLI11 did not take, as a command line again.
  std::vector<std::string> rest = app.remaining();
  std::vector<char*> arguments{argv[0]};
  for (std::string& argument : rest) arguments.push_back(argument.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;

  try {
    tamis::bench::Workloads workloads(messages);
    tamis::bench::add_all(workloads);
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return tamis::bench::any_wrong() ? 1 : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-stages: {}\n", error.what());
    return 1;
  }
}
