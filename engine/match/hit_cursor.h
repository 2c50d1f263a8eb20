#pragma once

// What scans of joined views share. Not part of the room's door.

#include <algorithm>
#include <cstdint>

#include "tamis/base/batch.h"

namespace tamis {

/// The segment that the last match of a scan stands in, and how many hits were kept there.
class HitCursor {
 public:
  std::uint32_t segment() const noexcept { return segment_; }

  /// To the segment that holds the byte before `end`. Matches come by where they end, but for a few
  /// that Hyperscan reports late.
  template <typename Segments>
  void move_to(const Segments& segments, std::uint32_t end) noexcept {
    while (segment_ + 1 < segments.size() && end > segments[segment_].span.end) {
      ++segment_;
      hits_ = 0;
    }
    while (segment_ > 0 && end <= segments[segment_ - 1].span.end) {
      --segment_;
      hits_ = 0;
    }
  }

  /// Whether one more hit may be kept here: one too many may, so that the flood shows.
  bool may_keep() const noexcept { return hits_ <= kMaxHits; }
  /// Counts one more if it may be kept, and says whether.
  bool keep() noexcept {
    if (!may_keep()) return false;
    ++hits_;
    return true;
  }

 private:
  std::uint32_t segment_ = 0;
  std::uint32_t hits_ = 0;
};

/// Gives `take` a hit of each whole, a segment or a message, that has too many; `whole_of` is the
/// member that names it, and its hits stand together.
template <typename Hits, typename WholeOf, typename Take>
void for_each_flood(const Hits& hits, WholeOf whole_of, const Take& take) {
  for (auto begin = hits.begin(); begin != hits.end();) {
    const auto end = std::find_if(
        begin, hits.end(), [&](const auto& hit) { return hit.*whole_of != (*begin).*whole_of; });
    if (end - begin > kMaxHits) take(*begin);
    begin = end;
  }
}

}  // namespace tamis
