#pragma once

#include <memory>
#include <span>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/base/code_point_set.h"
#include "tamis/match/pattern_database.h"

struct hs_scratch;

namespace tamis {

/// Which characters make words, for the edges of literals.
struct WordRules {
  const CodePointSet& spaced_word;  ///< letters and digits of scripts with spaces between words
  const CodePointSet& content;      ///< whatever is neither punctuation nor space
};

/// Looks for a database's patterns in views. One for each thread; the database, the patterns and the sets
/// outlive it.
class Scanner {
 public:
  /// Throws std::bad_alloc where there is no memory for the scan.
  Scanner(const PatternDatabase& database, std::span<const Pattern> patterns, WordRules words);
  Scanner(Scanner&&) noexcept;
  Scanner& operator=(Scanner&&) noexcept;
  ~Scanner();

  /// Fills `batch.folded.hits`, ordered by segment, begin, end, pattern. All occurrences of a literal count; those of a
  /// regex are leftmost and do not overlap, as in Perl. A message with more than the allowed hits gets the fault
  /// `too_many_matches`.
  void match(Batch& batch);

  static constexpr std::uint32_t kMaxHits = 1 << 16;        ///< of literals in a message
  static constexpr std::uint32_t kMaxRegexHits = 1 << 10;  ///< of one regex in a message

 private:
  class Scan;
  std::unique_ptr<Scan> scan_;
};

}  // namespace tamis
