#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/judge/evaluator.h"
#include "tamis/match/scanner.h"
#include "tamis/match/skeleton_scanner.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/normalize/skeleton.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::tools {

/// What became of a condition on a text.
struct ConditionTrace {
  std::vector<Evaluator::Item> matches;
  std::optional<TextSpan> excuse;  ///< what excuses all of it, in the folded text
};

/// Where something stands in a text, and how it was seen.
struct Sighting {
  TextSpan origin;  ///< in bytes of the text
  View view = View::folded;
  EvasionSet undone;
};

/// Follows how the engine evaluates a rule on a text. The rule set outlives it.
class RuleTrace final : private Evaluator::Observer {
 public:
  explicit RuleTrace(const RuleSet& rules);

  /// False if a regex matches too often to go on. Conditions that are excused as a whole are
  /// followed, too, as if they were not.
  bool follow(const Rule& rule, std::string_view text);

  // All that follows is of the last rule and text.

  const ConditionTrace& operator[](std::uint32_t condition) const;
  std::span<const Evaluator::Occurrence> occurrences(std::uint32_t leaf) const noexcept {
    return evaluator_.occurrences({leaf, 1});
  }
  /// Whether something around the occurrence excuses it.
  bool is_excused(const Evaluator::Occurrence& occurrence) const noexcept;
  const Evaluator::Place& place(std::uint32_t index) const noexcept {
    return evaluator_.place(index);
  }
  Sighting sighting(const Evaluator::Place& place) const;
  TextSpan original(TextSpan folded) const noexcept {
    return folded.size() == 0 ? TextSpan{} : offsets_.original(folded);
  }
  std::string_view text() const noexcept { return batch_.strings.view(); }
  std::string_view folded() const noexcept { return folded_.view(); }
  /// Whether the text has a skeleton: something in it may be hidden.
  bool has_skeleton() const noexcept { return !batch_.skeleton.segments.empty(); }

  /// Where the patterns stand, whatever they or their rules say about edges and views.
  struct NearMiss {
    std::uint32_t pattern = 0;
    TextSpan folded;  ///< in the folded text; of what is hidden: none
    Sighting sighting;
  };
  /// `patterns` are literals.
  std::vector<NearMiss> near_misses(const std::vector<std::uint32_t>& patterns);

 private:
  void on_excused(const Evaluator::Occurrence& occurrence) override;
  void on_condition(std::uint32_t condition, std::span<const Evaluator::Item> matches,
                    std::optional<TextSpan> excuse) override;
  void screen(std::string_view text);
  void follow_excused(std::uint32_t condition);
  void find_folded(const std::vector<std::uint32_t>& patterns, std::vector<NearMiss>& misses);
  void find_hidden(const std::vector<std::uint32_t>& patterns, std::vector<NearMiss>& misses);

  const RuleSet& rules_;
  Scanner scanner_;
  Skeletonizer skeletonizer_;
  SkeletonScanner skeleton_scanner_;
  Evaluator evaluator_;
  Batch batch_;
  PaddedBuffer folded_;
  OffsetMap offsets_;
  std::vector<SkeletonHit> hidden_;
  std::map<std::uint32_t, ConditionTrace> conditions_;
  std::vector<Evaluator::Occurrence> excused_;
};

}  // namespace tamis::tools
