#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tamis {

/// A set of hashes that may say yes too often (Bloom 1970), a few times in a hundred; never no.
/// Both of an entry's bits are in one word, so that asking costs one access to memory.
class BloomFilter {
 public:
  explicit BloomFilter(std::size_t expected = 0)
      : words_(std::bit_ceil(std::max(kFewestWords, expected * kBitsEach / 64))) {}

  void insert(std::uint64_t hash) noexcept { words_[place(hash)] |= bits(hash); }
  bool may_hold(std::uint64_t hash) const noexcept {
    return (words_[place(hash)] & bits(hash)) == bits(hash);
  }

 private:
  static constexpr std::size_t kBitsEach = 16;
  static constexpr std::size_t kFewestWords = 64;

  std::size_t place(std::uint64_t hash) const noexcept { return hash >> 12 & (words_.size() - 1); }
  static std::uint64_t bits(std::uint64_t hash) noexcept {
    return std::uint64_t{1} << (hash & 63) | std::uint64_t{1} << (hash >> 6 & 63);
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace tamis
