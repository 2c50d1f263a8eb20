#pragma once

#include <memory>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/pattern_database.h"
#include "tamis/match/skeleton_term.h"

namespace tamis {

/// The terms that are looked for in skeletons, and the keys by which they are found. Immutable once
/// filled; may be shared by threads.
struct SkeletonTerms {
  std::vector<Pattern> keys;  ///< literals, as they stand in `SkeletonView::bytes`
  std::vector<SkeletonTerm> terms;
  std::vector<std::uint32_t> first_term;  ///< of each key, and one more; a key's terms are together
  PatternDatabase database;               ///< of `keys`
};

/// Looks for terms in skeletons. One for each thread; the terms outlive it.
class SkeletonScanner {
 public:
  /// Throws std::bad_alloc where there is no memory for the scan.
  explicit SkeletonScanner(const SkeletonTerms& terms);
  SkeletonScanner(SkeletonScanner&&) noexcept;
  SkeletonScanner& operator=(SkeletonScanner&&) noexcept;
  ~SkeletonScanner();

  /// Fills `batch.skeleton.hits`: where something that had to be undone hides a term. A message
  /// with more than `kMaxHits` gets the fault `too_many_matches`.
  /// `words` are asked where terms are looked for as they sound.
  void match(Batch& batch, LetterWords& words);

 private:
  class Scan;
  std::unique_ptr<Scan> scan_;
};

}  // namespace tamis
