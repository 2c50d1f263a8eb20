#include "rules/comparison.h"

#include <algorithm>
#include <set>

#include "category_action.h"

namespace tamis::tools {
namespace {

std::set<std::string> hitting(const RuleSet& rules, const Screening& screening) {
  std::set<std::string> ids;
  for (const Finding& finding : screening.findings()) ids.insert(rules.rules()[finding.rule].id);
  return ids;
}

std::map<std::string, Action> actions(const RuleSet& rules, const Screening& screening) {
  std::map<std::string, Action> by_category;
  for (const CategoryScore& score : screening.categories()) {
    by_category[rules.categories()[score.category].name] =
        category_action(rules.policy(), screening.message(), score);
  }
  return by_category;
}

Action action_in(const std::map<std::string, Action>& by_category, const std::string& category) {
  const auto found = by_category.find(category);
  return found == by_category.end() ? Action::allow : found->second;
}

}  // namespace

void Comparison::add(const Screening& before, const Screening& after) {
  ++messages_;
  if (before.action() == after.action()) return;
  ++flips_;
  ++transitions_[{before.action(), after.action()}];
  const Message& message = before.message();
  Flip flip{.id = message.id.empty() ? std::to_string(message.line) : std::string(message.id),
            .before = before.action(),
            .after = after.action()};
  if (options_.keep_text) flip.text = message.text;
  add_rules(before, after, flip);
  add_categories(before, after);
}

void Comparison::add_rules(const Screening& before, const Screening& after, const Flip& flip) {
  const auto old_rules = hitting(before_, before);
  const auto new_rules = hitting(after_, after);
  const auto count = [&](const std::string& rule) -> FlipCount& {
    FlipCount& counted = rules_[rule];
    if (counted.examples.size() < options_.examples) counted.examples.push_back(flip);
    return counted;
  };
  for (const std::string& rule : new_rules) {
    if (!old_rules.contains(rule)) ++count(rule).gained;
  }
  for (const std::string& rule : old_rules) {
    if (!new_rules.contains(rule)) ++count(rule).lost;
  }
  if (old_rules == new_rules) ++(flip.after > flip.before ? count("").gained : count("").lost);
}

void Comparison::add_categories(const Screening& before, const Screening& after) {
  const auto old_actions = actions(before_, before);
  const auto new_actions = actions(after_, after);
  std::set<std::string> names;
  for (const auto& [name, action] : old_actions) names.insert(name);
  for (const auto& [name, action] : new_actions) names.insert(name);
  for (const std::string& name : names) {
    const Transition transition{action_in(old_actions, name), action_in(new_actions, name)};
    if (transition.first != transition.second) ++categories_[name][transition];
  }
}

std::vector<Rescored> Comparison::rescored() const {
  std::vector<Rescored> found;
  for (const Rule& old : before_.rules()) {
    const auto same = std::ranges::find(after_.rules(), old.id, &Rule::id);
    if (same != after_.rules().end() && same->score != old.score)
      found.push_back({old.id, old.score, same->score});
  }
  return found;
}

std::vector<std::string> Comparison::missing(const RuleSet& from, const RuleSet& in) {
  std::vector<std::string> ids;
  for (const Rule& rule : from.rules()) {
    if (std::ranges::find(in.rules(), rule.id, &Rule::id) == in.rules().end())
      ids.push_back(rule.id);
  }
  return ids;
}

}  // namespace tamis::tools
