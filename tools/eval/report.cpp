#include "eval/report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "json_line.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

using Json = nlohmann::ordered_json;

std::string share(Proportion p) {
  if (p.whole == 0) return "-";
  const Interval interval = wilson(p);
  return fmt::format("{:.3f} ({:.3f}-{:.3f})", p.value(), interval.low, interval.high);
}

void print_agreement(std::string_view name, const Agreement& a) {
  fmt::print("  {:<14} {:>9}  {:<20}  {:<20}  {:.3f}  {:<20}\n", name,
             with_separators(a.recall().whole), share(a.precision()), share(a.recall()), a.f1(),
             share(a.false_positive_rate()));
}

void print_agreements(const Evaluation& evaluation, const Style& style) {
  fmt::print("\n  {}\n",
             style.bold(fmt::format("{:<14} {:>9}  {:<20}  {:<20}  {:<5}  {:<20}", "", "messages",
                                    "precision", "recall", "F1", "false-positive rate")));
  print_agreement("all", evaluation.all());
  for (std::size_t i = 0; i < evaluation.categories().size(); ++i) {
    const Agreement& category = evaluation.categories()[i];
    if (is_told(category)) print_agreement(evaluation.rules().categories()[i].name, category);
  }
  if (evaluation.has_several()) {
    fmt::print("  {}\n", style.faint("A message of several categories counts in those that it is a "
                                     "hit in, and in all of them where it is missed."));
  }
}

void print_labels(const Evaluation& evaluation, const Style& style) {
  std::size_t width = 5;
  for (const auto& [label, count] : evaluation.labels()) width = std::max(width, label.size());
  fmt::print("\n  {}\n",
             style.bold(fmt::format("{:<{}}  {:>9} {:>9} {:>9} {:>10}  {}", "label", width, "allow",
                                    "review", "block", "unscreened", "hit")));
  for (const auto& [label, count] : evaluation.labels()) {
    fmt::print("  {:<{}}  {:>9} {:>9} {:>9} {:>10}  {}\n", label, width,
               with_separators(count.actions[std::size_t(Action::allow)]),
               with_separators(count.actions[std::size_t(Action::review)]),
               with_separators(count.actions[std::size_t(Action::block)]),
               with_separators(count.actions[std::size_t(Action::unscreened)]), share(count.hits));
  }
}

void print_confusion(const Evaluation& evaluation, const Style& style) {
  const auto& categories = evaluation.rules().categories();
  const auto& table = evaluation.confusion();
  const auto name = [&](std::size_t i) {
    return i == categories.size() ? std::string("none") : categories[i].name;
  };
  const auto is_empty = [&](std::size_t i) {
    return std::ranges::all_of(table[i], [](std::uint64_t n) { return n == 0; }) &&
           std::ranges::all_of(table, [&](const auto& row) { return row[i] == 0; });
  };
  std::string head = fmt::format("{:<14}", "labelled \\ hit");
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!is_empty(i)) head += fmt::format(" {:>10}", name(i));
  }
  fmt::print("\n  {}\n", style.bold(head));
  for (std::size_t row = 0; row < table.size(); ++row) {
    if (std::ranges::all_of(table[row], [](std::uint64_t n) { return n == 0; })) continue;
    fmt::print("  {:<14}", name(row));
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (!is_empty(i)) fmt::print(" {:>10}", with_separators(table[row][i]));
    }
    fmt::print("\n");
  }
}

void print_examples(std::string_view what, const std::vector<Example>& examples,
                    const Style& style) {
  std::string ids;
  for (const Example& example : examples) {
    if (example.text.empty()) {
      ids += (ids.empty() ? "" : ", ") + example.id;
    } else {
      fmt::print("      {} {}  {}\n", style.faint(what), style.faint(example.id),
                 style.marked(example.text, {}));
    }
  }
  if (!ids.empty()) fmt::print("      {}\n", style.faint(fmt::format("{} {}", what, ids)));
}

void print_rules(const Evaluation& evaluation, std::size_t worst, const Style& style) {
  auto rules = by_false_hits(evaluation);
  std::erase_if(rules, [](const RuleCount* r) { return r->false_hits + r->weak == 0; });
  if (rules.size() > worst) rules.resize(worst);
  if (!rules.empty()) {
    fmt::print("\n  {}\n", style.bold(fmt::format("{:<34} {:>9} {:>9} {:>9}", "rule", "true hits",
                                                  "false", "too weak")));
  }
  for (const RuleCount* rule : rules) {
    fmt::print("  {:<34} {:>9} {:>9} {:>9}\n", rule->rule, with_separators(rule->true_hits),
               with_separators(rule->false_hits), with_separators(rule->weak));
    print_examples("false:", rule->false_examples, style);
    print_examples("too weak:", rule->weak_examples, style);
  }
  if (evaluation.untouched() == 0) return;
  fmt::print("\n  {} harmful messages are hit by no rule at all\n",
             with_separators(evaluation.untouched()));
  print_examples("such as:", evaluation.untouched_examples(), style);
}

Json json_of(Proportion p) {
  const Interval interval = wilson(p);
  return {{"value", p.value()}, {"low", interval.low}, {"high", interval.high}, {"of", p.whole}};
}

Json json_of(const Agreement& a) {
  return {{"true_hits", a.true_hits},
          {"false_hits", a.false_hits},
          {"misses", a.misses},
          {"true_passes", a.true_passes},
          {"precision", json_of(a.precision())},
          {"recall", json_of(a.recall())},
          {"f1", a.f1()},
          {"false_positive_rate", json_of(a.false_positive_rate())}};
}

Json json_of(const std::vector<Example>& examples) {
  Json all = Json::array();
  for (const Example& example : examples) {
    Json one{{"id", example.id}};
    if (!example.text.empty()) one["text"] = example.text;
    all.push_back(std::move(one));
  }
  return all;
}

Json json_of_labels(const Evaluation& evaluation) {
  Json labels = Json::object();
  for (const auto& [label, count] : evaluation.labels()) {
    Json& one = labels[label] = {{"harmful", count.is_harmful}, {"hits", json_of(count.hits)}};
    for (std::size_t i = 0; i < kActionCount; ++i)
      one[std::string(name(Action(i)))] = count.actions[i];
  }
  return labels;
}

Json json_of_confusion(const Evaluation& evaluation) {
  const auto& categories = evaluation.rules().categories();
  const auto name = [&](std::size_t i) {
    return i == categories.size() ? std::string("none") : categories[i].name;
  };
  Json confusion = Json::object();
  const auto& table = evaluation.confusion();
  for (std::size_t row = 0; row < table.size(); ++row) {
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (table[row][i] != 0) confusion[name(row)][name(i)] = table[row][i];
    }
  }
  return confusion;
}

}  // namespace

bool is_told(const Agreement& category) noexcept {
  return category.true_hits + category.misses + category.false_hits != 0;
}

std::vector<const RuleCount*> by_false_hits(const Evaluation& evaluation) {
  std::vector<const RuleCount*> rules;
  for (const RuleCount& rule : evaluation.by_rule()) {
    if (rule.true_hits + rule.false_hits + rule.weak != 0) rules.push_back(&rule);
  }
  std::ranges::stable_sort(rules, std::ranges::greater(), [](const RuleCount* rule) {
    return std::pair(rule->false_hits, rule->weak);
  });
  return rules;
}

void print_for_people(const Evaluation& evaluation, std::size_t worst) {
  const Style style(STDOUT_FILENO);
  const Agreement& all = evaluation.all();
  const std::uint64_t harmful = all.recall().whole;
  const std::uint64_t harmless = all.false_positive_rate().whole;
  fmt::print("{} messages, {} harmful and {} harmless; {} is a hit\n",
             with_separators(harmful + harmless), with_separators(harmful),
             with_separators(harmless),
             evaluation.options().action == Action::block ? "block" : "review or block");
  fmt::print("{}\n",
             style.faint(fmt::format("rule set {}, policy '{}'; in brackets: 95 % (Wilson)",
                                     evaluation.rules().id(), evaluation.rules().policy().name)));
  if (evaluation.unscreened() != 0) {
    fmt::print("{} could not be screened, and are counted as no hits\n",
               with_separators(evaluation.unscreened()));
  }
  print_agreements(evaluation, style);
  print_labels(evaluation, style);
  print_confusion(evaluation, style);
  print_rules(evaluation, worst, style);
}

void print_json(const Evaluation& evaluation) {
  Json categories = Json::object();
  for (std::size_t i = 0; i < evaluation.categories().size(); ++i) {
    const Agreement& category = evaluation.categories()[i];
    if (is_told(category)) categories[evaluation.rules().categories()[i].name] = json_of(category);
  }
  Json thresholds = Json::array();
  for (std::size_t i = 0; i < Evaluation::kThresholds; ++i) {
    const Agreement a = evaluation.at_threshold(i);
    thresholds.push_back({{"threshold", double(i) / 100},
                          {"precision", a.precision().value()},
                          {"recall", a.recall().value()},
                          {"false_positive_rate", a.false_positive_rate().value()}});
  }
  Json rules = Json::object();
  for (const RuleCount* rule : by_false_hits(evaluation)) {
    rules[rule->rule] = {{"true_hits", rule->true_hits},
                         {"false_hits", rule->false_hits},
                         {"too_weak", rule->weak},
                         {"false_examples", json_of(rule->false_examples)},
                         {"too_weak_examples", json_of(rule->weak_examples)}};
  }
  const Json report{{"ruleset", evaluation.rules().id()},
                    {"policy", evaluation.rules().policy().name},
                    {"hit", name(evaluation.options().action)},
                    {"unscreened", evaluation.unscreened()},
                    {"all", json_of(evaluation.all())},
                    {"categories", categories},
                    {"labels", json_of_labels(evaluation)},
                    {"confusion", json_of_confusion(evaluation)},
                    {"thresholds", thresholds},
                    {"rules", rules},
                    {"untouched", evaluation.untouched()},
                    {"untouched_examples", json_of(evaluation.untouched_examples())}};
  print_line(report);
}

}  // namespace tamis::tools
