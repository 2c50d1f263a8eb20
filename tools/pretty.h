#pragma once

#include <string>

#include "tamis/pipeline.h"
#include "terminal.h"

namespace tamis::tools {

/// Verdicts with their messages as a person reads them.
class PrettyPrinter {
 public:
  /// `actions`: bit `1 << action` for each to print.
  PrettyPrinter(Style style, unsigned actions) : style_(style), actions_(actions) {}

  std::string format(const VerdictBatch& batch) const;

 private:
  std::string format(const Screening& screening, const RuleSet& rules) const;

  Style style_;
  unsigned actions_;
};

/// "skeleton: leetspeak, spaced"
std::string how_hidden(View view, EvasionSet undone);

/// The places in the text that made rules hit, by begin.
std::vector<TextSpan> matched_spans(const Screening& screening);

}  // namespace tamis::tools
