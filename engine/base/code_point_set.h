#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace tamis {

/// A set of Unicode code points with constant-time membership. Immutable once filled; then safe to
/// share.
class CodePointSet {
 public:
  CodePointSet() : blocks_(1) {}  // block 0 is the empty one

  bool contains(char32_t c) const noexcept {
    return c < kLimit && (blocks_[index_[c >> 8]][c >> 6 & 3] >> (c & 63) & 1);
  }

  void insert(char32_t first, char32_t last) {
    for (char32_t c = first; c <= last && c < kLimit; ++c) {
      std::uint16_t& block = index_[c >> 8];
      if (block == 0) {
        block = static_cast<std::uint16_t>(blocks_.size());
        blocks_.emplace_back();
      }
      blocks_[block][c >> 6 & 3] |= std::uint64_t{1} << (c & 63);
    }
  }

 private:
  static constexpr char32_t kLimit = 0x110000;
  std::array<std::uint16_t, kLimit / 256> index_{};
  std::vector<std::array<std::uint64_t, 4>> blocks_;
};

}  // namespace tamis
