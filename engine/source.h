#pragma once

#include <cstddef>
#include <string_view>

#include "tamis/base/result.h"

namespace tamis {

/// A stream of bytes to read lines from. A pipeline's workers read it, one at a time, each call
/// perhaps on another thread, and never the one that called `feed`.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// Reads up to `capacity` bytes to `into`; waits for at least one. 0: the end.
  virtual Result<std::size_t> read(char* into, std::size_t capacity) = 0;
  /// Whether `read` would return at once.
  virtual bool is_ready() = 0;
  /// Whether it ended because somebody stopped it, so that its last line may be cut short.
  virtual bool was_stopped() const { return false; }
};

/// A file, pipe or terminal, by its descriptor, which stays the caller's.
class FileSource final : public Source {
 public:
  /// Reading ends early once `stop_descriptor` becomes readable (and stays so); -1: never.
  explicit FileSource(int descriptor, int stop_descriptor = -1);

  Result<std::size_t> read(char* into, std::size_t capacity) override;
  bool is_ready() override;
  bool was_stopped() const override { return was_stopped_; }

 private:
  bool is_stopped() const;

  int descriptor_;
  int stop_descriptor_;
  bool always_ready_;  ///< a regular file
  bool was_stopped_ = false;
};

/// Bytes in memory, which stay the caller's.
class MemorySource final : public Source {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override;
  bool is_ready() override { return true; }

 private:
  std::string_view bytes_;
};

}  // namespace tamis
