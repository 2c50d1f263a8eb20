#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "bench_report.h"
#include "rules_option.h"
#include "tamis/base/batch.h"
#include "tamis/loader.h"

namespace tamis::tools {

/// Messages of a file (or of standard input: "-") as slices of whole lines, read once. Throws
/// CannotRun.
std::vector<std::string> read_slices(const std::string& file);

/// Measures what rule sets cost on some messages.
class BenchMeasurement {
 public:
  struct Options {
    unsigned runs = 3;           ///< of each measurement, of which the fastest counts
    std::size_t costliest = 10;  ///< how many rules to name
    bool without = true;         ///< measure the whole without each category, too
  };

  /// The slices outlive it.
  BenchMeasurement(Options options, const std::vector<std::string>& slices);

  /// Throws CannotRun if the rules do not load.
  BenchReport run(const RulesOption& rules);

 private:
  void load(const RulesOption& option, BenchReport& report);
  double whole(const std::shared_ptr<const RuleSet>& rules, BenchReport* counts) const;
  void measure_two_threads(BenchReport& report) const;
  void measure_latency(BenchReport& report) const;
  void measure_scans(BenchReport& report) const;
  void measure_without(const std::filesystem::path& rules, BenchReport& report) const;
  double scan_cost(const std::vector<Pattern>& patterns) const;

  Options options_;
  const std::vector<std::string>& slices_;
  std::vector<std::unique_ptr<Batch>> batches_;  ///< decoded and normalized
  std::size_t messages_ = 0;
  std::shared_ptr<const RuleSet> rules_;  ///< those being measured
};

}  // namespace tamis::tools
