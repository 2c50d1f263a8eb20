#pragma once

#include <chrono>
#include <utility>

#include <time.h>

namespace tamis::bench {

/// A POSIX CPU-time clock, in seconds: `CLOCK_PROCESS_CPUTIME_ID`, `CLOCK_THREAD_CPUTIME_ID`.
inline double cpu_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

/// The seconds that `work` takes by the process's or the thread's CPU clock.
template <typename Work>
double cpu_seconds_of(clockid_t clock, Work&& work) {
  const double begin = cpu_seconds(clock);
  std::forward<Work>(work)();
  return cpu_seconds(clock) - begin;
}

inline double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace tamis::bench
