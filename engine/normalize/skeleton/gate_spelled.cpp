// Letters that stand alone are mostly initials, units and enumerations. What they spell is tried:
// each stretch of pieces of one or two letters, put together.
#include <array>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/english.h"
#include "tamis/normalize/skeleton/gate.h"

namespace tamis {
namespace {

constexpr std::size_t kWidest = 6;  // bytes between pieces
constexpr std::size_t kMostPieces = 24;

}  // namespace

/// Whether a letter that stands alone is one of several, or of a few with a pair of letters, which
/// together are a word of a term.
bool Gate::is_spelled(std::size_t place) {
  std::size_t at = first_piece(place);
  std::array<Run, kMostPieces> pieces;
  std::size_t count = 0;
  std::size_t singles = 0;
  for (std::size_t gap = 0; at < text_.size() && gap <= kWidest;) {
    if (!is_ascii_alnum(text_[at])) {
      ++gap;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text_.size() && end - at < 3 && is_ascii_alnum(text_[end])) ++end;
    if (end - at > 2) break;
    if (count == kMostPieces) return true;
    pieces[count++] = {at, end};
    singles += end == at + 1 && is_ascii_letter(text_[at]);
    gap = 0;
    at = end;
    spelled_end_ = end;
  }
  return count > 2 && singles > 1 && spells_term(std::span(pieces).first(count));
}

/// Where the first of the pieces begins that lead to the letter at `place`: fu ck e r.
std::size_t Gate::first_piece(std::size_t place) const noexcept {
  std::size_t first = place;
  for (std::size_t pieces = 1; pieces < kMostPieces; ++pieces) {
    std::size_t end = first;
    while (end > spelled_end_ && first - end < kWidest && !is_ascii_alnum(text_[end - 1])) --end;
    std::size_t begin = end;
    while (begin > spelled_end_ && end - begin < 3 && is_ascii_alnum(text_[begin - 1])) --begin;
    if (begin == end || end - begin > 2) break;
    first = begin;
  }
  return first;
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
