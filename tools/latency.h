#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace tamis::tools {

/// Counts durations in buckets whose width is a 32nd of their size, as HdrHistogram does: a
/// quantile is right to 3 %, in a few kilobytes, however many durations there are.
class Latency {
 public:
  void add(std::chrono::nanoseconds duration) noexcept {
    ++counts_[bucket(static_cast<std::uint64_t>(duration.count()))];
    ++total_;
  }

  /// In nanoseconds: the upper end of the bucket that the quantile (0 to 1) lies in; 0 without any.
  double quantile(double q) const noexcept {
    const auto rank = static_cast<std::uint64_t>(q * double(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > rank || (seen == total_ && total_ != 0)) return double(upper_end(i));
    }
    return 0;
  }

 private:
  static constexpr unsigned kBits = 5;  // 32 buckets for each power of two

  static std::size_t bucket(std::uint64_t value) noexcept {
    if (value < (1U << kBits)) return value;
    const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
    return (std::size_t{shift} + 1) * (1U << kBits) + ((value >> shift) - (1U << kBits));
  }
  static std::uint64_t upper_end(std::size_t bucket) noexcept {
    if (bucket < (1U << kBits)) return bucket;
    const std::size_t shift = (bucket >> kBits) - 1;
    return (((bucket & ((1U << kBits) - 1)) + (1U << kBits) + 1) << shift) - 1;
  }

  std::array<std::uint64_t, (std::size_t{60} << kBits)> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace tamis::tools
