#include "why_not.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "category_action.h"
#include "commands.h"
#include "explanation.h"
#include "rules/nearest_ids.h"
#include "rules/outline.h"
#include "tamis/judge/decision.h"
#include "tamis/normalize/normalizer.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

std::uint32_t index_of(const RuleSet& rules, std::string_view id) {
  const auto found = std::ranges::find(rules.rules(), id, &Rule::id);
  if (found != rules.rules().end())
    return static_cast<std::uint32_t>(found - rules.rules().begin());
  throw CannotRun(fmt::format("there is no rule '{}'; the nearest are {}", id,
                              fmt::join(nearest_ids(rules, id), ", ")));
}

/// Where the rule looks. All its leaves look alike, but for those that excuse, which look
/// everywhere.
ViewSet views_of(const RuleSet& rules, std::uint32_t rule) {
  return std::ranges::find(rules.leaves(), rule, &Leaf::rule)->views;
}

}  // namespace

struct WhyNot::Answer {
  bool fires = false;
  std::string_view obstacle;  ///< the name of an `Obstacle`, or what keeps a finding from counting
  std::string why;
  std::vector<OutlineLine> lines;
  bool has_skeleton = false;
};

WhyNot::WhyNot(const RuleSet& rules, std::string_view rule, const Screening& screening)
    : rules_(rules), screening_(screening), rule_(index_of(rules, rule)) {}

WhyNot::Answer WhyNot::answer() const {
  if (screening_.action() == Action::unscreened) {
    return {false,
            "unscreened",
            fmt::format("the text was not screened: {}", describe(screening_.fault())),
            {}};
  }
  Outline outline(rules_);
  RuleOutline found = outline.of(rules_.rules()[rule_], screening_.message().text);
  Answer answer;
  if (std::ranges::find(screening_.findings(), rule_, &Finding::rule) !=
      screening_.findings().end()) {
    answer = answer_of_finding();
  } else {
    answer.obstacle = name(found.obstacle);
    answer.why = std::move(found.why);
  }
  answer.lines = std::move(found.lines);
  answer.has_skeleton = outline.has_skeleton();
  return answer;
}

/// The rule fires: whether that counts.
WhyNot::Answer WhyNot::answer_of_finding() const {
  const Rule& rule = rules_.rules()[rule_];
  if (rule.shadow) return {true, "shadow", "it is only reported, for its status is shadow", {}};
  if (screening_.verdict().exempt) return {true, "exempt", "the policy exempts this sender", {}};
  const auto scored =
      std::ranges::find(screening_.categories(), rule.category, &CategoryScore::category);
  const auto from = thresholds_for(rules_.policy(), screening_.message(), rule.category);
  const Action action = category_action(rules_.policy(), screening_.message(), *scored);
  const std::string score =
      fmt::format("{} scores {:.4g}", rules_.categories()[rule.category].name, scored->score);
  if (action == Action::allow) {
    return {true,
            "threshold",
            fmt::format("{}, below review ({}) and block ({})", score, threshold(from.review),
                        threshold(from.block)),
            {}};
  }
  return {true,
          "none",
          fmt::format("{}, {} from {}", score, name(action),
                      threshold(action == Action::block ? from.block : from.review)),
          {}};
}

void WhyNot::print() const {
  const Answer answer = this->answer();
  const Rule& rule = rules_.rules()[rule_];
  const Style style(STDOUT_FILENO);
  const Explanation explanation(rules_, screening_);
  const bool counts = answer.fires && answer.obstacle == "none";
  fmt::print("{} {}: {}\n", style.bold(rule.id),
             !answer.fires ? "does not fire"
             : counts      ? "fires"
                           : "fires, but does not count",
             style.marked(answer.why, {}));
  fmt::print("{}  {}  {}\n", style.bold("rule    "), rule.title,
             style.faint(rules_.where(rule.place)));
  if (screening_.action() == Action::unscreened) return;
  explanation.print_text();
  const ViewSet views = views_of(rules_, rule_);
  std::string looks;
  for (const View view : kAllViews) {
    if (views.contains(view)) looks += fmt::format("{}{}", looks.empty() ? "" : ", ", name(view));
  }
  const bool is_plain = (views.skeleton || views.pinyin) && !answer.has_skeleton;
  fmt::print("{}  {}{}\n\n", style.bold("views   "), looks,
             is_plain ? " (nothing in this text may be hidden)" : "");
  for (const OutlineLine& line : answer.lines) {
    const std::string text = style.marked(line.text, {});
    fmt::print("{:{}}{} {}\n", "", line.depth * 2, line.holds ? "+" : "-",
               line.holds ? text : style.faint(text));
  }
  if (answer.fires) {
    fmt::print("\n");
    for (const CategoryScore& score : screening_.categories()) {
      if (score.category == rule.category) explanation.print_score(score);
    }
    for (const Finding& finding : screening_.findings()) {
      if (finding.rule == rule_) explanation.print_finding(finding);
    }
  }
  explanation.print_ruleset();
}

std::string WhyNot::json() const {
  using Json = nlohmann::ordered_json;
  const Answer answer = this->answer();
  const ViewSet views = views_of(rules_, rule_);
  Json looks = Json::array();
  for (const View view : kAllViews) {
    if (views.contains(view)) looks.push_back(name(view));
  }
  Json parts = Json::array();
  for (const OutlineLine& line : answer.lines)
    parts.push_back({{"depth", line.depth}, {"holds", line.holds}, {"part", line.text}});
  return Json{{"rule", rules_.rules()[rule_].id},
              {"ruleset", rules_.id()},
              {"fires", answer.fires},
              {"obstacle", answer.obstacle},
              {"why", answer.why},
              {"action", name(screening_.action())},
              {"views", std::move(looks)},
              {"has_skeleton", answer.has_skeleton},
              {"folded", fold(screening_.message().text)},
              {"parts", std::move(parts)}}
      .dump();
}

}  // namespace tamis::tools
