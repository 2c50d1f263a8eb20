#pragma once

#include "tamis/ruleset/reader.h"

namespace tamis {

/// What can be seen in rules without running them, and their author will hardly have meant:
/// terms that stand twice, or that another term always covers; terms that an allowed phrase always
/// cancels; lists that no rule names; what cannot occur in the view; `\b` where it does not say
/// what it seems to. All are warnings, by place.
Diagnostics lint(const ReadRules& read);

/// The part of it about one regex.
void lint_regex(const SourceFiles& files, SourcePlace place, std::string_view regex,
                Diagnostics& found);

}  // namespace tamis
