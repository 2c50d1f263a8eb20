// Letters that stand alone are mostly initials, units and enumerations. What they spell is tried:
// each stretch of pieces of one or two letters, put together.
#include <array>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/gate.h"

namespace tamis {
namespace {

constexpr std::size_t kWidest = 6;  // bytes between pieces
constexpr std::size_t kMostPieces = 24;

bool is_letter(char c) noexcept {
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}
bool is_alnum(char c) noexcept {
  return is_letter(c) || (c >= '0' && c <= '9');
}

}  // namespace

/// Whether a letter that stands alone is one of several, or of a few with a pair of letters, which
/// together are a word of a term.
bool Gate::is_spelled(std::size_t place) {
  // The pair before it: fu c k.
  std::size_t at = place;
  while (at > 0 && place - at < kWidest && !is_alnum(text_[at - 1])) --at;
  const bool has_pair = at >= 2 && is_letter(text_[at - 1]) && is_letter(text_[at - 2]) &&
                        (at == 2 || !is_alnum(text_[at - 3]));
  at = has_pair ? at - 2 : place;

  std::array<Run, kMostPieces> pieces;
  std::size_t count = 0;
  std::size_t singles = 0;
  for (std::size_t gap = 0; at < text_.size() && gap <= kWidest;) {
    if (!is_alnum(text_[at])) {
      ++gap;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text_.size() && end - at < 3 && is_alnum(text_[end])) ++end;
    if (end - at > 2) break;
    if (count == kMostPieces) return true;
    pieces[count++] = {at, end};
    singles += end == at + 1 && is_letter(text_[at]);
    gap = 0;
    at = end;
    spelled_end_ = end;
  }
  return count > 2 && singles > 1 && spells_term(std::span(pieces).first(count));
}

bool Gate::spells_term(std::span<const Run> pieces) const {
  for (std::size_t first = 0; first + 2 < pieces.size(); ++first) {
    SkeletonVocabulary::KeyHash key;
    for (std::size_t i = first; i < pieces.size(); ++i) {
      for (std::size_t at = pieces[i].begin; at < pieces[i].end; ++at)
        key.add(table_[static_cast<unsigned char>(text_[at])].symbol);
      if (i > first + 1 && vocabulary_.may_be_of_term(key)) return true;
    }
  }
  return false;
}

}  // namespace tamis
