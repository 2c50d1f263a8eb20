// Messages a second from NDJSON in memory to verdicts, against the floor: what simdjson and
// Hyperscan cost alone on the same messages in the same run; and against the pipeline as most
// people write it. Times are CPU times of the process, medians over runs in which the contenders
// take turns. A wrong count of hits fails the benchmark.
#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <time.h>

#include "support/contender.h"
#include "support/corpus.h"
#include "support/rules.h"
#include "tamis/line_cutter.h"
#include "tamis/pipeline.h"
#include "tamis/stages.h"

namespace tamis::bench {
namespace {

struct Options {
  std::string messages = "../shared/data/throughput/mixed.ndjson";
  std::size_t terms = 10'000;
  std::size_t regexes = 300;
  std::size_t every = 100;
  unsigned runs = 5;
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Returns how many messages hit.
std::size_t run_pipeline(const std::shared_ptr<const RuleSet>& rules, std::string_view ndjson,
                         unsigned workers) {
  Pipeline pipeline(rules, {.workers = workers});
  std::thread intake([&] {
    MemorySource source(ndjson);
    (void)pipeline.feed(source);
    pipeline.finish();
  });
  std::size_t hits = 0;
  while (const VerdictBatch* batch = pipeline.take()) {
    for (std::size_t i = 0; i < batch->size(); ++i) hits += !(*batch)[i].findings().empty();
  }
  intake.join();
  return hits;
}

/// The five stages on one thread, each timed.
class StageClock {
 public:
  explicit StageClock(const RuleSet& rules)
      : rules_(rules),
        scanner_(rules.database(), rules.patterns(),
                 {spaced_word_characters(), content_characters()}),
        judge_(rules) {}

  void run(std::string_view ndjson) {
    seconds_.fill(0);
    LineCutter cutter(std::size_t{128} << 10, Decoder::kMaxLine);
    MemorySource source(ndjson);
    while (true) {
      batch_.clear();
      if (!cutter.fill(batch_, source).value_or(false)) return;
      timed(0, [&] { decoder_.decode(batch_); });
      timed(1, [&] { normalize(batch_); });
      timed(2, [&] { scanner_.match(batch_); });
      timed(3, [&] { judge_.judge(batch_); });
      timed(4, [&] { emit(rules_, {}, batch_); });
    }
  }
  const std::array<double, 5>& seconds() const { return seconds_; }

 private:
  void timed(std::size_t stage, const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    seconds_[stage] +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }

  const RuleSet& rules_;
  Decoder decoder_{*FieldMap::make({})};
  Scanner scanner_;
  Judge judge_;
  Batch batch_;
  std::array<double, 5> seconds_{};
};

int run(const Options& options) {
  const auto terms = invented_words(options.terms, 1);
  const bool has_file = std::filesystem::exists(options.messages);
  const Corpus corpus = has_file ? read_corpus(options.messages, options.every, terms)
                                 : invent_corpus(200'000, options.every, terms);
  const auto load_begin = std::chrono::steady_clock::now();
  const auto rules = load(terms, invented_regexes(options.regexes));
  const double load_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - load_begin).count();
  fmt::print(
      "{} messages of {} ({}), {} bytes each, {} hold a term; {} terms, {} regexes, compiled in "
      "{:.2f} s\n\n",
      corpus.messages,
      has_file ? std::filesystem::path(options.messages).filename().string() : "made-up chat",
      options.runs == 1 ? "1 run" : fmt::format("median of {} runs", options.runs),
      corpus.ndjson.size() / corpus.messages, corpus.planted, options.terms, options.regexes,
      load_seconds);

  Floor floor(*rules, corpus.ndjson);
  PlainPipeline plain(*rules);
  StageClock stages(*rules);
  std::vector<double> decode, scan, one, two, two_wall, one_wall, ordinary;
  std::array<std::vector<double>, 5> split;
  const auto timed = [](std::vector<double>& into, auto&& work) {
    const double begin = cpu_seconds();
    const auto result = work();
    into.push_back(cpu_seconds() - begin);
    return result;
  };
  // A few messages hold a term by chance; the plain pipeline, which shares no code that matters,
  // says how many.
  const std::size_t expected = plain.run(corpus.ndjson);
  const auto check = [&](std::string_view who, std::size_t hits) {
    if (hits != expected || hits < corpus.planted) {
      throw std::runtime_error(fmt::format("{}: {} messages hit, not {}", who, hits, expected));
    }
  };
  for (unsigned i = 0; i < options.runs; ++i) {
    timed(decode, [&] { return floor.decode(); });
    timed(scan, [&] { return floor.scan(); });
    const auto a = std::chrono::steady_clock::now();
    check("tamis, 1 worker", timed(one, [&] { return run_pipeline(rules, corpus.ndjson, 1); }));
    const auto b = std::chrono::steady_clock::now();
    check("tamis, 2 workers", timed(two, [&] { return run_pipeline(rules, corpus.ndjson, 2); }));
    const auto c = std::chrono::steady_clock::now();
    one_wall.push_back(std::chrono::duration<double>(b - a).count());
    two_wall.push_back(std::chrono::duration<double>(c - b).count());
    check("plain pipeline", timed(ordinary, [&] { return plain.run(corpus.ndjson); }));
    stages.run(corpus.ndjson);
    for (std::size_t stage = 0; stage < 5; ++stage) split[stage].push_back(stages.seconds()[stage]);
  }

  const double messages = double(corpus.messages);
  const double floor_seconds = median(decode) + median(scan);
  const auto row = [&](std::string_view name, double seconds) {
    fmt::print("{:<34} {:>8.0f} ns a message  {:>5.2f} x floor\n", name, seconds / messages * 1e9,
               seconds / floor_seconds);
  };
  row("floor: decode", median(decode));
  row("floor: scan", median(scan));
  row("floor", floor_seconds);
  row("tamis, 1 worker", median(one));
  row("tamis, 2 workers", median(two));
  row("plain pipeline, a message at a time", median(ordinary));
  fmt::print("\ntamis by stage, on one thread:\n");
  constexpr std::string_view kNames[] = {"decode", "normalize", "match", "judge", "emit"};
  for (std::size_t stage = 0; stage < 5; ++stage)
    row(fmt::format("  {}", kNames[stage]), median(split[stage]));
  fmt::print("\n{:.0f} messages a second on 1 worker, {:.0f} on 2 ({:.2f} x)\n",
             messages / median(one_wall), messages / median(two_wall),
             median(one_wall) / median(two_wall));
  return 0;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options;
  CLI::App app("Measures tamis end to end against the floor and against a plain pipeline");
  app.add_option("--messages", options.messages,
                 "NDJSON with id, channel, sender and text, in this order; made up where absent")
      ->capture_default_str();
  app.add_option("--terms", options.terms)->capture_default_str();
  app.add_option("--regexes", options.regexes)->capture_default_str();
  app.add_option("--every", options.every, "Each so manieth message holds a term; 0: none")
      ->capture_default_str();
  app.add_option("--runs", options.runs)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return tamis::bench::run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-end-to-end: {}\n", error.what());
    return 1;
  }
}
