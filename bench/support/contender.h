#pragma once

#include <cstddef>
#include <string_view>

#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

/// What screening costs on these libraries: simdjson's decode of the fields, and one `hs_scan` for
/// the literals and one for the regexes over the joined folded texts, which were folded before.
/// Judges nothing.
class Floor {
 public:
  Floor(const RuleSet& rules, std::string_view ndjson);
  ~Floor();
  Floor(const Floor&) = delete;
  Floor& operator=(const Floor&) = delete;

  /// Bytes of fields read, so that the work is not left out.
  std::size_t decode();
  /// Matches that Hyperscan told, word edges unchecked.
  std::size_t scan();

 private:
  struct State;
  State* state_;
};

/// The pipeline as most people write it on the same libraries: a message at a time, simdjson's DOM,
/// ICU's Normalizer2, `hs_scan`, word edges by ICU. Returns how many messages hit.
class PlainPipeline {
 public:
  explicit PlainPipeline(const RuleSet& rules);
  ~PlainPipeline();
  PlainPipeline(const PlainPipeline&) = delete;
  PlainPipeline& operator=(const PlainPipeline&) = delete;

  std::size_t run(std::string_view ndjson);

 private:
  struct State;
  State* state_;
};

}  // namespace tamis::bench
