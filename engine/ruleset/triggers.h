#pragma once

#include <span>

#include "tamis/ruleset/condition_reader.h"

namespace tamis {

/// Says of each leaf in the pool whether it wakes its rule, of each regex whether it is scanned for
/// or matched on demand (`on_demand`), and of the rules' conditions how many they have (`regexes`).
///
/// A rule that wants several things need not be looked at before the rarest of them is found, and
/// what excuses only where there is something to excuse: of `all`, one part is scanned for, the one
/// that is cheapest to scan for and wakes the rule least. Literals are scanned for in any case; and
/// where they stand in for a regex (`Pattern::required`), that is said, too.
void choose_triggers(std::span<const Rule> rules, ConditionPool& pool);

}  // namespace tamis
