#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "commands.h"
#include "latency.h"
#include "rules_option.h"
#include "tamis/line_cutter.h"
#include "tamis/screener.h"
#include "tamis/stages.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct BenchOptions {
  RulesOption rules;
  std::string compare;
  std::string messages;
  unsigned runs = 3;
  std::size_t costliest = 10;
  bool json = false;
};

/// A rule, a category or the whole, and what scanning for it takes.
struct Cost {
  std::string name;
  double nanoseconds = 0;  ///< a message
};

struct Report {
  std::string ruleset;
  std::size_t rules = 0;
  std::size_t patterns = 0;
  double compile_seconds = 0;
  double cached_seconds = 0;
  std::size_t database_bytes = 0;
  std::size_t messages = 0;
  double bytes = 0;
  double nanoseconds = 0;             ///< of CPU a message, on one thread, from bytes to bytes
  double p50 = 0, p99 = 0, p999 = 0;  ///< of a message through `Screener`, in nanoseconds
  std::map<std::string, std::size_t> hits;  ///< messages, by category
  std::vector<Cost> categories;
  std::vector<Cost> costliest;
  double peak_memory = 0;  ///< bytes, of the whole program
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

/// The least of several runs: whatever else the machine does can only add to it.
template <typename Work>
double least_seconds(unsigned runs, Work work) {
  double least = 1e300;
  for (unsigned i = 0; i < runs; ++i) {
    const double begin = cpu_seconds();
    work();
    least = std::min(least, cpu_seconds() - begin);
  }
  return least;
}

/// The messages as batches of lines, read once.
std::vector<std::string> read_slices(const std::string& file) {
  const int descriptor = file == "-" ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw CannotRun(fmt::format("{}: {}", file, std::strerror(errno)));
  FileSource source(descriptor);
  LineCutter cutter(std::size_t{128} << 10, Decoder::kMaxLine);
  cutter.begin();
  std::vector<std::string> slices;
  Batch batch;
  while (true) {
    batch.clear();
    const auto filled = cutter.fill(batch, source);
    if (!filled) throw CannotRun(fmt::format("{}: {}", file, filled.error().message));
    if (!*filled) break;
    slices.emplace_back(batch.input.view());
  }
  if (descriptor != STDIN_FILENO) close(descriptor);
  return slices;
}

class Bench {
 public:
  Bench(const BenchOptions& options, const std::vector<std::string>& slices)
      : options_(options), slices_(slices) {}

  Report run(const RulesOption& rules) {
    Report report;
    load(rules, report);
    measure_throughput(report);
    measure_latency(report);
    measure_costs(report);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    report.peak_memory = double(usage.ru_maxrss) * 1024;
    return report;
  }

 private:
  void load(const RulesOption& option, Report& report) {
    const auto timed = [&](double& seconds, const LoadOptions& options) {
      const auto begin = std::chrono::steady_clock::now();
      auto loaded = load_rules(options);
      if (!loaded)
        throw CannotRun(fmt::format("the rules do not load:\n{}", render(loaded.error())));
      seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      return loaded->rules;
    };
    LoadOptions options = option.load_options();
    const auto cache = options.cache;
    options.cache.reset();
    rules_ = timed(report.compile_seconds, options);
    options.cache = cache;
    double ignored = 0;
    (void)timed(ignored, options);  // fills the cache
    (void)timed(report.cached_seconds, options);
    report.ruleset = rules_->id();
    report.rules = rules_->rules().size();
    report.patterns = rules_->patterns().size();
    report.database_bytes = rules_->database().bytes();
  }

  void measure_throughput(Report& report) {
    Stages stages(rules_, Decoder(*FieldMap::make({})), {});
    Batch batch;
    const double seconds = least_seconds(options_.runs, [&] {
      report.messages = 0;
      report.bytes = 0;
      report.hits.clear();
      for (const std::string& slice : slices_) {
        batch.clear();
        batch.input.append(slice);
        stages.run(batch);
        report.messages += batch.messages.size();
        report.bytes += double(slice.size());
        for (const CategoryScore& score : batch.categories)
          ++report.hits[rules_->categories()[score.category].name];
      }
    });
    report.nanoseconds = seconds / double(std::max<std::size_t>(report.messages, 1)) * 1e9;
  }

  void measure_latency(Report& report) {
    Screener screener(rules_);
    Decoder decoder(*FieldMap::make({}));
    Batch batch;
    for (int round = 0; round < 2; ++round) {
      Latency latency;  // the first round warms up
      for (const std::string& slice : slices_) {
        batch.clear();
        batch.input.append(slice);
        decoder.decode(batch);
        for (const Message& message : batch.messages) {
          const auto begin = std::chrono::steady_clock::now();
          screener.screen(message);
          latency.add(std::chrono::steady_clock::now() - begin);
        }
      }
      report.p50 = latency.quantile(0.5);
      report.p99 = latency.quantile(0.99);
      report.p999 = latency.quantile(0.999);
    }
  }

  /// What scanning for each category's and each rule's patterns alone costs, beyond looking for
  /// nothing.
  void measure_costs(Report& report) {
    std::vector<std::vector<Pattern>> by_rule(rules_->rules().size());
    std::vector<std::vector<Pattern>> by_category(rules_->categories().size());
    for (const PatternUse& use : rules_->uses()) {
      const std::uint32_t rule = rules_->leaves()[use.leaf].rule;
      if (rule == Leaf::kNoRule) continue;
      by_rule[rule].push_back(rules_->patterns()[use.pattern]);
      by_category[rules_->rules()[rule].category].push_back(rules_->patterns()[use.pattern]);
    }
    normalize_all();
    for (std::size_t i = 0; i < by_category.size(); ++i) {
      report.categories.push_back(
          {rules_->categories()[i].name, scan_cost(by_category[i], report.messages)});
    }
    for (std::size_t i = 0; i < by_rule.size(); ++i) {
      report.costliest.push_back({rules_->rules()[i].id, scan_cost(by_rule[i], report.messages)});
    }
    for (auto* costs : {&report.categories, &report.costliest}) {
      std::ranges::stable_sort(*costs, std::ranges::greater(), &Cost::nanoseconds);
    }
    report.costliest.resize(std::min(report.costliest.size(), options_.costliest));
  }

  void normalize_all() {
    if (!batches_.empty()) return;
    Decoder decoder(*FieldMap::make({}));
    for (const std::string& slice : slices_) {
      auto& batch = *batches_.emplace_back(std::make_unique<Batch>());
      batch.input.append(slice);
      decoder.decode(batch);
      normalize(batch);
    }
  }

  double scan_cost(const std::vector<Pattern>& patterns, std::size_t messages) {
    if (patterns.empty() || messages == 0) return 0;
    const auto database = PatternDatabase::compile(patterns);
    if (!database) throw CannotRun(database.error().front().message);
    Scanner scanner(*database, patterns, {spaced_word_characters(), content_characters()});
    const double seconds = least_seconds(options_.runs, [&] {
      for (const auto& batch : batches_) {
        batch->folded.hits.clear();
        scanner.match(*batch);
      }
    });
    return seconds / double(messages) * 1e9;
  }

  const BenchOptions& options_;
  const std::vector<std::string>& slices_;
  std::shared_ptr<const RuleSet> rules_;
  std::vector<std::unique_ptr<Batch>> batches_;
};

using Row = std::pair<std::string, std::string>;

std::vector<Row> rows_of(const Report& r) {
  std::vector<Row> rows{
      {"rule set", r.ruleset},
      {"rules, patterns",
       fmt::format("{}, {}", with_separators(r.rules), with_separators(r.patterns))},
      {"compiled, tested", fmt::format("{:.2f} s", r.compile_seconds)},
      {"from the cache", fmt::format("{:.3f} s", r.cached_seconds)},
      {"database", bytes_for_people(double(r.database_bytes))},
      {"peak memory", bytes_for_people(r.peak_memory)},
      {"CPU a message", fmt::format("{:.0f} ns", r.nanoseconds)},
      {"messages/s a core",
       with_separators(static_cast<std::uint64_t>(1e9 / std::max(r.nanoseconds, 1e-3)))},
      {"one alone, p50", fmt::format("{:.2f} µs", r.p50 / 1000)},
      {"one alone, p99", fmt::format("{:.2f} µs", r.p99 / 1000)},
      {"one alone, p99.9", fmt::format("{:.2f} µs", r.p999 / 1000)},
  };
  for (const auto& [category, count] : r.hits)
    rows.emplace_back("hits in " + category, with_separators(count));
  return rows;
}

void print_for_people(const std::vector<Report>& reports) {
  const Style style(STDOUT_FILENO);
  fmt::print("{} messages, {}\n\n", with_separators(reports.front().messages),
             bytes_for_people(reports.front().bytes));
  std::map<std::string, std::string> other;
  if (reports.size() > 1) {
    for (auto& [name, value] : rows_of(reports[1])) other.emplace(name, value);
  }
  for (const auto& [name, value] : rows_of(reports.front())) {
    const auto found = other.find(name);
    fmt::print("{:<22} {:>14}{}\n", name, value,
               reports.size() == 1
                   ? ""
                   : fmt::format(" {:>14}", found == other.end() ? "-" : found->second));
  }
  for (const Report& report : reports) {
    if (reports.size() > 1) fmt::print("\n{}", style.bold("rule set " + report.ruleset));
    for (const auto& [title, costs] :
         {std::pair{"scanning for a category alone", &report.categories},
          {"the costliest rules alone", &report.costliest}}) {
      fmt::print("\n{}\n", style.bold(title));
      for (const Cost& cost : *costs)
        fmt::print("  {:<34} {:>6.0f} ns a message\n", cost.name, cost.nanoseconds);
    }
  }
}

std::string json_of(const std::vector<Cost>& costs) {
  std::string text = "{";
  for (const Cost& cost : costs)
    text +=
        fmt::format("{}\"{}\":{:.1f}", text.size() == 1 ? "" : ",", cost.name, cost.nanoseconds);
  return text + "}";
}

/// Names are ids and categories: nothing in them needs escaping.
void print_json(const Report& r) {
  std::string hits = "{";
  for (const auto& [category, count] : r.hits)
    hits += fmt::format("{}\"{}\":{}", hits.size() == 1 ? "" : ",", category, count);
  hits += '}';
  fmt::print(
      "{{\"ruleset\":\"{}\",\"rules\":{},\"patterns\":{},\"compile_seconds\":{:.4f},\"cached_"
      "seconds\":{:.4f},\"database_bytes\":{},"
      "\"peak_memory_bytes\":{:.0f},\"messages\":{},\"bytes\":{:.0f},\"ns_per_message\":{:.1f},"
      "\"latency_ns\":{{\"p50\":{:.0f},\"p99\":{:.0f},\"p99.9\":{:.0f}}},"
      "\"hits\":{},\"category_ns\":{},\"costliest_rules_ns\":{}}}\n",
      r.ruleset, r.rules, r.patterns, r.compile_seconds, r.cached_seconds, r.database_bytes,
      r.peak_memory, r.messages, r.bytes, r.nanoseconds, r.p50, r.p99, r.p999, hits,
      json_of(r.categories), json_of(r.costliest));
}

int bench(const BenchOptions& options) {
  const auto slices = read_slices(options.messages);
  if (slices.empty())
    throw CannotRun(fmt::format("{}: there are no messages in it", options.messages));
  std::vector<Report> reports{Bench(options, slices).run(options.rules)};
  if (!options.compare.empty()) {
    RulesOption old = options.rules;
    old.rules = options.compare;
    reports.push_back(Bench(options, slices).run(old));
  }
  if (options.json) {
    for (const Report& report : reports) print_json(report);
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
      .add_option("--runs", options->runs, "Runs of each measurement, of which the fastest counts")
      ->check(CLI::Range(1U, 100U))
      ->capture_default_str();
  command.add_option("--costliest", options->costliest, "How many rules to name")
      ->capture_default_str();
  command.add_flag("--json", options->json, "A line of JSON for each rule set");
  command.footer(
      "Times are CPU times of one thread; costs are of scanning, with nothing else in the "
      "database.");
  command.callback([options, &exit] { exit = bench(*options); });
}

}  // namespace tamis::tools
