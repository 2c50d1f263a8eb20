#pragma once

#include <memory>
#include <span>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/base/word_rules.h"
#include "tamis/match/pattern_database.h"

namespace tamis {

/// Looks for a database's patterns in views. One for each thread; the database, the patterns and
/// the sets outlive it.
class Scanner {
 public:
  /// Throws std::bad_alloc where there is no memory for the scan.
  Scanner(const PatternDatabase& database, std::span<const Pattern> patterns, WordRules words);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  /// Fills `batch.folded.hits`, by segment: all occurrences of literals, and one hit for each regex
  /// that may match, of which `find_all` (match/exact_regex.h) then knows more. A message with more
  /// than `kMaxHits` gets the fault `too_many_matches`.
  void match(Batch& batch);

  /// So many emoji on each side of a term leave it the whole text.
  static constexpr unsigned kMaxEmojiBeside = 16;

 private:
  class Scan;
  std::unique_ptr<Scan> scan_;
};

}  // namespace tamis
