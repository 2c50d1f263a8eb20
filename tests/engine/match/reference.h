#pragma once

#include <cstdint>
#include <memory>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/match/pattern_database.h"
#include "tamis/match/scanner.h"

namespace tamis::test {

/// A hit that can be compared and shown.
struct Found {
  std::uint32_t segment = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t pattern = 0;

  friend auto operator<=>(const Found&, const Found&) = default;
};
std::ostream& operator<<(std::ostream& out, const Found& found);

Pattern literal(std::string bytes, bool word_begin = false, bool word_end = false,
                bool whole = false);
Pattern regex(std::string expression);
std::vector<Pattern> literals(const std::vector<std::string>& bytes);
std::vector<Pattern> regexes(const std::vector<std::string>& expressions);

/// Patterns with their database and a scanner; fails the test if they do not compile.
class Matcher {
 public:
  explicit Matcher(std::vector<Pattern> patterns);
  Matcher(std::vector<Pattern> patterns, PatternDatabase database);
  void match(Batch& batch) { scanner_->match(batch); }
  const PatternDatabase& database() const { return database_; }
  const std::vector<Pattern>& patterns() const { return patterns_; }

  std::vector<Found> hits(const std::vector<std::string>& texts);
  /// What `hits` must give: each text alone, searched for each pattern alone, byte by byte or by
  /// RE2.
  std::vector<Found> expected_hits(const std::vector<std::string>& texts) const;

 private:
  std::vector<Pattern> patterns_;
  PatternDatabase database_;
  std::unique_ptr<Scanner> scanner_;
};

/// A batch whose folded view is these texts, as they are.
std::unique_ptr<Batch> batch_of_views(const std::vector<std::string>& texts);
/// The hits in order; of regexes, what `find_all` has to say of them.
std::vector<Found> found_in(const Batch& batch, const PatternDatabase& database);
/// The errors' patterns, in order.
std::vector<std::size_t> refused(const std::vector<Pattern>& patterns, RegexLimits limits = {});

class Random {
 public:
  explicit Random(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }
  bool one_in(std::size_t n) { return below(n) == 0; }
  const std::string& of(const std::vector<std::string>& choices) {
    return choices[below(choices.size())];
  }
  /// Up to `longest` pieces one after the other.
  std::string text(const std::vector<std::string>& pieces, std::size_t shortest,
                   std::size_t longest);

 private:
  std::mt19937 random_;
};

}  // namespace tamis::test
