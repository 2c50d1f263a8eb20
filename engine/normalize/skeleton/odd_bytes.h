#pragma once

#include <cstddef>
#include <cstdint>

namespace tamis {

/// Bits of some bytes of folded texts: which of them are not as in ordinary words.
struct OddBytes {
  std::uint64_t in_word;  ///< their word must be looked at
  std::uint64_t alone;    ///< letters that stand alone, with another near
  std::uint64_t encoded;  ///< may begin something encoded, or end it
  std::uint64_t others;   ///< characters beyond ASCII, or between them, to be looked at one by one
};

/// Bytes that `odd_bytes` looks at in one go.
inline constexpr std::size_t kOddWindow = 54;

/// What is odd in `kOddWindow` bytes at `p`, of which bit i is for `p[i]`. Reads up to five bytes
/// before and six behind them; what stands there counts as neighbors.
OddBytes odd_bytes(const char* p) noexcept;

}  // namespace tamis
