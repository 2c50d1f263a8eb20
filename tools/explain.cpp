#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "pretty.h"
#include "rules_option.h"
#include "tamis/judge/decision.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/screener.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct ExplainOptions {
  RulesOption rules;
  std::string text;
  std::string channel;
  std::string sender;
  std::string kind;
};

std::string threshold(const std::optional<double>& score) {
  return score ? fmt::format("{:.4g}", *score) : "never";
}

class Explanation {
 public:
  Explanation(const RuleSet& rules, const Screening& screening)
      : rules_(rules), screening_(screening), message_(screening.message()) {}

  void print() const {
    fmt::print("{:8}  {}\n", style_.bold("text    "),
               style_.marked(message_.text, matched_spans(screening_)));
    fmt::print("{}  {}\n", style_.bold("folded  "), style_.marked(fold(message_.text), {}));
    fmt::print("{}  {}", style_.bold("verdict "), style_.action(screening_.action()));
    if (screening_.action() == Action::unscreened) fmt::print(": {}", describe(screening_.fault()));
    if (screening_.verdict().exempt) fmt::print(": the policy exempts this sender");
    fmt::print("{}\n", screening_.findings().empty() && screening_.action() == Action::allow
                           ? ": no rule hits"
                           : "");
    for (std::uint32_t i = 0; i < screening_.categories().size(); ++i)
      print_category(screening_.categories()[i]);
    print_shadow_only();
    fmt::print("{}\n", style_.faint(fmt::format("\nrule set {}, policy '{}'", rules_.id(),
                                                rules_.policy().name)));
  }

 private:
  void print_category(const CategoryScore& score) const {
    const auto effective = thresholds_for(rules_.policy(), message_, score.category);
    const auto& [review, block] = effective.thresholds;
    fmt::print("\n{} {:.4g}", style_.bold(rules_.categories()[score.category].name), score.score);
    if (block && score.score >= *block) {
      fmt::print("  {} from {}  {}", style_.action(Action::block), threshold(block),
                 clause(effective.block_clause));
    } else if (review && score.score >= *review) {
      fmt::print("  {} from {}  {}", style_.action(Action::review), threshold(review),
                 clause(effective.review_clause));
    } else {
      fmt::print("  below review ({}) and block ({})  {}", threshold(review), threshold(block),
                 clause(std::max(effective.review_clause, effective.block_clause)));
    }
    fmt::print("\n");
    for (const Finding& finding : screening_.findings()) {
      if (rules_.rules()[finding.rule].category == score.category) print_finding(finding);
    }
  }

  /// Findings of shadow rules in categories that have no score.
  void print_shadow_only() const {
    for (const Finding& finding : screening_.findings()) {
      const Rule& rule = rules_.rules()[finding.rule];
      const auto has_score = [&](const CategoryScore& score) {
        return score.category == rule.category;
      };
      if (std::ranges::none_of(screening_.categories(), has_score)) print_finding(finding);
    }
  }

  void print_finding(const Finding& finding) const {
    const Rule& rule = rules_.rules()[finding.rule];
    fmt::print("  {} {:.4g}  {}  {}{}\n", style_.bold(rule.id), rule.score, rule.title,
               style_.faint(rules_.where(rule.place)),
               rule.shadow ? "  (shadow: only reported)" : "");
    for (const Part& part : screening_.parts(finding)) {
      fmt::print("    {}  {}\n",
                 style_.marked(message_.text.substr(part.span.begin, part.span.size()),
                               {{0, part.span.size()}}),
                 style_.faint(fmt::format("bytes {}-{}, by {}", part.span.begin, part.span.end,
                                          rules_.where(rules_.uses()[part.use].place))));
    }
  }

  std::string clause(std::uint32_t index) const {
    const PolicyClause& clause = rules_.policy().clauses[index];
    std::string text = rules_.where(clause.place);
    if (!clause.channel.empty()) text += fmt::format(" (channel {})", clause.channel);
    if (!clause.kind.empty()) text += fmt::format(" (kind {})", clause.kind);
    return style_.faint(text);
  }

  const RuleSet& rules_;
  const Screening& screening_;
  const Message& message_;
  Style style_{STDOUT_FILENO};
};

int explain(const ExplainOptions& options) {
  const LoadedRules loaded = options.rules.load();
  std::string text = options.text;
  if (text == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
    if (text.ends_with('\n')) text.pop_back();
  }
  Screener screener(loaded.rules);
  const Screening screening = screener.screen(
      {.text = text, .channel = options.channel, .sender = options.sender, .kind = options.kind});
  if (screening.fault() == Fault::invalid_utf8) throw CannotRun("the text is not valid UTF-8");
  Explanation(*loaded.rules, screening).print();
  return screening.action() == Action::unscreened ? kUnscreened : kDone;
}

}  // namespace

void add_explain(CLI::App& app, int& exit) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command = *app.add_subcommand("explain", "Explain the verdict on one text to a person");
  command
      .add_option("TEXT", options->text,
                  "The text, in quotes; - reads it from standard input; put -- before one that "
                  "begins with -")
      ->required();
  options->rules.add_to(command);
  command.add_option("--channel", options->channel, "The channel that it stands in");
  command.add_option("--sender", options->sender, "Who sent it");
  command.add_option("--kind", options->kind,
                     "What it is: message (the default), nickname, comment, …");
  command.callback([options, &exit] { exit = explain(*options); });
}

}  // namespace tamis::tools
