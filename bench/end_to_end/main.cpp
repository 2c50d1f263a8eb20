// What screening costs, against the floor: what simdjson and Hyperscan cost alone on the same
// messages in the same run; and against the pipeline as most people write it. Contenders take
// turns, in another order each run; figures are medians over the runs. A wrong count of hits fails
// the benchmark.
#include <algorithm>
#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "end_to_end/contest.h"
#include "support/program.h"
#include "support/stage_clock.h"

namespace tamis::bench {
namespace {

Figures hold(const Course& course) {
  std::vector<Contender> contenders;
  for (const auto kind :
       {memory_contenders, traffic_contenders, single_contenders, program_contenders}) {
    std::ranges::move(kind(course), std::back_inserter(contenders));
  }
  Figures figures;
  for (unsigned run = 0; run < course.options.runs; ++run) {
    for (const Contender& contender : contenders) contender(figures);
    std::rotate(contenders.begin(), contenders.begin() + std::ptrdiff_t(contenders.size() / 3),
                contenders.end());
  }
  return figures;
}

void print_memory(const Figures& figures, std::size_t terms) {
  const std::string path = fmt::format("memory/{}/", terms);
  const double floor = figures.median(path + "floor/ns");
  const auto row = [&](std::string_view title, const std::string& name) {
    const double ns = figures.median(path + name + "/ns");
    fmt::print("  {:<34} {:>8.0f} ns a message  {:>5.2f} x floor\n", title, ns, ns / floor);
  };
  fmt::print("\nin memory, {} terms\n", terms);
  row("floor: decode", "floor-decode");
  row("floor: scan", "floor-scan");
  row("floor", "floor");
  row("tamis, 1 worker", "tamis-1");
  row("tamis, 2 workers", "tamis-2");
  row("tamis, 1 worker, folded view alone", "folded-1");
  row("plain pipeline, a message at a time", "plain");
  for (const std::string_view stage : StageClock::kStages)
    row(fmt::format("stage alone: {}", stage), fmt::format("stage-{}", stage));
  fmt::print("  2 workers against 1, wall: {:.2f} x\n",
             figures.median(path + "tamis-1/wall-ns") / figures.median(path + "tamis-2/wall-ns"));
}

void print_program(const Figures& figures, std::size_t terms) {
  const double floor = figures.median(fmt::format("memory/{}/floor/ns", terms));
  fmt::print("\nthe program, {} terms; start {:.3f} s, cold {:.2f} s\n", terms,
             figures.median(fmt::format("start/{}/cached-s", terms)),
             figures.median(fmt::format("start/{}/cold-s", terms)));
  for (const std::string_view transport : {"files", "pipes"}) {
    for (const unsigned workers : {1U, 2U}) {
      const std::string path = fmt::format("program/{}/{}/{}/", terms, transport, workers);
      const double ns = figures.median(path + "ns");
      fmt::print(
          "  {}, {} worker{}  {:>8.0f} ns of CPU a message  {:>5.2f} x floor  {:>5.0f} ns wall  "
          "{:>5.0f} MB peak\n",
          transport, workers, workers == 1 ? " " : "s", ns, ns / floor,
          figures.median(path + "wall-ns"), figures.median(path + "peak-bytes") / 1e6);
    }
  }
}

void print_rest(const Figures& figures) {
  fmt::print("\nkinds of traffic, in memory, 1 worker\n");
  for (const std::string_view kind : {"clean", "hit-heavy", "character-flood", "half-term-flood"}) {
    const std::string path = fmt::format("traffic/{}/", kind);
    fmt::print("  {:<34} {:>8.0f} ns a message  {:>5.2f} ns a byte\n", kind,
               figures.median(path + "ns"), figures.median(path + "ns-per-byte"));
  }
  fmt::print("\none message of 100 characters: p50 {:.0f} ns, p99 {:.0f} ns; {:g} allocations\n",
             figures.median("single/p50-ns"), figures.median("single/p99-ns"),
             figures.median("single/allocations"));
}

void write_json(const Course& course, const Figures& figures) {
  const Options& options = course.options;
  std::ofstream file(options.json);
  file << fmt::format(
      "{{\"source\":\"{}\",\"messages\":{},\"bytes\":{},\"planted\":{},\"runs\":{},\"repeat\":{},"
      "\"terms\":[{}],\"regexes\":{},\n\"figures\":{}}}\n",
      course.source, course.corpus.messages, course.corpus.ndjson.size(), course.corpus.planted,
      options.runs, options.repeat, fmt::join(options.terms, ","), options.regexes, figures.json());
  if (!file.flush()) throw std::runtime_error(options.json + ": cannot be written");
}

void run(const Options& options) {
  const Course course(options);
  fmt::print("{} messages of {} (median of {}), {} bytes each, {} hold a phrase; {} regexes\n",
             course.corpus.messages, course.source,
             options.runs == 1 ? "1 run" : fmt::format("{} runs", options.runs),
             course.corpus.ndjson.size() / course.corpus.messages, course.corpus.planted,
             options.regexes);
  const Figures figures = hold(course);
  for (const std::size_t terms : options.terms) print_memory(figures, terms);
  for (const std::size_t terms : options.terms) print_program(figures, terms);
  print_rest(figures);
  if (!options.json.empty()) write_json(course, figures);
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options;
  options.tamis = tamis::bench::own_folder().parent_path() / "tools" / "tamis";
  CLI::App app("Measures tamis end to end against the floor and against a plain pipeline");
  app.add_option("--messages", options.messages,
                 "NDJSON with id, channel, sender and text, in this order; made up where absent")
      ->capture_default_str();
  app.add_option("--made-up", options.made_up, "How many messages to make up")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  app.add_option("--terms", options.terms, "A rule set for each number; the first is the main one")
      ->delimiter(',')
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--regexes", options.regexes)->check(CLI::Range(1, 10'000))->capture_default_str();
  app.add_option("--every", options.every, "Each so manieth message holds a phrase; 0: none")
      ->capture_default_str();
  app.add_option("--runs", options.runs)->check(CLI::Range(1, 1'000))->capture_default_str();
  app.add_option("--repeat", options.repeat,
                 "How often tamis reads the messages in one go, so that starting counts little")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  app.add_option("--tamis", options.tamis, "The program (default: the one built beside)");
  app.add_option("--json", options.json, "Write all figures to this file")->type_name("FILE");
  CLI11_PARSE(app, argc, argv);
  try {
    tamis::bench::run(options);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-end-to-end: {}\n", error.what());
    return 1;
  }
}
