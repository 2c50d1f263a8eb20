#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/match/pattern.h"

namespace tamis {

/// Literals of which every match of `regex` (in RE2's syntax) holds at least one: of all such sets
/// that the regex gives, the one expected to be met least. Empty if there is none: in `\d+`, or
/// where one of the alternatives needs no literal. So that none of them occurs says that the regex
/// does not match; and they are found faster than it is. (What RE2's FilteredRE2 and other engines
/// call required literals or necessary factors.)
std::vector<RequiredLiteral> required_literals(std::string_view regex);

/// The alternatives that the whole regex consists of: itself, if it has no `|` outside of groups.
std::vector<std::string_view> alternatives(std::string_view regex);

/// The share of messages of ordinary length that a literal is expected to occur in: a guess from
/// its characters alone, good enough to tell the rarest of several.
double expected_share(std::string_view literal);
/// Likewise, one of several.
double expected_share(std::span<const RequiredLiteral> literals);

}  // namespace tamis
