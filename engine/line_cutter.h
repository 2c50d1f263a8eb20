#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "tamis/base/batch.h"
#include "tamis/source.h"

namespace tamis {

/// Cuts streams of bytes into batches of whole lines. Lines are counted over all its sources, as
/// `cat` would.
class LineCutter {
 public:
  /// A batch's input ends with the first line end after `slice` bytes, sooner if the source makes
  /// it wait. A line of more than `max_line` bytes is never held whole: it becomes an oversized
  /// batch of its own.
  LineCutter(std::size_t slice, std::size_t max_line) : slice_(slice), max_line_(max_line) {}

  /// Starts on a source. What the last one ended with, even without a line end, was its last line;
  /// but if it was stopped, a line without an end was not read whole, and is dropped.
  void begin() noexcept {
    begins_source_ = true;
    is_done_ = false;
    error_.reset();
    exception_ = nullptr;
    rest_.clear();
  }

  /// Fills a cleared batch. False at the source's end, if nothing is left. Where reading fails, the
  /// whole lines that were read before come first; what the source threw is thrown after them.
  Result<bool> fill(Batch& batch, Source& source);

  /// Whether the source has ended, and `fill` would give nothing more.
  bool is_done() const noexcept { return is_done_; }

 private:
  std::optional<std::size_t> read(Source& source, char* into, std::size_t capacity);
  Result<bool> tell_error();
  Result<bool> skip_line(Batch& batch, Source& source);
  void take_lines(Batch& batch, std::size_t end);

  std::size_t slice_;
  std::size_t max_line_;
  std::uint64_t next_line_ = 1;
  bool begins_source_ = false;
  bool is_done_ = false;
  std::optional<Error> error_;    ///< why reading failed, to be told once
  std::exception_ptr exception_;  ///< … thrown by the source
  std::string rest_;              ///< the begin of the next batch
};

}  // namespace tamis
