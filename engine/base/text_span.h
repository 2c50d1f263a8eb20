#pragma once

#include <cstdint>

namespace tamis {

/// A half-open range of bytes `[begin, end)` of a text.
struct TextSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const noexcept { return end - begin; }
  constexpr bool contains(TextSpan other) const noexcept {
    return begin <= other.begin && other.end <= end;
  }
  friend constexpr bool operator==(TextSpan, TextSpan) noexcept = default;
};

}  // namespace tamis
