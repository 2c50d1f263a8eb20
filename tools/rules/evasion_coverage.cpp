#include "rules/evasion_coverage.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "tamis/screener.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

using evasion::Family;

class Measurement {
 public:
  Measurement(std::shared_ptr<const RuleSet> rules, unsigned seeds, std::uint64_t first_seed)
      : screener_(std::move(rules)), seeds_(seeds), first_seed_(first_seed) {}

  FamilyCoverage of(std::uint32_t rule) {
    FamilyCoverage coverage;
    const bool asks_for_pinyin = std::ranges::any_of(
        screener_.rules().leaves(),
        [&](const Leaf& leaf) { return leaf.rule == rule && leaf.views.pinyin; });
    for (const RuleTest& test : screener_.rules().rules()[rule].tests) {
      if (!test.hit) continue;
      for (const TextSpan part : needed_parts(rule, test.text)) {
        for (const Family family : evasion::kAllFamilies) {
          if (evasion::is_opt_in(family) && !asks_for_pinyin) continue;
          coverage[std::size_t(family)] += mutants_of(rule, test.text, part, family);
        }
      }
    }
    return coverage;
  }

 private:
  bool finds(std::uint32_t rule, std::string_view text) {
    const auto findings = screener_.screen(text).findings();
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.rule == rule; });
  }

  /// What the rule finds elsewhere in the text too says nothing about evasion.
  std::vector<TextSpan> needed_parts(std::uint32_t rule, const std::string& text) {
    std::vector<TextSpan> parts;
    const Screening screening = screener_.screen(text);
    for (const Finding& finding : screening.findings()) {
      if (finding.rule != rule) continue;
      for (const Part& part : screening.parts(finding)) {
        if (part.weight != 0)
          continue;  // phrases that weigh are looked for in the folded view only
        if (std::find(parts.begin(), parts.end(), part.span) == parts.end()) {
          parts.push_back(part.span);
        }
      }
    }
    std::erase_if(parts, [&](TextSpan part) {
      return finds(rule, std::string(text).erase(part.begin, part.size()));
    });
    return parts;
  }

  Coverage mutants_of(std::uint32_t rule, std::string_view text, TextSpan part, Family family) {
    Coverage coverage;
    for (unsigned i = 0; i < seeds_; ++i) {
      const auto mutated = evasion::mutate(text, part, {&family, 1}, first_seed_ + i);
      if (!mutated) continue;
      ++coverage.mutants;
      coverage.found += std::size_t(finds(rule, mutated->text));
    }
    return coverage;
  }

  Screener screener_;
  unsigned seeds_;
  std::uint64_t first_seed_;
};

/// Rounded down: what is not all is not 100 %.
std::string percent(Coverage coverage) {
  return coverage.mutants == 0 ? "-" : fmt::format("{:.0f} %", std::floor(coverage.share() * 100));
}

/// The families that a rule loses most by: "spaced 0 %, separator 20 %".
std::string weakest(const FamilyCoverage& families, std::size_t most) {
  std::vector<Family> order;
  for (const Family family : evasion::kAllFamilies) {
    if (families[std::size_t(family)].share() < 1) order.push_back(family);
  }
  std::ranges::stable_sort(order, {}, [&](Family f) { return families[std::size_t(f)].share(); });
  std::string text;
  for (std::size_t i = 0; i < std::min(most, order.size()); ++i) {
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", name(order[i]),
                        percent(families[std::size_t(order[i])]));
  }
  return order.size() > most ? fmt::format("{}, and {} more", text, order.size() - most) : text;
}

std::string json_of(const FamilyCoverage& families) {
  std::string text;
  for (const Family family : evasion::kAllFamilies) {
    const Coverage& coverage = families[std::size_t(family)];
    if (coverage.mutants == 0) continue;
    text += fmt::format("{}\"{}\":{{\"mutants\":{},\"found\":{}}}", text.empty() ? "" : ",",
                        name(family), coverage.mutants, coverage.found);
  }
  return "{" + text + "}";
}

}  // namespace

Coverage sum(const FamilyCoverage& families) noexcept {
  Coverage all;
  for (const Coverage& coverage : families) all += coverage;
  return all;
}

FamilyCoverage EvasionCoverage::families() const noexcept {
  FamilyCoverage total;
  for (const RuleCoverage& rule : rules) {
    for (std::size_t i = 0; i < total.size(); ++i) total[i] += rule.families[i];
  }
  return total;
}

EvasionCoverage measure_evasion(const std::shared_ptr<const RuleSet>& rules, unsigned seeds,
                                std::uint64_t first_seed) {
  Measurement measurement(rules, seeds, first_seed);
  EvasionCoverage coverage{rules->id(), {}};
  for (std::uint32_t i = 0; i < rules->rules().size(); ++i) {
    coverage.rules.push_back({rules->rules()[i].id, measurement.of(i)});
  }
  return coverage;
}

void print_for_people(const EvasionCoverage& coverage, std::size_t worst) {
  const Style style(STDOUT_FILENO);
  const FamilyCoverage total = coverage.families();
  fmt::print("\n{}\n", style.bold("mutated hits still found"));
  for (const Family family : evasion::kAllFamilies) {
    const Coverage& c = total[std::size_t(family)];
    fmt::print("  {:<17} {:>6}  of {:>7}\n", name(family), percent(c), with_separators(c.mutants));
  }
  fmt::print("  {:<17} {:>6}  of {:>7}\n", "all", percent(sum(total)),
             with_separators(sum(total).mutants));

  std::vector<RuleCoverage> order = coverage.rules;
  std::erase_if(order, [](const RuleCoverage& r) { return sum(r.families).share() == 1; });
  std::ranges::stable_sort(order, {},
                           [](const RuleCoverage& r) { return sum(r.families).share(); });
  if (order.size() > worst) order.resize(worst);
  if (order.empty()) return;
  std::size_t width = 0;
  for (const RuleCoverage& rule : order) width = std::max(width, rule.rule.size());
  fmt::print("\n{}\n", style.bold("the rules that find least"));
  for (const RuleCoverage& rule : order) {
    fmt::print("  {:<{}} {:>6}  {}\n", rule.rule, width, percent(sum(rule.families)),
               style.faint(weakest(rule.families, 4)));
  }
}

std::string json_of(const EvasionCoverage& coverage) {
  std::string rules;
  for (const RuleCoverage& rule : coverage.rules) {
    rules +=
        fmt::format("{}\"{}\":{}", rules.empty() ? "" : ",", rule.rule, json_of(rule.families));
  }
  return fmt::format("{{\"ruleset\":\"{}\",\"share\":{:.4f},\"families\":{},\"rules\":{{{}}}}}",
                     coverage.ruleset, coverage.share(), json_of(coverage.families()), rules);
}

}  // namespace tamis::tools
