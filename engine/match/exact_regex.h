#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tamis/base/text_span.h"
#include "tamis/match/pattern_database.h"

namespace tamis {

/// Appends where the regex `pattern` matches in `text`, one text of a view: leftmost matches that
/// do not overlap, as Perl finds them. Says whether there were no more than `kMaxRegexMatches`.
bool find_all(const PatternDatabase& database, std::uint32_t pattern, std::string_view text,
              std::vector<TextSpan>& matches);

/// Bounds the time that a hostile text can take: each match may look at all of the rest.
inline constexpr std::size_t kMaxRegexMatches = 1 << 10;

}  // namespace tamis
