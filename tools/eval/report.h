#pragma once

#include <string>

#include "eval/evaluation.h"

namespace tamis::tools {

/// Tables on standard output, of the `worst` rules at most.
void print_for_people(const Evaluation& evaluation, std::size_t worst);

/// Everything, as a line of JSON on standard output.
void print_json(const Evaluation& evaluation);

/// A self-contained HTML page with charts.
std::string page(const Evaluation& evaluation);

/// The rules that hit at least one message, those with most false hits first, then by weak hits.
std::vector<const RuleCount*> by_false_hits(const Evaluation& evaluation);

/// Whether a category has something to tell: it is expected, or hit.
bool is_told(const Agreement& category) noexcept;

}  // namespace tamis::tools
