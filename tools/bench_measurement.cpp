#include "bench_measurement.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <thread>

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include "clock.h"
#include "commands.h"
#include "input.h"
#include "latency.h"
#include "tamis/pipeline.h"
#include "tamis/screener.h"
#include "tamis/stages.h"

namespace tamis::tools {
namespace {

namespace fs = std::filesystem;

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The seconds that `work` takes once warm, by `clock`: the least of several runs, for whatever
/// else the machine does can only add to it. Short work is repeated in each, to be measurable.
template <typename Clock, typename Work>
double least_seconds(unsigned runs, Clock clock, Work work) {
  constexpr double kMeasurable = 0.01;
  double least = 1e300;
  work();
  for (unsigned i = 0; i < runs; ++i) {
    const double begin = clock();
    double passed = 0;
    for (unsigned times = 1; passed < kMeasurable; ++times) {
      work();
      passed = clock() - begin;
      if (passed >= kMeasurable) least = std::min(least, passed / times);
    }
  }
  return least;
}

std::shared_ptr<const RuleSet> load_or_throw(const LoadOptions& options) {
  auto loaded = load_rules(options);
  if (!loaded) throw CannotRun(fmt::format("the rules do not load:\n{}", render(loaded.error())));
  return loaded->rules;
}

double heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return double(info.uordblks) + double(info.hblkhd);
}

/// A folder of rule packs that lacks one, made of links to the others; removed with it. Its policy
/// is the built-in one: the rules' own may name the category that is missing.
class FolderWithout {
 public:
  FolderWithout(const fs::path& rules, const fs::path& missing) {
    std::string path = (fs::temp_directory_path() / "tamis-bench-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) throw CannotRun("no temporary folder can be made");
    path_ = path;
    for (const fs::directory_entry& entry : fs::directory_iterator(rules)) {
      const fs::path name = entry.path().filename();
      if (name != missing && name != "policies")
        fs::create_symlink(fs::absolute(entry.path()), path_ / name);
    }
  }
  ~FolderWithout() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  FolderWithout(const FolderWithout&) = delete;
  FolderWithout& operator=(const FolderWithout&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// From here, if it lies below.
std::string shown(const fs::path& folder) {
  std::error_code ignored;
  const fs::path relative = fs::proximate(folder, ignored);
  return relative.empty() || *relative.begin() == ".." ? folder.string() : relative.string();
}

/// The folder that a category's rules are in, below that of all packs; empty if there is none.
fs::path pack_of(const RuleSet& rules, std::uint32_t category) {
  const auto rule = std::ranges::find(rules.rules(), category, &Rule::category);
  if (rule == rules.rules().end()) return {};
  const fs::path file = rules.files()[rule->place.file];
  return file.has_parent_path() ? *file.begin() : fs::path();
}

}  // namespace

std::vector<std::string> read_slices(const std::string& file) {
  std::vector<std::string> slices;
  Input(file).for_each_slice(std::size_t{128} << 10,
                             [&](std::string_view lines) { slices.emplace_back(lines); });
  return slices;
}

BenchMeasurement::BenchMeasurement(Options options, const std::vector<std::string>& slices)
    : options_(options), slices_(slices) {
  Decoder decoder(*FieldMap::make({}));
  for (const std::string& slice : slices_) {
    auto& batch = *batches_.emplace_back(std::make_unique<Batch>());
    batch.input.append(slice);
    decoder.decode(batch);
    normalize(batch);
    messages_ += batch.messages.size();
  }
  if (messages_ == 0) throw CannotRun("there are no messages to measure with");
}

BenchReport BenchMeasurement::run(const RulesOption& rules) {
  BenchReport report;
  load(rules, report);
  report.nanoseconds = whole(rules_, &report);
  measure_two_threads(report);
  measure_latency(report);
  measure_scans(report);
  if (options_.without) measure_without(rules.folder(), report);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  report.peak_memory = double(usage.ru_maxrss) * 1024;
  return report;
}

void BenchMeasurement::load(const RulesOption& option, BenchReport& report) {
  const auto timed = [&](double& seconds, const LoadOptions& options) {
    const double begin = wall_seconds();
    rules_ = load_or_throw(options);
    seconds = wall_seconds() - begin;
  };
  LoadOptions options = option.load_options();
  const auto cache = options.cache;
  options.cache.reset();
  timed(report.compile_seconds, options);
  options.cache = cache;
  double ignored = 0;
  timed(ignored, options);  // fills the cache
  rules_.reset();
  const double heap = heap_bytes();
  timed(report.cached_seconds, options);
  report.rules_bytes = heap_bytes() - heap;
  report.rules_folder = shown(option.folder());
  report.ruleset = rules_->id();
  report.rules = rules_->rules().size();
  report.patterns = rules_->patterns().size();
  report.database_bytes = rules_->database().bytes();
}

/// Nanoseconds a message from bytes to bytes; and, where it is asked for, what was counted.
double BenchMeasurement::whole(const std::shared_ptr<const RuleSet>& rules,
                               BenchReport* counts) const {
  Stages stages(rules, Decoder(*FieldMap::make({})), {});
  Batch batch;
  const auto screen = [&](const std::string& slice) {
    batch.clear();
    batch.input.append(slice);
    stages.run(batch);
  };
  if (counts != nullptr) {
    for (const std::string& slice : slices_) {
      screen(slice);
      counts->messages += batch.messages.size();
      counts->bytes += double(slice.size());
      for (const CategoryScore& score : batch.categories)
        ++counts->hits[rules->categories()[score.category].name];
    }
  }
  const double seconds =
      least_seconds(options_.runs, cpu_seconds, [&] { std::ranges::for_each(slices_, screen); });
  return seconds / double(std::max<std::size_t>(messages_, 1)) * 1e9;
}

void BenchMeasurement::measure_two_threads(BenchReport& report) const {
  // Enough at once to fill batches, and enough in all for starting the threads not to count.
  constexpr std::size_t kStream = std::size_t{4} << 20;
  constexpr double kSeconds = 0.2;
  std::string stream;
  std::size_t messages = 0;
  while (stream.size() < kStream) {
    for (const std::string& slice : slices_) stream += slice;
    if (!stream.ends_with('\n')) stream += '\n';
    messages += messages_;
  }
  const double once = report.nanoseconds * 1e-9 * double(messages) / 2;
  const auto times = static_cast<std::size_t>(kSeconds / once) + 1;
  double least = 1e300;
  for (unsigned i = 0; i < options_.runs; ++i) {
    const double begin = wall_seconds();
    Pipeline pipeline(rules_, {.workers = 2});
    std::thread intake([&] {
      for (std::size_t n = 0; n < times; ++n) pipeline.submit(stream);
      pipeline.finish();
    });
    while (pipeline.take() != nullptr) {
    }
    intake.join();
    least = std::min(least, wall_seconds() - begin);
  }
  report.two_threads = double(times * messages) / least;
}

void BenchMeasurement::measure_latency(BenchReport& report) const {
  Screener screener(rules_);
  for (int round = 0; round < 2; ++round) {
    Latency latency;  // the first round warms up
    for (const auto& batch : batches_) {
      for (const Message& message : batch->messages) {
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
void BenchMeasurement::measure_scans(BenchReport& report) const {
  std::vector<std::vector<Pattern>> by_rule(rules_->rules().size());
  std::vector<std::vector<Pattern>> by_category(rules_->categories().size());
  for (const PatternUse& use : rules_->uses()) {
    const std::uint32_t rule = rules_->leaves()[use.leaf].rule;
    if (rule == Leaf::kNoRule) continue;
    by_rule[rule].push_back(rules_->patterns()[use.pattern]);
    by_category[rules_->rules()[rule].category].push_back(rules_->patterns()[use.pattern]);
  }
  for (std::size_t i = 0; i < by_category.size(); ++i) {
    report.categories.push_back(
        {rules_->categories()[i].name, scan_cost(by_category[i]), std::nullopt});
  }
  for (std::size_t i = 0; i < by_rule.size(); ++i)
    report.costliest.push_back({rules_->rules()[i].id, scan_cost(by_rule[i])});
  std::ranges::stable_sort(report.costliest, std::ranges::greater(), &RuleCost::nanoseconds);
  report.costliest.resize(std::min(report.costliest.size(), options_.costliest));
}

double BenchMeasurement::scan_cost(const std::vector<Pattern>& patterns) const {
  if (patterns.empty() || messages_ == 0) return 0;
  const auto database = PatternDatabase::compile(patterns);
  if (!database) throw CannotRun(database.error().front().message);
  Scanner scanner(*database, patterns, word_rules());
  const double seconds = least_seconds(options_.runs, cpu_seconds, [&] {
    for (const auto& batch : batches_) {
      batch->folded.hits.clear();
      scanner.match(*batch);
    }
  });
  return seconds / double(messages_) * 1e9;
}

/// What the whole takes without each category. Without the only one nothing would be left to load.
void BenchMeasurement::measure_without(const fs::path& rules, BenchReport& report) const {
  if (report.categories.size() < 2) return;
  for (std::size_t i = 0; i < report.categories.size(); ++i) {
    const fs::path pack = pack_of(*rules_, static_cast<std::uint32_t>(i));
    if (pack.empty()) continue;
    const FolderWithout folder(rules, pack);
    const auto others = load_or_throw({.rules = folder.path(), .cache = std::nullopt});
    report.categories[i].whole = {whole(rules_, nullptr), whole(others, nullptr)};
  }
  std::ranges::stable_sort(report.categories, std::ranges::greater(), [](const CategoryCost& cost) {
    return cost.whole ? cost.whole->added() : 0;
  });
}

}  // namespace tamis::tools
