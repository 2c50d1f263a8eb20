#include "tamis/ruleset/skeleton_terms.h"

#include <algorithm>

#include "tamis/normalize/skeleton.h"

namespace tamis {
namespace {

struct KeyedTerm {
  std::string key;
  SkeletonTerm term;
};

bool is_looked_for(const RuleSet& rules, std::uint32_t pattern, View view) {
  const Range uses = rules.uses_of(pattern);
  return std::ranges::any_of(
      rules.uses().subspan(uses.first, uses.count),
      [&](const PatternUse& use) { return rules.leaves()[use.leaf].views.contains(view); });
}

std::vector<TermSkeleton> skeletons_of(const RuleSet& rules, std::uint32_t pattern) {
  const std::string_view folded = rules.patterns()[pattern].expression;
  std::vector<TermSkeleton> skeletons;
  if (is_looked_for(rules, pattern, View::skeleton)) skeletons.push_back(skeleton_of_term(folded));
  if (is_looked_for(rules, pattern, View::pinyin)) add_pinyin_of_term(folded, skeletons);
  return skeletons;
}

std::vector<KeyedTerm> keyed_terms(const RuleSet& rules) {
  std::vector<KeyedTerm> terms;
  for (std::uint32_t i = 0; i < rules.patterns().size(); ++i) {
    const Pattern& pattern = rules.patterns()[i];
    if (pattern.kind != Pattern::Kind::literal) continue;
    for (TermSkeleton& skeleton : skeletons_of(rules, i)) {
      if (skeleton.key.empty()) continue;
      terms.push_back({std::move(skeleton.key),
                       {.pattern = i,
                        .letters = std::move(skeleton.letters),
                        .aliases = std::move(skeleton.aliases),
                        .reading = skeleton.reading,
                        .spaces = skeleton.spaces,
                        .marks = skeleton.marks,
                        .word_begin = pattern.word_begin,
                        .word_end = pattern.word_end,
                        .whole = pattern.whole}});
    }
  }
  std::ranges::stable_sort(terms, {}, &KeyedTerm::key);
  return terms;
}

}  // namespace

SkeletonTerms make_skeleton_terms(const RuleSet& rules) {
  SkeletonTerms result;
  for (KeyedTerm& keyed : keyed_terms(rules)) {
    if (result.keys.empty() || result.keys.back().expression != keyed.key) {
      result.first_term.push_back(static_cast<std::uint32_t>(result.terms.size()));
      result.keys.push_back({.expression = std::move(keyed.key)});
    }
    result.terms.push_back(std::move(keyed.term));
  }
  result.first_term.push_back(static_cast<std::uint32_t>(result.terms.size()));
  return result;
}

SkeletonVocabulary make_skeleton_vocabulary(const RuleSet& rules) {
  const SkeletonTerms& skeletons = rules.skeleton_terms();
  std::vector<VocabularyTerm> terms;
  for (std::size_t key = 0; key < skeletons.keys.size(); ++key) {
    for (std::uint32_t i = skeletons.first_term[key]; i < skeletons.first_term[key + 1]; ++i) {
      const SkeletonTerm& term = skeletons.terms[i];
      terms.push_back({rules.patterns()[term.pattern].expression, skeletons.keys[key].expression,
                       term.word_begin || term.whole, term.reading});
    }
  }
  return SkeletonVocabulary(terms);
}

}  // namespace tamis
