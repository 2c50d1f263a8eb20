#pragma once

#include <cstddef>
#include <span>

#include "tamis/base/batch.h"

namespace tamis {

/// One message of a batch with its verdict and the reasons for it. A view: valid as long as the
/// batch is.
class Screening {
 public:
  Screening(const Batch& batch, std::size_t index) noexcept : batch_(&batch), index_(index) {}

  const Message& message() const noexcept { return batch_->messages[index_]; }
  const Verdict& verdict() const noexcept { return batch_->verdicts[index_]; }
  Action action() const noexcept { return verdict().action; }
  /// Why it is `unscreened`.
  Fault fault() const noexcept { return message().fault; }

  /// What hit, by where it begins in the text.
  std::span<const Finding> findings() const noexcept {
    return in(batch_->findings, verdict().findings);
  }
  std::span<const Part> parts(const Finding& finding) const noexcept {
    return in(batch_->parts, finding.parts);
  }
  std::span<const CategoryScore> categories() const noexcept {
    return in(batch_->categories, verdict().categories);
  }

 private:
  template <typename T>
  static std::span<const T> in(const std::vector<T>& all, Range range) noexcept {
    return std::span(all).subspan(range.first, range.count);
  }

  const Batch* batch_;
  std::size_t index_;
};

}  // namespace tamis
