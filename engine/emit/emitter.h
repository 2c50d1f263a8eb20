#pragma once

#include "tamis/base/batch.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

struct EmitOptions {
  /// Bit `1 << action` for each action to emit; by default all of them.
  unsigned actions = 0b1111;
  bool include_text = false;  ///< the message's text, and the part of it that each finding is about
};

/// Appends to `batch.output` a line of JSON for each verdict, in order. Shared by threads at will.
void emit(const RuleSet& rules, const EmitOptions& options, Batch& batch);

/// A place in a text in all the units that readers count in.
struct TextPosition {
  std::size_t byte = 0;
  std::size_t character = 0;  ///< code points
  std::size_t utf16 = 0;      ///< UTF-16 code units
};

/// `from` moved on (or back) to `byte` in `text`; takes time linear in the distance.
TextPosition move_to(std::string_view text, TextPosition from, std::size_t byte) noexcept;

}  // namespace tamis
