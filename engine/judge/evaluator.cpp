// Most texts with a hit hold only some of what a rule wants. So first it is asked which rules may
// hold, by which leaves have any hit at all, and what the text's trigrams say of their regexes. Of
// those rules, regexes are matched one by one for as long as the rule may yet hold, and only if it
// may in the end are conditions evaluated.
//
// A condition's matches are pushed on a stack of items; whoever asked for them takes them off. What
// excuses is worked out before what it may excuse, as a frame of spans that matches must not lie
// inside.
//
// Parts that must be near each other form chains: in the order of the text, each begins at most
// `within` characters after the furthest end before it. A chain holds once it has as many different
// parts as the condition wants; of each part the last one before that point is kept. One pass finds
// all of them, where trying combinations would take a time that a hostile text could choose.
#include "tamis/judge/evaluator.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tamis/base/utf8.h"
#include "tamis/match/exact_regex.h"
#include "tamis/normalize/normalizer.h"

namespace tamis {

Evaluator::Evaluator(const RuleSet& rules)
    : rules_(rules),
      leaf_hit_(rules.leaves().size()),
      leaf_found_(rules.leaves().size()),
      regex_hit_(rules.patterns().size()),
      regex_done_(rules.patterns().size()),
      answers_(rules.patterns().size()),
      leaf_regexes_(rules.leaves().size()),
      on_demand_(rules.leaves().size()),
      weigher_(rules.phrase_weights(), word_rules()),
      stamps_(rules.patterns().size() + rules.conditions().size()) {
  for (const PatternUse& use : rules.uses()) {
    const Pattern& pattern = rules.patterns()[use.pattern];
    if (pattern.kind != Pattern::Kind::literal) leaf_regexes_[use.leaf].push_back(use.pattern);
    if (pattern.on_demand) on_demand_[use.leaf].push_back(use.pattern);
  }
  for (const Condition& condition : rules.conditions()) {
    by_effort_.push_back(condition.children);
    std::ranges::stable_sort(by_effort_.back(), {}, [&rules](std::uint32_t child) {
      return rules.conditions()[child].regexes;
    });
  }
}

bool Evaluator::begin(std::string_view text, std::span<const Hit> hits,
                      std::span<const SkeletonOccurrence> hidden) {
  start(text, false);
  note_hits(hits, hidden);
  keep_candidates();
  return candidates_.empty() || find_occurrences(hits, hidden);
}

bool Evaluator::begin_on(std::uint32_t rule, std::string_view text, std::span<const Hit> hits,
                         std::span<const SkeletonOccurrence> hidden) {
  start(text, true);
  note_hits(hits, hidden);
  candidates_.assign(1, rule);
  return find_occurrences(hits, hidden);
}

void Evaluator::start(std::string_view text, bool matches_all) {
  text_ = text;
  matches_all_ = matches_all;
  is_flooded_ = false;
  ++text_number_;
  occurrences_.clear();
  places_.clear();
  candidates_.clear();
}

void Evaluator::note_hits(std::span<const Hit> hits, std::span<const SkeletonOccurrence> hidden) {
  for (const Hit& hit : hits) {
    if (!hit.is_known()) {
      if (!may_match(hit.pattern)) continue;
      regex_hit_[hit.pattern] = text_number_;
    }
    note_uses(hit.pattern, View::folded);
  }
  for (const SkeletonOccurrence& hit : hidden) note_uses(hit.pattern, hit.view);
}

/// Whether a regex that was found, or is not scanned for, may match, by the text's trigrams.
/// Weights may in any case.
bool Evaluator::may_match(std::uint32_t regex) {
  if (rules_.patterns()[regex].kind == Pattern::Kind::weights) return true;
  Answer& answer = answers_[regex];
  if (std::exchange(answer.text, text_number_) == text_number_) return answer.may_match;
  if (std::exchange(trigrams_text_, text_number_) != text_number_) trigrams_.assign(text_);
  answer.may_match = rules_.database().trigram_query(regex).may_match(trigrams_);
  return answer.may_match;
}

/// Notes which leaves have a hit, and whose they are.
void Evaluator::note_uses(std::uint32_t pattern, View view) {
  const Range uses = rules_.uses_of(pattern);
  for (const PatternUse& use : rules_.uses().subspan(uses.first, uses.count)) {
    const Leaf& leaf = rules_.leaves()[use.leaf];
    if (!leaf.views.contains(view)) continue;
    if (std::exchange(leaf_hit_[use.leaf], text_number_) == text_number_) continue;
    if (leaf.wakes) candidates_.push_back(leaf.rule);
  }
}

/// Of the rules that have a hit, those that may hold.
void Evaluator::keep_candidates() {
  std::ranges::sort(candidates_);
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end()), candidates_.end());
  std::erase_if(candidates_, [this](std::uint32_t rule) {
    const std::uint32_t condition = rules_.rules()[rule].condition;
    return !may_hold(condition, false) || !may_hold(condition, true);
  });
}

/// Whether all that the condition wants is there, wherever it stands and whatever excuses it.
/// `asks`: whether regexes that are not scanned for may match, too; otherwise they are taken to.
bool Evaluator::may_hold(std::uint32_t index, bool asks) {
  const Condition& condition = rules_.conditions()[index];
  if (condition.kind == Condition::Kind::patterns) {
    const auto& on_demand = on_demand_[condition.leaf];
    if (leaf_hit_[condition.leaf] == text_number_) return true;
    if (!asks) return !on_demand.empty();
    return std::ranges::any_of(on_demand, [this](std::uint32_t regex) { return may_match(regex); });
  }
  const std::size_t wanted = condition.counts_patterns ? 1 : condition.at_least;
  std::size_t found = 0;
  std::size_t left = condition.children.size();
  for (const std::uint32_t child : by_effort_[index]) {
    found += may_hold(child, asks);
    if (found == wanted) return true;
    if (found + --left < wanted) return false;
  }
  return false;
}

bool Evaluator::find_occurrences(std::span<const Hit> hits,
                                 std::span<const SkeletonOccurrence> hidden) {
  for (const Hit& hit : hits) {
    if (hit.is_known()) add_occurrences(hit.pattern, {.span = hit.span});
  }
  for (std::uint32_t i = 0; i < hidden.size(); ++i)
    add_occurrences(hidden[i].pattern, {.span = hidden[i].span, .hidden = i}, hidden[i].view);
  std::erase_if(candidates_, [this](std::uint32_t rule) {
    const std::uint32_t condition = rules_.rules()[rule].condition;
    if (is_flooded_ || (!matches_all_ && !match_until_refuted(condition))) return true;
    match_rest(condition, matches_all_);
    return false;
  });
  if (is_flooded_) return false;
  std::ranges::sort(occurrences_, {}, [](const Occurrence& o) {
    return std::tuple(o.leaf, o.place.span.begin, o.place.span.end, o.place.use,
                      o.place.hidden + 1);
  });
  return true;
}

/// Matches the condition's regexes until it is known whether as much is there as it wants, wherever
/// it stands and whatever excuses it.
bool Evaluator::match_until_refuted(std::uint32_t index) {
  const Condition& condition = rules_.conditions()[index];
  if (condition.kind == Condition::Kind::patterns) return match_leaf(condition.leaf);
  const std::size_t wanted = condition.counts_patterns ? 1 : condition.at_least;
  std::size_t missing = 0;
  for (const std::uint32_t child : by_effort_[index]) {
    missing += !match_until_refuted(child);
    if (missing + wanted > condition.children.size()) return false;
  }
  return true;
}

/// Matches the regexes that excuse. And of a condition that has an `unless`, those that the above
/// left out: whether it is excused depends on what of it lies in there. `is_wanted`: it is part of
/// such a one, or excuses itself.
void Evaluator::match_rest(std::uint32_t index, bool is_wanted) {
  const Condition& condition = rules_.conditions()[index];
  is_wanted = is_wanted || !condition.unless.empty();
  if (condition.kind == Condition::Kind::patterns && is_wanted) match_leaf(condition.leaf);
  for (const std::uint32_t child : condition.children) match_rest(child, is_wanted);
  for (const auto* excuses : {&condition.allow, &condition.unless, &condition.none}) {
    for (const std::uint32_t excuse : *excuses) match_rest(excuse, true);
  }
}

/// Whether the leaf has a match.
bool Evaluator::match_leaf(std::uint32_t leaf) {
  for (const std::uint32_t pattern : leaf_regexes_[leaf]) {
    const bool weighs = rules_.patterns()[pattern].kind == Pattern::Kind::weights;
    const bool is_asked = regex_hit_[pattern] == text_number_ ||
                          rules_.patterns()[pattern].on_demand || (weighs && matches_all_);
    if (!is_asked || !may_match(pattern)) continue;
    if (std::exchange(regex_done_[pattern], text_number_) == text_number_) continue;
    if (weighs) {
      match_weights(pattern);
    } else {
      match_regex(pattern);
    }
  }
  return leaf_found_[leaf] == text_number_;
}

void Evaluator::match_regex(std::uint32_t pattern) {
  regex_matches_.clear();
  if (!find_all(rules_.database(), pattern, text_, regex_matches_)) is_flooded_ = true;
  for (const TextSpan span : regex_matches_) add_occurrences(pattern, {.span = span});
}

/// What of it is excused is not known yet: see `push_weighed`.
void Evaluator::match_weights(std::uint32_t pattern) {
  const std::uint32_t model = rules_.patterns()[pattern].model;
  if (weigher_.weigh(model, text_, phrases_) < rules_.phrase_weights().threshold(model)) return;
  for (const auto& [span, weight] : phrases_) {
    if (weight > 0) add_occurrences(pattern, {.span = span, .weight = weight});
  }
}

void Evaluator::add_occurrences(std::uint32_t pattern, const Place& place, View view) {
  const Range uses = rules_.uses_of(pattern);
  for (std::uint32_t use = uses.first; use != uses.first + uses.count; ++use) {
    const std::uint32_t leaf = rules_.uses()[use].leaf;
    if (!rules_.leaves()[leaf].views.contains(view)) continue;
    leaf_found_[leaf] = text_number_;
    occurrences_.push_back({leaf, place});
    occurrences_.back().place.use = use;
  }
}

std::span<const Match> Evaluator::evaluate(const Rule& rule) {
  items_.clear();
  excuses_.clear();
  frames_.clear();
  evaluate(rule.condition);
  std::ranges::sort(items_, {}, [](const Item& item) {
    return std::tuple(item.match.span.begin, ~item.match.span.end, item.match.parts.first);
  });
  result_.clear();
  std::uint32_t furthest = 0;
  for (const Item& item : items_) {
    if (!result_.empty() && item.match.span.end <= furthest) continue;
    furthest = item.match.span.end;
    result_.push_back(item.match);
  }
  return result_;
}

/// Pushes the condition's matches.
void Evaluator::evaluate(std::uint32_t index) {
  const Condition& condition = rules_.conditions()[index];
  const std::size_t from = items_.size();
  const std::size_t frames = frames_.size();
  const std::size_t excuses = excuses_.size();
  const std::optional<TextSpan> excuse = excuse_of(condition);
  if (!excuse) {
    if (condition.kind == Condition::Kind::patterns) {
      push_leaf(condition);
    } else {
      for (std::uint32_t child = 0; child < condition.children.size(); ++child) {
        const std::size_t first = items_.size();
        evaluate(condition.children[child]);
        if (condition.counts_patterns) continue;
        for (std::size_t i = first; i < items_.size(); ++i)
          items_[i].key = child;  // fewer than conditions
      }
    }
    if (condition.at_least > 1) keep_chains(from, condition);
    // To whoever asked, a match of several parts is one thing, however it came about.
    if (condition.kind != Condition::Kind::patterns && !condition.counts_patterns) {
      const auto key = static_cast<std::uint32_t>(rules_.patterns().size()) + index;
      for (std::size_t i = from; i < items_.size(); ++i) items_[i].key = key;
    }
  }
  frames_.resize(frames);
  excuses_.resize(excuses);
  if (observer_ != nullptr) observer_->on_condition(index, std::span(items_).subspan(from), excuse);
}

/// Works out what excuses; returns it if it excuses all of the condition.
std::optional<TextSpan> Evaluator::excuse_of(const Condition& condition) {
  const std::size_t from = items_.size();
  std::optional<TextSpan> excuse;
  for (const std::uint32_t none : condition.none) evaluate(none);
  if (items_.size() != from) excuse = items_[from].match.span;
  items_.resize(from);
  if (excuse) return excuse;
  for (const std::uint32_t allow : condition.allow) evaluate(allow);
  if (!condition.unless.empty()) {
    const std::size_t unless_from = items_.size();
    for (const std::uint32_t unless : condition.unless) evaluate(unless);
    if (items_.size() != unless_from) {
      collect_inner(condition);
      for (std::size_t i = unless_from; i < items_.size() && !excuse; ++i) {
        const TextSpan span = items_[i].match.span;
        const auto first = std::ranges::lower_bound(inner_, span.begin, {}, &TextSpan::begin);
        if (first == inner_.end() || first->end > span.end) excuse = span;
      }
    }
  }
  if (!excuse && items_.size() != from) push_excuses(from);
  items_.resize(from);
  return excuse;
}

/// What the condition looks for, by begin; `end` is the nearest end of this or a later one, which
/// says whether a span holds any.
void Evaluator::collect_inner(const Condition& condition) {
  inner_.clear();
  for (const Occurrence& o : occurrences(condition.leaves)) {
    if (rules_.leaves()[o.leaf].rule != Leaf::kNoRule) inner_.push_back(o.place.span);
  }
  std::ranges::sort(inner_, {}, [](TextSpan s) { return std::tuple(s.begin, s.end); });
  for (std::size_t i = inner_.size(); i-- > 1;)
    inner_[i - 1].end = std::min(inner_[i - 1].end, inner_[i].end);
}

/// Makes a frame of the items from `from` on.
void Evaluator::push_excuses(std::size_t from) {
  frames_.push_back(excuses_.size());
  std::ranges::sort(items_.begin() + std::ptrdiff_t(from), items_.end(), {},
                    [](const Item& item) { return item.match.span.begin; });
  std::uint32_t furthest = 0;
  for (std::size_t i = from; i < items_.size(); ++i) {
    furthest = std::max(furthest, items_[i].match.span.end);
    excuses_.push_back({items_[i].match.span.begin, furthest});
  }
}

bool Evaluator::lies_in_excuse(TextSpan span) const noexcept {
  for (std::size_t f = 0; f < frames_.size(); ++f) {
    const auto begin = excuses_.begin() + std::ptrdiff_t(frames_[f]);
    const auto end =
        f + 1 < frames_.size() ? excuses_.begin() + std::ptrdiff_t(frames_[f + 1]) : excuses_.end();
    const auto after =
        std::upper_bound(begin, end, span.begin,
                         [](std::uint32_t at, const Excuse& excuse) { return at < excuse.begin; });
    if (after != begin && std::prev(after)->furthest_end >= span.end) return true;
  }
  return false;
}

void Evaluator::push_leaf(const Condition& condition) {
  const std::span<const Occurrence> all = occurrences({condition.leaf, 1});
  if (all.empty()) return;
  const std::uint32_t first = rules_.uses()[all.front().place.use].pattern;
  const bool weighs = rules_.patterns()[first].kind == Pattern::Kind::weights;
  for (const Occurrence& o : all) {
    if (lies_in_excuse(o.place.span)) {
      if (observer_ != nullptr) observer_->on_excused(o);
    } else if (!weighs) {
      items_.push_back({{o.place.span, {static_cast<std::uint32_t>(places_.size()), 1}},
                        rules_.uses()[o.place.use].pattern});
      places_.push_back(o.place);
    }
  }
  if (weighs) push_weighed(all.front().place.use);
}

/// Phrases that weigh enough together, without what is excused, are one match. The heaviest are
/// told, and of those that overlap, one.
void Evaluator::push_weighed(std::uint32_t use) {
  const std::uint32_t pattern = rules_.uses()[use].pattern;
  const std::uint32_t model = rules_.patterns()[pattern].model;
  const Weight weight = weigher_.weigh(model, text_, phrases_,
                                       [this](TextSpan span) { return lies_in_excuse(span); });
  if (weight < rules_.phrase_weights().threshold(model)) return;
  std::ranges::stable_sort(phrases_, std::ranges::greater(), &Weigher::Phrase::weight);
  const std::size_t from = places_.size();
  for (const auto& [span, phrase_weight] : phrases_) {
    if (phrase_weight <= 0 || places_.size() == from + kMostPhrases) break;
    const bool is_told = std::any_of(
        places_.begin() + std::ptrdiff_t(from), places_.end(), [span = span](const Place& place) {
          return place.span.begin < span.end && span.begin < place.span.end;
        });
    if (!is_told) places_.push_back({.use = use, .span = span, .weight = phrase_weight});
  }
  const auto told = std::span(places_).subspan(from);
  std::ranges::sort(told, {}, [](const Place& place) { return place.span.begin; });
  items_.push_back({{{told.front().span.begin, told.back().span.end},
                     {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(told.size())}},
                    pattern});
}

/// Replaces the items from `from` on by the chains that hold `at_least` different keys.
void Evaluator::keep_chains(std::size_t from, const Condition& condition) {
  const auto begin = items_.begin() + std::ptrdiff_t(from);
  std::ranges::sort(begin, items_.end(), {}, [](const Item& item) {
    return std::tuple(item.match.span.begin, item.match.span.end, item.key);
  });
  std::size_t kept = from;
  std::size_t chain = from;  // where the chain begins
  std::uint32_t different = 0;
  TextSpan furthest;
  ++stamp_;
  for (std::size_t i = from; i < items_.size(); ++i) {
    const TextSpan span = items_[i].match.span;
    if (i != chain && !near(furthest, span, condition.within)) {
      chain = i;
      different = 0;
      ++stamp_;
    }
    if (i == chain || span.end > furthest.end) furthest = span;
    if (stamps_[items_[i].key] != stamp_) {
      stamps_[items_[i].key] = stamp_;
      ++different;
    }
    if (different < condition.at_least) continue;

    picked_.clear();
    ++stamp_;
    for (std::size_t j = i + 1; picked_.size() < condition.at_least;) {
      --j;
      if (stamps_[items_[j].key] == stamp_) continue;
      stamps_[items_[j].key] = stamp_;
      picked_.push_back(items_[j]);
    }
    std::ranges::reverse(picked_);
    Item whole{{picked_.front().match.span, {static_cast<std::uint32_t>(places_.size()), 0}},
               picked_.front().key};
    for (const Item& item : picked_) {
      whole.match.span.end = std::max(whole.match.span.end, item.match.span.end);
      for (std::uint32_t p = 0; p < item.match.parts.count; ++p) {
        places_.push_back(Place(places_[item.match.parts.first + p]));
        ++whole.match.parts.count;
      }
    }
    const auto places = places_.begin() + whole.match.parts.first;
    std::ranges::sort(places, places_.end(), {}, [](const Place& place) {
      return std::tuple(place.span.begin, place.span.end, place.use);
    });
    items_[kept++] = whole;  // never past i: a chain takes at least two items
    chain = i + 1;
    different = 0;
    ++stamp_;
  }
  items_.resize(kept);
}

bool Evaluator::near(TextSpan before, TextSpan after, std::uint32_t within) const noexcept {
  if (within == Condition::kAnyDistance || after.begin <= before.end) return true;
  const std::string_view gap = text_.substr(before.end, after.begin - before.end);
  return gap.size() <= within ||
         (gap.size() <= std::size_t{4} * within && utf8::count(gap) <= within);
}

std::span<const Evaluator::Occurrence> Evaluator::occurrences(Range leaves) const noexcept {
  const auto first = std::ranges::lower_bound(occurrences_, leaves.first, {}, &Occurrence::leaf);
  const auto last = std::ranges::lower_bound(first, occurrences_.end(), leaves.first + leaves.count,
                                             {}, &Occurrence::leaf);
  return {first, last};
}

}  // namespace tamis
