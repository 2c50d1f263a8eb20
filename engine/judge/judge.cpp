#include "tamis/judge/judge.h"

#include <algorithm>
#include <tuple>

#include "tamis/judge/decision.h"

namespace tamis {

Judge::Judge(const RuleSet& rules) : rules_(rules), evaluator_(rules) {}

void Judge::judge(Batch& batch) {
  batch.verdicts.resize(batch.messages.size());
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    if (batch.messages[i].fault == Fault::none) batch.verdicts[i].action = Action::allow;
  }
  const auto& hits = batch.folded.hits;
  for (std::size_t begin = 0; begin < hits.size();) {
    std::size_t end = begin + 1;
    while (end < hits.size() && hits[end].segment == hits[begin].segment) ++end;
    judge_segment(batch, batch.folded.segments[hits[begin].segment],
                  std::span(hits).subspan(begin, end - begin));
    begin = end;
  }
}

void Judge::judge_segment(Batch& batch, const JoinedView::Segment& segment,
                          std::span<const Hit> hits) {
  Message& message = batch.messages[segment.message];
  if (message.fault != Fault::none) return;
  Verdict& verdict = batch.verdicts[segment.message];
  if (!evaluator_.begin(batch.folded.text(segment), hits)) {
    message.fault = Fault::too_many_matches;
    verdict = {};
    return;
  }
  if (evaluator_.candidates().empty()) return;

  verdict.findings.first = static_cast<std::uint32_t>(batch.findings.size());
  verdict.categories.first = static_cast<std::uint32_t>(batch.categories.size());
  for (const std::uint32_t index : evaluator_.candidates()) {
    const Rule& rule = rules_.rules()[index];
    const auto matches = evaluator_.evaluate(rule);
    if (matches.empty()) continue;
    add_findings(batch, index, matches);
    if (!rule.shadow) add_score(batch, verdict, rule);
  }
  verdict.findings.count =
      static_cast<std::uint32_t>(batch.findings.size()) - verdict.findings.first;
  if (verdict.findings.count == 0) return;

  map_to_original(batch, verdict, message);
  const auto scores =
      std::span(batch.categories).subspan(verdict.categories.first, verdict.categories.count);
  const Decision decision = decide(rules_.policy(), message, scores);
  verdict.action = decision.action;
  verdict.exempt = decision.exempt;
  verdict.clause = decision.clause;
}

void Judge::add_findings(Batch& batch, std::uint32_t rule, std::span<const Match> matches) {
  for (const Match& match : matches.first(std::min(matches.size(), kMaxFindings))) {
    const Range parts{static_cast<std::uint32_t>(batch.parts.size()), match.parts.count};
    for (std::uint32_t i = 0; i < parts.count; ++i)
      batch.parts.push_back(evaluator_.part(match.parts.first + i));
    batch.findings.push_back({rule, View::folded, match.span, parts});
  }
}

/// 1 - (1-a)(1-b)…: as if each rule were an independent witness.
void Judge::add_score(Batch& batch, Verdict& verdict, const Rule& rule) {
  for (std::size_t i = verdict.categories.first; i < batch.categories.size(); ++i) {
    CategoryScore& category = batch.categories[i];
    if (category.category != rule.category) continue;
    category.score = 1 - (1 - category.score) * (1 - rule.score);
    return;
  }
  batch.categories.push_back({rule.category, rule.score});
  ++verdict.categories.count;
}

void Judge::map_to_original(Batch& batch, const Verdict& verdict, const Message& message) {
  fold_recorded(message.text, refolded_, offsets_);
  const auto findings = std::span(batch.findings).subspan(verdict.findings.first);
  for (Finding& finding : findings) {
    finding.span = offsets_.original(finding.span);
    for (std::uint32_t i = 0; i < finding.parts.count; ++i) {
      TextSpan& span = batch.parts[finding.parts.first + i].span;
      span = offsets_.original(span);
    }
  }
  offsets_.trim();
  std::ranges::sort(findings, {}, [](const Finding& f) {
    return std::tuple(f.span.begin, f.span.end, f.rule, f.parts.first);
  });
}

}  // namespace tamis
