#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tamis {

/// A set of hashes that may say yes too often (Bloom 1970), a few times in a thousand
/// if it holds as many as expected; never no.
/// All of an entry's bits are in one word, so that asking costs one access to memory.
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

  std::size_t place(std::uint64_t hash) const noexcept { return hash >> 24 & (words_.size() - 1); }
  static std::uint64_t bits(std::uint64_t hash) noexcept {
    constexpr std::uint64_t kOne = 1;
    return kOne << (hash & 63) | kOne << (hash >> 6 & 63) | kOne << (hash >> 12 & 63) |
           kOne << (hash >> 18 & 63);
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace tamis
