#include "rules/outline.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "pretty.h"
#include "tamis/base/utf8.h"

namespace tamis::tools {
namespace {

/// Of what there may be many of, so many are told.
constexpr std::size_t kMostTold = 4;

bool is_within(const Condition& condition) {
  return condition.within != Condition::kAnyDistance;
}

/// How many of its children a condition wants.
std::size_t wanted_children(const Condition& condition) {
  return condition.counts_patterns ? 1 : condition.at_least;
}

/// The word around `span`.
TextSpan word_around(std::string_view text, TextSpan span) {
  const CodePointSet& word = spaced_word_characters();
  while (span.begin > 0) {
    const auto before = utf8::decode_before(text.data() + span.begin);
    if (!word.contains(before.value)) break;
    span.begin -= before.size;
  }
  while (span.end < text.size()) {
    const auto after = utf8::decode(text.data() + span.end);
    if (!word.contains(after.value)) break;
    span.end += after.size;
  }
  return span;
}

}  // namespace

std::string_view name(Obstacle obstacle) noexcept {
  constexpr std::array<std::string_view, 9> kNames{"none",      "missing",    "inside-word",
                                                   "not-whole", "other-view", "allowed",
                                                   "excused",   "too-far",    "too-many-matches"};
  return kNames[std::size_t(obstacle)];
}

Outline::Outline(const RuleSet& rules)
    : rules_(rules),
      uses_(rules.leaves().size()),
      trace_(rules),
      weigher_(rules.phrase_weights(), word_rules()) {
  for (std::uint32_t i = 0; i < rules.uses().size(); ++i) uses_[rules.uses()[i].leaf].push_back(i);
}

RuleOutline Outline::of(const Rule& rule, std::string_view text) {
  if (!trace_.follow(rule, text))
    return {Obstacle::too_many_matches, "one of its regexes matches too often to tell", {}};
  parents_.clear();
  note_parents(rule.condition);
  RuleOutline outline;
  add(rule.condition, 0, outline.lines);
  if (holds(rule.condition)) return outline;
  Reason reason = obstacle(rule.condition);
  outline.obstacle = reason.obstacle;
  outline.why = std::move(reason.why);
  return outline;
}

void Outline::note_parents(std::uint32_t index) {
  for (const std::uint32_t child : rules_.conditions()[index].children) {
    parents_[child] = index;
    note_parents(child);
  }
}

void Outline::add(std::uint32_t index, unsigned depth, std::vector<OutlineLine>& lines) {
  const Condition& condition = rules_.conditions()[index];
  if (condition.kind == Condition::Kind::patterns) {
    add_leaf(index, depth, lines);
  } else {
    add_parts(index, depth, lines);
  }
  if (trace_[index].excuse)
    lines.push_back({depth + 1, true, fmt::format("{} excuses all of it", excuse(index))});
}

void Outline::add_leaf(std::uint32_t index, unsigned depth, std::vector<OutlineLine>& lines) {
  const Condition& condition = rules_.conditions()[index];
  const bool is_there = has_parts(index) && (holds(index) || trace_[index].excuse);
  if (const Pattern* const weights = weights_of(condition)) {
    lines.push_back({depth, is_there, weighed(*weights)});
    return;
  }
  const std::string found = found_in(condition);
  std::string text = fmt::format("{} on: {}", source(condition),
                                 found.empty() ? std::string("none is there") : found);
  if (!has_parts(index) && condition.at_least > 1)
    text += fmt::format("; {} different ones are wanted", condition.at_least);
  lines.push_back({depth, is_there, text + distance(index)});
  for (const auto& occurrence : trace_.occurrences(condition.leaf)) {
    if (!trace_.is_excused(occurrence)) continue;
    lines.push_back({depth + 1, true, fmt::format("allowed: {}", allowed(index, occurrence))});
  }
  if (has_parts(index)) return;
  for (Reason& reason : near_misses(condition))
    lines.push_back({depth + 1, false, std::move(reason.why)});
}

void Outline::add_parts(std::uint32_t index, unsigned depth, std::vector<OutlineLine>& lines) {
  const Condition& condition = rules_.conditions()[index];
  const std::size_t wanted = wanted_children(condition);
  lines.push_back(
      {depth, has_parts(index) && (holds(index) || trace_[index].excuse),
       fmt::format("{} of {} parts, of which {} wanted", held_children(condition),
                   condition.children.size(),
                   wanted == 1 ? std::string("one is") : fmt::format("{} are", wanted)) +
           distance(index)});
  for (const std::uint32_t child : condition.children) add(child, depth + 1, lines);
}

/// Why a condition does not hold.
Outline::Reason Outline::obstacle(std::uint32_t index) {
  const Condition& condition = rules_.conditions()[index];
  if (trace_[index].excuse && has_parts(index))
    return {Obstacle::excused, fmt::format("{} excuses it", excuse(index))};
  if (const std::string far = distance(index); !far.empty())
    return {Obstacle::too_far, far.substr(far.find_first_not_of("; "))};
  return condition.kind == Condition::Kind::patterns ? obstacle_of_leaf(index)
                                                     : obstacle_of_parts(condition);
}

Outline::Reason Outline::obstacle_of_leaf(std::uint32_t index) {
  const Condition& condition = rules_.conditions()[index];
  if (different_patterns(condition, true) >= condition.at_least) {
    const auto occurrences = trace_.occurrences(condition.leaf);
    const auto excused = std::ranges::find_if(
        occurrences, [this](const auto& occurrence) { return trace_.is_excused(occurrence); });
    if (excused != occurrences.end()) return {Obstacle::allowed, allowed(index, *excused)};
  }
  if (const Pattern* const weights = weights_of(condition))
    return {Obstacle::missing, weighed(*weights)};
  const auto misses = near_misses(condition);
  if (!misses.empty()) return misses.front();
  const std::size_t found = different_patterns(condition, false);
  return {Obstacle::missing,
          found == 0 ? fmt::format("nothing of {} is there", source(condition))
                     : fmt::format("only {} of {} is there; {} different ones are wanted", found,
                                   source(condition), condition.at_least)};
}

/// Of an `all`, the first part that is missing; of several that would each do, one that is nearly
/// there.
Outline::Reason Outline::obstacle_of_parts(const Condition& condition) {
  const bool wants_all = wanted_children(condition) == condition.children.size();
  for (const std::uint32_t child : condition.children) {
    if (holds(child)) continue;
    Reason reason = obstacle(child);
    if (wants_all || reason.obstacle != Obstacle::missing) return reason;
  }
  return {Obstacle::missing,
          fmt::format("{} of its {} parts {} there, of which {} wanted", held_children(condition),
                      condition.children.size(), held_children(condition) == 1 ? "is" : "are",
                      wanted_children(condition) == 1 ? std::string("one is")
                                                      : fmt::format("{} are", condition.at_least))};
}

/// What would be there, but for its edges or its view.
std::vector<Outline::Reason> Outline::near_misses(const Condition& leaf) {
  std::set<std::uint32_t> patterns;
  for (const std::uint32_t use : uses_[leaf.leaf]) {
    const std::uint32_t pattern = rules_.uses()[use].pattern;
    if (rules_.patterns()[pattern].kind == Pattern::Kind::literal) patterns.insert(pattern);
  }
  for (const auto& occurrence : trace_.occurrences(leaf.leaf))
    patterns.erase(rules_.uses()[occurrence.place.use].pattern);
  std::vector<Reason> reasons;
  for (const auto& miss : trace_.near_misses({patterns.begin(), patterns.end()})) {
    reasons.push_back(near_miss(leaf, miss));
    if (reasons.size() == kMostTold) break;
  }
  return reasons;
}

Outline::Reason Outline::near_miss(const Condition& leaf, const RuleTrace::NearMiss& miss) const {
  const Pattern& pattern = rules_.patterns()[miss.pattern];
  const std::string found = quoted(miss.sighting);
  if (!rules_.leaves()[leaf.leaf].views.contains(miss.sighting.view))
    return {Obstacle::other_view,
            fmt::format("{} is '{}' in the {} view, where the rule does not look", found,
                        pattern.expression, tamis::name(miss.sighting.view))};
  if (pattern.whole)
    return {Obstacle::not_whole, fmt::format("{} is not the whole message, as it must be", found)};
  if (miss.sighting.view != View::folded)
    return {Obstacle::inside_word,
            fmt::format("{} is '{}', but inside a longer word", found, pattern.expression)};
  return {
      Obstacle::inside_word,
      fmt::format("{} is inside a longer word, {}", found,
                  quoted({trace_.original(word_around(trace_.folded(), miss.folded)), {}, {}}))};
}

/// Whether all parts that a condition wants are there, however far from each other.
bool Outline::has_parts(std::uint32_t index) const {
  const Condition& condition = rules_.conditions()[index];
  if (condition.kind == Condition::Kind::patterns)
    return different_patterns(condition, false) >= condition.at_least;
  if (held_children(condition) < wanted_children(condition)) return false;
  std::set<std::uint32_t> parts;
  for (const Spot& spot : spots(index)) parts.insert(spot.part);
  return parts.size() >= condition.at_least;
}

std::size_t Outline::held_children(const Condition& condition) const {
  return std::size_t(
      std::ranges::count_if(condition.children, [this](auto child) { return holds(child); }));
}

/// Where the parts stand that a condition counts.
std::vector<Spot> Outline::spots(std::uint32_t index) const {
  const Condition& condition = rules_.conditions()[index];
  std::vector<Spot> spots;
  if (condition.kind == Condition::Kind::patterns) {
    for (const auto& occurrence : trace_.occurrences(condition.leaf)) {
      if (trace_.is_excused(occurrence)) continue;
      spots.push_back({occurrence.place.span, rules_.uses()[occurrence.place.use].pattern});
    }
    return spots;
  }
  for (std::uint32_t child = 0; child < condition.children.size(); ++child) {
    for (const auto& [match, key] : trace_[condition.children[child]].matches)
      spots.push_back({match.span, condition.counts_patterns ? key : child});
  }
  return spots;
}

std::size_t Outline::different_patterns(const Condition& leaf, bool with_excused) const {
  std::set<std::uint32_t> patterns;
  for (const auto& occurrence : trace_.occurrences(leaf.leaf)) {
    if (with_excused || !trace_.is_excused(occurrence))
      patterns.insert(rules_.uses()[occurrence.place.use].pattern);
  }
  return patterns.size();
}

/// Null if the leaf has none.
const Pattern* Outline::weights_of(const Condition& leaf) const {
  if (uses_[leaf.leaf].empty()) return nullptr;
  const Pattern& first = rules_.patterns()[rules_.uses()[uses_[leaf.leaf].front()].pattern];
  return first.kind == Pattern::Kind::weights ? &first : nullptr;
}

/// "fraud/wording.txt weighs it 0.71 of 1.55 wanted: 'deposit' at 5 0.42, …; against it 'thanks' …"
std::string Outline::weighed(const Pattern& weights) {
  std::vector<Weigher::Phrase> phrases;
  const Weight weight = weigher_.weigh(weights.model, trace_.folded(), phrases);
  std::string text =
      fmt::format("{} weighs it {:.3g} of {:.3g} wanted", weights.expression, as_number(weight),
                  as_number(rules_.phrase_weights().threshold(weights.model)));
  const auto add = [&](std::string_view what, Weight sign) {
    std::ranges::stable_sort(phrases, std::ranges::greater(),
                             [&](const Weigher::Phrase& phrase) { return sign * phrase.weight; });
    std::string_view separator = what;
    for (std::size_t i = 0; i < std::min(phrases.size(), kMostTold); ++i) {
      if (sign * phrases[i].weight <= 0) break;
      text += fmt::format("{} {} {:.2g}", std::exchange(separator, ","),
                          quoted({trace_.original(phrases[i].span), {}, {}}),
                          as_number(phrases[i].weight));
    }
  };
  add(":", 1);
  add("; against it", -1);
  return text;
}

/// "2 patterns from fraud/fee.yaml:7:17"
std::string Outline::source(const Condition& leaf) const {
  const auto& uses = uses_[leaf.leaf];
  const auto first = std::ranges::min_element(uses, {}, [&](std::uint32_t use) {
    const SourcePlace place = rules_.uses()[use].place;
    return std::tuple(place.file, place.line, place.column);
  });
  return fmt::format("{} from {}",
                     uses.size() == 1 ? "the pattern" : fmt::format("{} patterns", uses.size()),
                     uses.empty() ? "nowhere" : rules_.where(rules_.uses()[*first].place));
}

/// The first place of each pattern that is there.
std::string Outline::found_in(const Condition& leaf) const {
  std::set<std::uint32_t> different;
  std::string found;
  for (const auto& occurrence : trace_.occurrences(leaf.leaf)) {
    if (trace_.is_excused(occurrence)) continue;
    if (!different.insert(rules_.uses()[occurrence.place.use].pattern).second) continue;
    if (different.size() <= kMostTold)
      found +=
          fmt::format("{}{}", found.empty() ? "" : ", ", quoted(trace_.sighting(occurrence.place)));
  }
  if (different.size() > kMostTold)
    found += fmt::format(" and {} more", different.size() - kMostTold);
  return found;
}

/// "'1diot' at 9 (skeleton: leetspeak)"
std::string Outline::quoted(const Sighting& sighting) const {
  const TextSpan span = sighting.origin;
  std::string text = fmt::format("'{}' at {}", trace_.text().substr(span.begin, span.size()),
                                 utf8::count(trace_.text().substr(0, span.begin)));
  if (sighting.view != View::folded)
    text += fmt::format(" ({})", how_hidden(sighting.view, sighting.undone));
  return text;
}

/// What excuses all of a condition.
std::string Outline::excuse(std::uint32_t index) const {
  const Condition& condition = rules_.conditions()[index];
  for (const auto& [key, excuses] :
       {std::pair("none", &condition.none), std::pair("unless", &condition.unless)}) {
    for (const std::uint32_t excuse : *excuses) {
      for (const auto& [match, _] : trace_[excuse].matches) {
        if (match.span != *trace_[index].excuse) continue;
        const Evaluator::Place& first = trace_.place(match.parts.first);
        return fmt::format(
            "{}: {} from {}", key,
            quoted(match.parts.count == 1 ? trace_.sighting(first)
                                          : Sighting{trace_.original(match.span), {}, {}}),
            rules_.where(rules_.uses()[first.use].place));
      }
    }
  }
  return "something";
}

/// Which phrase makes an occurrence not count.
std::string Outline::allowed(std::uint32_t index, const Evaluator::Occurrence& occurrence) const {
  std::string inside = quoted(trace_.sighting(occurrence.place));
  while (true) {
    const Condition& condition = rules_.conditions()[index];
    for (const auto* excuses : {&condition.allow, &condition.unless}) {
      for (const std::uint32_t excuse : *excuses) {
        for (const auto& [match, key] : trace_[excuse].matches) {
          if (!match.span.contains(occurrence.place.span)) continue;
          const Evaluator::Place& first = trace_.place(match.parts.first);
          return fmt::format("{} stands in {} from {}", inside, quoted(trace_.sighting(first)),
                             rules_.where(rules_.uses()[first.use].place));
        }
      }
    }
    const auto parent = parents_.find(index);
    if (parent == parents_.end()) return inside;
    index = parent->second;
  }
}

/// How far apart parts that are all there stand, where that matters.
std::string Outline::distance(std::uint32_t index) const {
  const Condition& condition = rules_.conditions()[index];
  if (!is_within(condition) || !has_parts(index)) return {};
  if (holds(index)) return fmt::format("; each within {} characters of another", condition.within);
  const auto least = least_distance(trace_.folded(), spots(index), condition.at_least);
  if (!least || least->characters <= condition.within) return {};
  const auto show = [this](TextSpan folded) { return quoted({trace_.original(folded), {}, {}}); };
  return fmt::format("; {} characters between {} and {}, and {} at most may be", least->characters,
                     show(least->before), show(least->after), condition.within);
}

}  // namespace tamis::tools
