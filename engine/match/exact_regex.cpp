#include "tamis/match/exact_regex.h"

#include <re2/re2.h>

namespace tamis {

bool find_all(const PatternDatabase& database, std::uint32_t pattern, std::string_view text,
              std::vector<TextSpan>& matches) {
  const RE2& regex = database.exact_regex(pattern);
  re2::StringPiece match;
  std::size_t at = 0;
  for (std::size_t count = 0; regex.Match(text, at, text.size(), RE2::UNANCHORED, &match, 1);
       ++count) {
    if (count == kMaxRegexMatches) return false;
    const auto begin = static_cast<std::uint32_t>(match.data() - text.data());
    at = begin + match.size();
    if (match.empty()) return true;  // a regex that can match nothing does not compile
    matches.push_back({begin, static_cast<std::uint32_t>(at)});
  }
  return true;
}

}  // namespace tamis
