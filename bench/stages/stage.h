#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "support/reference.h"
#include "support/traffic.h"
#include "tamis/base/batch.h"

namespace tamis::bench {

/// The messages of one kind of traffic, in batches as large as the pipeline's, decoded and folded.
struct Workload {
  Corpus corpus;
  std::vector<std::unique_ptr<Batch>> batches;
  std::size_t folded_bytes = 0;

  Reference::Answer ask(const Reference& reference) const;
};

/// What the benchmarks work on, made when it is first wanted. From one thread.
class Workloads {
 public:
  /// `messages` of chat: a file, or made up where that is absent.
  explicit Workloads(const std::string& file);

  Workload& of(Traffic traffic);
  const Ingredients& ingredients() const noexcept { return ingredients_; }

  static constexpr std::size_t kMessages = 20'000;  ///< in each, at most
  static constexpr std::size_t kBytes = 4'000'000;  ///< in each, about, at most
  static constexpr std::size_t kTerms = 10'000;     ///< judge and emit work with so many terms
  static constexpr std::size_t kRegexes = 300;      ///< … and so many regexes

 private:
  Ingredients ingredients_;
  std::array<std::unique_ptr<Workload>, kTraffics.size()> made_;
};

/// One benchmark's work, and whether it came to the right answer.
struct Stage {
  std::function<void(Batch&)> run;     ///< on each batch in turn: one iteration
  std::function<std::string()> check;  ///< once, after the last: what is wrong, or nothing
  std::size_t bytes = 0;               ///< that one iteration reads
};

/// Registers `<stage>/<traffic>` for each kind of traffic. `make` is called once for each, before
/// the first iteration.
void add_stage(const std::string& name, Workloads& workloads,
               const std::function<Stage(Workload&)>& make);

/// Whether some benchmark came to a wrong answer.
bool any_wrong() noexcept;

/// Nothing if the two are the same.
std::string unequal(std::string_view what, std::size_t found, std::size_t expected);

// Each registers the benchmarks of its stage.
void add_decode(Workloads& workloads);
void add_fold(Workloads& workloads);
void add_skeleton(Workloads& workloads);
void add_scan(Workloads& workloads);
void add_judge(Workloads& workloads);
void add_emit(Workloads& workloads);

/// All of them, in the order of the stages. A stage that comes gets a file, and a line here.
inline void add_all(Workloads& workloads) {
  add_decode(workloads);
  add_fold(workloads);
  add_skeleton(workloads);
  add_scan(workloads);
  add_judge(workloads);
  add_emit(workloads);
}

}  // namespace tamis::bench
