#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tamis::tools {

/// A rule, and what scanning for it alone takes.
struct RuleCost {
  std::string rule;
  double nanoseconds = 0;  ///< a message
};

struct CategoryCost {
  std::string category;
  double scan_alone = 0;  ///< nanoseconds a message for scanning, with nothing else to find
  struct Whole {
    double with = 0;  ///< nanoseconds a message, measured next to the other
    double without = 0;
    double added() const { return with - without; }
  };
  std::optional<Whole> whole;  ///< what the whole takes with and without it
};

/// What a rule set costs.
struct BenchReport {
  std::string rules_folder;
  std::string ruleset;
  std::size_t rules = 0;
  std::size_t patterns = 0;
  double compile_seconds = 0;
  double cached_seconds = 0;
  std::size_t database_bytes = 0;
  double rules_bytes = 0;  ///< of heap that the loaded rules hold, their databases included
  double peak_memory = 0;  ///< bytes, of the whole program so far
  std::size_t messages = 0;
  double bytes = 0;
  double nanoseconds = 0;             ///< of CPU a message, on one thread, from bytes to bytes
  double two_threads = 0;             ///< messages a second of wall time
  double p50 = 0, p99 = 0, p999 = 0;  ///< of a message through `Screener`, in nanoseconds
  std::map<std::string, std::size_t> hits;  ///< messages, by category
  std::vector<CategoryCost> categories;     ///< costliest first
  std::vector<RuleCost> costliest;

  double per_second() const { return 1e9 / nanoseconds; }
};

/// One rule set, or several side by side.
void print_for_people(const std::vector<BenchReport>& reports);

/// As one line.
void print_json(const BenchReport& report);

}  // namespace tamis::tools
