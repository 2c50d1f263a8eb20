#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <unicode/brkiter.h>

#include "tamis/base/skeleton_view.h"

namespace tamis {

/// Where a reader of Chinese sees words begin, by ICU's dictionary: 认为|新的, but 加|薇|芯. That
/// takes microseconds, so only what is asked for is broken up. Belongs to one thread.
class HanWords final : public LetterWords {
 public:
  void start(std::span<const SkeletonLetter> letters) noexcept override;
  bool begins(std::size_t letter) override;

 private:
  enum class Known : std::uint8_t { nothing, inside, begins };

  void find_around(std::size_t letter);

  std::span<const SkeletonLetter> letters_;
  std::unique_ptr<icu::BreakIterator> words_;  ///< made when it is wanted first
  std::vector<Known> known_;                   ///< of each letter
  std::vector<std::int32_t> places_;           ///< of each letter in what is broken up
};

}  // namespace tamis
