#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "tamis/pipeline.h"

namespace tamis::tools {

/// Counts what was screened, and tells it on stderr: while it goes on (on a terminal), and in the
/// end.
class Summary {
 public:
  explicit Summary(bool quiet);

  void add(const VerdictBatch& batch);
  /// Takes the progress line away and, unless quiet, writes the counts.
  void finish(bool was_stopped);

  std::uint64_t messages() const noexcept { return messages_; }
  std::uint64_t count(Fault fault) const noexcept { return faults_[std::size_t(fault)]; }
  std::uint64_t unscreened() const noexcept { return actions_[std::size_t(Action::unscreened)]; }

 private:
  using Clock = std::chrono::steady_clock;
  void show_progress(Clock::time_point now);
  double seconds_until(Clock::time_point now) const;

  bool quiet_;
  bool shows_progress_;
  bool has_progress_line_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_progress_ = begin_ + std::chrono::seconds(1);
  std::uint64_t messages_ = 0;
  std::uint64_t bytes_ = 0;
  std::array<std::uint64_t, kActionCount> actions_{};
  std::array<std::uint64_t, kFaultCount> faults_{};
  std::map<std::string, std::uint64_t> categories_;  ///< messages with a score in it
};

}  // namespace tamis::tools
