#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "tamis/base/batch.h"
#include "tamis/match/pattern.h"

namespace tamis::bench {

/// How often a set of patterns occurs in folded texts, found without Hyperscan: literals by looking
/// up each substring in a hash table, regexes by RE2 (FilteredRE2). Slow. The patterns outlive it.
class Reference {
 public:
  explicit Reference(std::span<const Pattern> patterns);
  ~Reference();
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;

  struct Answer {
    std::size_t literals = 0;  ///< occurrences that respect word edges
    std::size_t regexes = 0;   ///< pairs of a text and a regex that matches it
    std::size_t texts = 0;     ///< texts with either
  };
  void add(const JoinedView& view, Answer& answer) const;

 private:
  class Literals;
  class Regexes;
  std::span<const Pattern> patterns_;
  std::unique_ptr<Literals> literals_;
  std::unique_ptr<Regexes> regexes_;
};

/// The bytes of all messages' texts, by simdjson's DOM.
std::size_t text_bytes(std::string_view ndjson);

}  // namespace tamis::bench
