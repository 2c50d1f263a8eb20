#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include <immintrin.h>

#include "tamis/base/batch.h"

namespace tamis {

/// A line of a batch that is not blank, without the space around it.
struct Line {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint64_t number = 0;
  bool has_escapes = false;  ///< a backslash stands in it
  bool is_too_long = false;
};

/// The lines of a batch's input, one after the other. Behind the input stands another '\n'.
class Lines {
 public:
  Lines(const Batch& batch, std::size_t max_line)
      : input_(batch.input.view()), number_(batch.first_line), max_line_(max_line) {}

  bool next(Line& line) noexcept {
    while (at_ < input_.size()) {
      find_end(line);
      // A line's length is that of its bytes before its '\n', as where the stream was cut.
      line.is_too_long = line.end - at_ > max_line_;
      line.begin = at_;
      at_ = line.end + 1;
      line.number = number_++;
      while (line.begin < line.end && is_json_space(input_[line.begin])) ++line.begin;
      while (line.begin < line.end && is_json_space(input_[line.end - 1])) --line.end;
      if (line.begin != line.end || line.is_too_long) return true;
    }
    return false;
  }

  static bool is_json_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

 private:
  /// One pass, 32 bytes at a time, for the end and for escapes.
  void find_end(Line& line) const noexcept {
    std::uint32_t all_escapes = 0;
    for (std::size_t at = at_;; at += 32) {
      const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(input_.data() + at));
      const std::uint32_t escapes = mask_of(bytes, '\\');
      const std::uint32_t newlines = mask_of(bytes, '\n');
      if (newlines == 0) {
        all_escapes |= escapes;
        continue;
      }
      const std::uint32_t before = (newlines & -newlines) - 1;
      line.end = at + static_cast<unsigned>(std::countr_zero(newlines));
      line.has_escapes = (all_escapes | (escapes & before)) != 0;
      return;
    }
  }

  static std::uint32_t mask_of(__m256i bytes, char c) noexcept {
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c))));
  }

  std::string_view input_;
  std::size_t at_ = 0;  ///< where the next line begins
  std::uint64_t number_;
  std::size_t max_line_;
};

}  // namespace tamis
