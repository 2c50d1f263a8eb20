#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/match/pattern.h"

namespace tamis {

/// One of the alternatives that a whole regex consists of: itself, if it has no `|` outside of
/// groups.
struct Alternative {
  std::string_view regex;
  /// Literals of which every match holds at least one: of all such sets that the alternative gives,
  /// the one expected to be met least. Empty if there is none, as in `\d+`, or if the alternative
  /// is better scanned for. That none of them occurs says that the alternative does not match; and
  /// they are found faster than it is. (What RE2's FilteredRE2 and other engines call required
  /// literals or necessary factors.)
  std::vector<RequiredLiteral> required;
};

/// Those of `regex`, in RE2's syntax. What of it is not understood is not taken apart.
std::vector<Alternative> alternatives(std::string_view regex);

using LiteralSet = std::vector<std::string>;
/// Sets of literals, of each of which every match of an alternative holds at least one.
using Conjunction = std::vector<LiteralSet>;
/// What is known of each alternative of `regex`: none is known of one that is not understood.
std::vector<Conjunction> conjunctions(std::string_view regex);

/// Has an alternative of the regex found by its literals (`Pattern::required`), or by itself
/// (`Pattern::others`).
void add_alternative(Pattern& regex, const Alternative& alternative, bool by_literals);

/// The share of messages of ordinary length that a literal is expected to occur in: a guess from
/// its characters alone, good enough to tell the rarest of several.
double expected_share(const RequiredLiteral& literal);
/// Likewise, one of several.
double expected_share(std::span<const RequiredLiteral> literals);

/// A word character as `\b` knows them.
inline bool is_regex_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace tamis
