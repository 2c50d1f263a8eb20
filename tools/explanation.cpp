#include "explanation.h"

#include <algorithm>

#include <fmt/format.h>

#include "pretty.h"
#include "tamis/judge/decision.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::tools {

std::string threshold(const std::optional<double>& score) {
  return score ? fmt::format("{:.4g}", *score) : "never";
}

void Explanation::print() const {
  print_text();
  fmt::print("{}  {}", style_.bold("verdict "), style_.action(screening_.action()));
  if (screening_.action() == Action::unscreened) fmt::print(": {}", describe(screening_.fault()));
  if (screening_.verdict().exempt) fmt::print(": the policy exempts this sender");
  fmt::print("{}\n", screening_.findings().empty() && screening_.action() == Action::allow
                         ? ": no rule hits"
                         : "");
  for (const CategoryScore& score : screening_.categories()) print_category(score);
  print_shadow_only();
  print_ruleset();
}

void Explanation::print_text() const {
  fmt::print("{:8}  {}\n", style_.bold("text    "),
             style_.marked(message_.text, matched_spans(screening_)));
  fmt::print("{}  {}\n", style_.bold("folded  "), style_.marked(fold(message_.text), {}));
}

void Explanation::print_category(const CategoryScore& score) const {
  fmt::print("\n");
  print_score(score);
  for (const Finding& finding : screening_.findings()) {
    if (rules_.rules()[finding.rule].category == score.category) print_finding(finding);
  }
}

void Explanation::print_score(const CategoryScore& score) const {
  const auto effective = thresholds_for(rules_.policy(), message_, score.category);
  const auto& [review, block, review_from, block_from] = effective;
  fmt::print("{} {:.4g}", style_.bold(rules_.categories()[score.category].name), score.score);
  if (block && score.score >= *block) {
    fmt::print("  {} from {}  {}", style_.action(Action::block), threshold(block),
               source(block_from));
  } else if (review && score.score >= *review) {
    fmt::print("  {} from {}  {}", style_.action(Action::review), threshold(review),
               source(review_from));
  } else {
    fmt::print("  below review ({}) and block ({})  {}", threshold(review), threshold(block),
               source(review ? review_from : block_from));
  }
  fmt::print("\n");
}

/// Findings of shadow rules in categories that have no score.
void Explanation::print_shadow_only() const {
  for (const Finding& finding : screening_.findings()) {
    const Rule& rule = rules_.rules()[finding.rule];
    const auto has_score = [&](const CategoryScore& score) {
      return score.category == rule.category;
    };
    if (std::ranges::none_of(screening_.categories(), has_score)) print_finding(finding);
  }
}

void Explanation::print_finding(const Finding& finding) const {
  const Rule& rule = rules_.rules()[finding.rule];
  fmt::print("  {} {:.4g}  {}  {}{}\n", style_.bold(rule.id), rule.score, rule.title,
             style_.faint(rules_.where(rule.place)),
             rule.shadow ? "  (shadow: only reported)" : "");
  for (const Part& part : screening_.parts(finding)) {
    const std::string hidden =
        part.view == View::folded ? "" : ", " + how_hidden(part.view, part.undone);
    const std::string weight = part.weight == 0 ? "" : fmt::format("weighs {:.3g}, ", part.weight);
    fmt::print(
        "    {}  {}\n",
        style_.marked(message_.text.substr(part.span.begin, part.span.size()),
                      {{0, part.span.size()}}),
        style_.faint(fmt::format("{}bytes {}-{}, by {}{}", weight, part.span.begin, part.span.end,
                                 rules_.where(rules_.uses()[part.use].place), hidden)));
  }
  print_weight(finding);
}

/// What the phrases weigh together, if the finding is of such.
void Explanation::print_weight(const Finding& finding) const {
  const Part& first = screening_.parts(finding).front();
  if (first.weight == 0) return;
  const Pattern& weights = rules_.patterns()[rules_.uses()[first.use].pattern];
  Weigher weigher(rules_.phrase_weights(), word_rules());
  std::vector<Weigher::Phrase> phrases;
  const Weight weight = weigher.weigh(weights.model, fold(message_.text), phrases);
  const Weight wanted = rules_.phrase_weights().threshold(weights.model);
  fmt::print("    {}\n",
             style_.faint(fmt::format("with all other phrases of {} {:.3g}, and {:.3g} are wanted",
                                      weights.expression, as_number(weight), as_number(wanted))));
}

void Explanation::print_ruleset() const {
  fmt::print("{}\n", style_.faint(fmt::format("\nrule set {}, policy '{}'", rules_.id(),
                                              rules_.policy().name)));
}

std::string Explanation::source(const EffectiveThresholds::Source& source) const {
  const PolicyClause& clause = rules_.policy().clauses[source.clause];
  std::string text = rules_.where(source.place == SourcePlace{} ? clause.place : source.place);
  if (!clause.channel.empty()) text += fmt::format(" (channel {})", clause.channel);
  if (!clause.kind.empty()) text += fmt::format(" (kind {})", clause.kind);
  return style_.faint(text);
}

}  // namespace tamis::tools
