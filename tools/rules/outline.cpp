#include "rules/outline.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "tamis/match/exact_regex.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::tools {

Outline::Outline(const RuleSet& rules)
    : rules_(rules),
      uses_(rules.leaves().size()),
      scanner_(rules.database(), rules.patterns(),
               {spaced_word_characters(), content_characters()}) {
  for (std::uint32_t i = 0; i < rules.uses().size(); ++i) uses_[rules.uses()[i].leaf].push_back(i);
}

void Outline::find_occurrences(std::string_view text) {
  batch_.clear();
  batch_.strings.append(text);
  batch_.messages.push_back({.text = batch_.strings.view()});
  normalize(batch_);
  scanner_.match(batch_);
  const JoinedView& view = batch_.folded;
  const std::string_view folded =
      view.segments.empty() ? std::string_view() : view.text(view.segments.front());
  found_.assign(rules_.patterns().size(), {});
  for (const Hit& hit : view.hits) {
    if (hit.is_known()) found_[hit.pattern] = folded.substr(hit.span.begin, hit.span.size());
  }
  std::vector<TextSpan> matches;
  for (std::uint32_t i = 0; i < found_.size(); ++i) {
    if (rules_.patterns()[i].kind != Pattern::Kind::regex) continue;
    matches.clear();
    find_all(rules_.database(), i, folded, matches);
    if (!matches.empty()) found_[i] = folded.substr(matches.front().begin, matches.front().size());
  }
}

bool Outline::add_leaf(const Condition& condition, unsigned depth,
                       std::vector<OutlineLine>& lines) {
  const auto& uses = uses_[condition.leaf];
  std::set<std::uint32_t> different;
  std::string found;
  for (const std::uint32_t use : uses) {
    const std::uint32_t pattern = rules_.uses()[use].pattern;
    if (found_[pattern].empty() || !different.insert(pattern).second) continue;
    found += fmt::format("{}'{}'", found.empty() ? "" : ", ", found_[pattern]);
  }
  const bool holds = different.size() >= condition.at_least;
  const auto first = std::ranges::min_element(uses, {}, [&](std::uint32_t use) {
    const SourcePlace place = rules_.uses()[use].place;
    return std::tuple(place.file, place.line, place.column);
  });
  std::string text =
      fmt::format("{} from {} on: {}",
                  uses.size() == 1 ? "the pattern" : fmt::format("{} patterns", uses.size()),
                  uses.empty() ? "nowhere" : rules_.where(rules_.uses()[*first].place),
                  found.empty() ? "none is there" : found);
  if (!holds && condition.at_least > 1)
    text += fmt::format("; {} different ones are wanted", condition.at_least);
  lines.push_back({depth, holds, std::move(text)});
  return holds;
}

bool Outline::add(std::uint32_t index, unsigned depth, std::vector<OutlineLine>& lines) {
  const Condition& condition = rules_.conditions()[index];
  bool holds = false;
  if (condition.kind == Condition::Kind::patterns) {
    holds = add_leaf(condition, depth, lines);
  } else {
    const std::size_t own = lines.size();
    lines.push_back({.depth = depth});
    std::uint32_t held = 0;
    for (const std::uint32_t child : condition.children)
      held += std::uint32_t(add(child, depth + 1, lines));
    const std::uint32_t wanted = condition.counts_patterns ? 1 : condition.at_least;
    holds = held >= wanted;
    lines[own].holds = holds;
    lines[own].text =
        fmt::format("{} of {} parts, of which {} wanted", held, condition.children.size(),
                    wanted == 1 ? std::string("one is") : fmt::format("{} are", wanted));
    if (holds && condition.within != Condition::kAnyDistance)
      lines[own].text += fmt::format("; each within {} characters of another", condition.within);
  }
  for (const auto& [kind, what] :
       {std::pair{&condition.allow, "allowed"}, std::pair{&condition.unless, "unless"}}) {
    for (const std::uint32_t child : *kind) {
      std::vector<OutlineLine> inner;
      if (!add(child, depth + 2, inner)) continue;
      lines.push_back({depth + 1, true, fmt::format("{}: an excuse is there", what)});
      std::ranges::copy_if(inner, std::back_inserter(lines), &OutlineLine::holds);
    }
  }
  return holds;
}

std::vector<OutlineLine> Outline::of(const Rule& rule, std::string_view text) {
  find_occurrences(text);
  std::vector<OutlineLine> lines;
  add(rule.condition, 0, lines);
  return lines;
}

}  // namespace tamis::tools
