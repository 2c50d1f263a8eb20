#pragma once

#include <cstddef>

namespace tamis::bench {

/// How often the calling thread has called malloc or its kin so far, by way of operator new or not.
/// Linking allocations.cpp replaces them by ones that count and pass on to glibc's.
std::size_t allocations() noexcept;

}  // namespace tamis::bench
