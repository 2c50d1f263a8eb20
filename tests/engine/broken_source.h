#pragma once

#include <functional>
#include <string>
#include <utility>

#include "tamis/source.h"

namespace tamis::test {

/// Gives its bytes, and then breaks.
class BrokenSource final : public Source {
 public:
  using Breaks = std::function<Result<std::size_t>()>;
  BrokenSource(std::string bytes, Breaks breaks)
      : bytes_(std::move(bytes)), breaks_(std::move(breaks)) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    if (bytes_.empty()) return breaks_();
    const std::size_t n = bytes_.copy(into, capacity);
    bytes_.erase(0, n);
    return n;
  }
  bool is_ready() override { return true; }

 private:
  std::string bytes_;
  Breaks breaks_;
};

}  // namespace tamis::test
