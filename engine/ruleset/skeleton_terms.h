#pragma once

#include "tamis/match/skeleton_scanner.h"
#include "tamis/normalize/skeleton/vocabulary.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// What `rules` look for in skeletons, not compiled yet: each literal that a leaf with that view
/// uses, if it can be looked for there.
SkeletonTerms make_skeleton_terms(const RuleSet& rules);

/// What the same literals are made of.
SkeletonVocabulary make_skeleton_vocabulary(const RuleSet& rules);

}  // namespace tamis
