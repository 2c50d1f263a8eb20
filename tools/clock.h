#pragma once

#include <ctime>

namespace tamis::tools {

/// The CPU time that this thread has used.
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

}  // namespace tamis::tools
