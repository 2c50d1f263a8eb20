#include "tamis/judge/judge.h"

#include <algorithm>
#include <tuple>

#include "tamis/judge/decision.h"

namespace tamis {

namespace {

std::string_view folded_text(const JoinedView& view, std::uint32_t message) {
  return view.text(
      *std::ranges::lower_bound(view.segments, message, {}, &JoinedView::Segment::message));
}

std::uint32_t begin_of(const Part& part) noexcept {
  return part.span.begin;
}

}  // namespace

Judge::Judge(const RuleSet& rules) : rules_(rules), evaluator_(rules) {}

void Judge::judge(Batch& batch) {
  batch.verdicts.resize(batch.messages.size());
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    if (batch.messages[i].fault == Fault::none) batch.verdicts[i].action = Action::allow;
  }
  const std::span<const Hit> hits = batch.folded.hits;
  const std::span<const SkeletonHit> hidden = batch.skeleton.hits;
  const auto& segments = batch.folded.segments;
  std::size_t h = 0;
  std::size_t s = 0;
  while (h < hits.size() || s < hidden.size()) {
    // Both are by message; take all that there are of the next one.
    std::uint32_t message = h < hits.size() ? segments[hits[h].segment].message : ~0U;
    if (s < hidden.size()) message = std::min(message, hidden[s].message);
    const std::size_t h_begin = h;
    const std::size_t s_begin = s;
    while (h < hits.size() && segments[hits[h].segment].message == message) ++h;
    while (s < hidden.size() && hidden[s].message == message) ++s;
    judge_message(batch, message, folded_text(batch.folded, message),
                  hits.subspan(h_begin, h - h_begin), hidden.subspan(s_begin, s - s_begin));
  }
  if (!batch.joined.texts.empty()) attach_joined(batch);
}

void Judge::judge_message(Batch& batch, std::uint32_t index, std::string_view folded,
                          std::span<const Hit> hits, std::span<const SkeletonHit> hidden) {
  Message& message = batch.messages[index];
  if (message.fault != Fault::none) return;
  Verdict& verdict = batch.verdicts[index];
  place_in_folded(message, hidden);
  if (!evaluator_.begin(folded, hits, hidden_)) {
    message.fault = Fault::too_many_matches;
    verdict = {};
    return;
  }
  if (evaluator_.candidates().empty()) return;

  const bool is_joined = index >= batch.messages.size() - batch.joined.texts.size();
  verdict.findings.first = static_cast<std::uint32_t>(batch.findings.size());
  verdict.categories.first = static_cast<std::uint32_t>(batch.categories.size());
  for (const std::uint32_t rule_index : evaluator_.candidates()) {
    const Rule& rule = rules_.rules()[rule_index];
    const auto matches = evaluator_.evaluate(rule);
    if (matches.empty()) continue;
    // Of joined texts, those count that reach into the newest message.
    const std::size_t count = std::min(matches.size(), kMaxFindings);
    add_findings(batch, rule_index, is_joined ? matches.last(count) : matches.first(count), hidden);
    if (!rule.shadow) add_score(batch, verdict, rule);
  }
  verdict.findings.count =
      static_cast<std::uint32_t>(batch.findings.size()) - verdict.findings.first;
  if (verdict.findings.count == 0) return;

  map_to_original(batch, verdict, message);
  decide_on(batch, message, verdict);
}

void Judge::decide_on(Batch& batch, const Message& message, Verdict& verdict) const {
  const auto scores =
      std::span(batch.categories).subspan(verdict.categories.first, verdict.categories.count);
  const Decision decision = decide(rules_.policy(), message, scores);
  verdict.action = decision.action;
  verdict.exempt = decision.exempt;
  verdict.clause = decision.clause;
}

void Judge::place_in_folded(const Message& message, std::span<const SkeletonHit> hidden) {
  hidden_.clear();
  if (hidden.empty()) return;
  fold_recorded(message.text, refolded_, offsets_);
  for (const SkeletonHit& hit : hidden)
    hidden_.push_back({hit.pattern, offsets_.folded(hit.origin), view_of(hit.undone)});
}

/// What comes from the skeleton has its place in the original already; `map_to_original` does the
/// rest.
void Judge::add_findings(Batch& batch, std::uint32_t rule, std::span<const Match> matches,
                         std::span<const SkeletonHit> hidden) {
  for (const Match& match : matches) {
    Finding& finding = batch.findings.emplace_back();
    finding.rule = rule;
    finding.parts = {static_cast<std::uint32_t>(batch.parts.size()), match.parts.count};
    for (std::uint32_t i = 0; i < match.parts.count; ++i) {
      const Evaluator::Place& place = evaluator_.place(match.parts.first + i);
      Part& part = batch.parts.emplace_back(
          Part{.use = place.use, .span = place.span, .weight = float(as_number(place.weight))});
      if (place.hidden == Evaluator::kNotHidden) continue;
      const SkeletonHit& hit = hidden[place.hidden];
      part.view = view_of(hit.undone);
      finding.view = std::max(finding.view, part.view);
      part.span = hit.origin;
      part.undone = hit.undone;
      finding.undone |= hit.undone;
    }
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

void Judge::attach_joined(Batch& batch) {
  const std::size_t own = batch.messages.size() - batch.joined.texts.size();
  for (std::uint32_t i = 0; i < batch.joined.texts.size(); ++i) {
    const JoinedText& joined = batch.joined.texts[i];
    if (const Fault fault = batch.messages[own + i].fault; fault != Fault::none) {
      batch.messages[joined.message].fault = fault;
      batch.verdicts[joined.message] = {};
    } else {
      attach(batch, joined, i, batch.verdicts[own + i].findings);
    }
  }
  batch.messages.resize(own);
  batch.verdicts.resize(own);
}

/// Adds to the newest message's findings those that begin in an earlier one, of rules that do not
/// hold on it alone.
void Judge::attach(Batch& batch, const JoinedText& joined, std::uint32_t index, Range findings) {
  const Message& message = batch.messages[joined.message];
  Verdict& verdict = batch.verdicts[joined.message];
  if (message.fault != Fault::none) return;
  const JoinedText::Piece& newest =
      batch.joined.pieces[joined.first_piece + joined.piece_count - 1];
  const std::uint32_t border = newest.text.begin - joined.text.begin;

  Verdict whole{.findings = {static_cast<std::uint32_t>(batch.findings.size()), 0},
                .categories = {static_cast<std::uint32_t>(batch.categories.size()), 0}};
  for (std::uint32_t i = 0; i < verdict.findings.count; ++i)
    batch.findings.push_back(Finding(batch.findings[verdict.findings.first + i]));
  const std::size_t before = batch.findings.size();
  for (std::uint32_t i = 0; i < findings.count; ++i) {
    Finding finding = batch.findings[findings.first + i];
    if (finding.span.begin >= border || finding.span.end <= border) continue;
    const auto alone =
        std::span(batch.findings).subspan(whole.findings.first, before - whole.findings.first);
    if (std::ranges::find(alone, finding.rule, &Finding::rule) != alone.end()) continue;
    finding.joined = index;
    batch.findings.push_back(finding);
  }
  if (batch.findings.size() == before) {
    batch.findings.resize(whole.findings.first);
    return;
  }
  whole.findings.count = static_cast<std::uint32_t>(batch.findings.size()) - whole.findings.first;
  rules_told_.clear();
  for (const Finding& finding : std::span(batch.findings).subspan(whole.findings.first))
    rules_told_.push_back(finding.rule);
  std::ranges::sort(rules_told_);
  rules_told_.erase(std::unique(rules_told_.begin(), rules_told_.end()), rules_told_.end());
  for (const std::uint32_t rule : rules_told_) {
    if (!rules_.rules()[rule].shadow) add_score(batch, whole, rules_.rules()[rule]);
  }
  verdict = whole;
  decide_on(batch, message, verdict);
}

void Judge::map_to_original(Batch& batch, const Verdict& verdict, const Message& message) {
  fold_recorded(message.text, refolded_, offsets_);
  const auto findings = std::span(batch.findings).subspan(verdict.findings.first);
  for (Finding& finding : findings) {
    const auto parts = std::span(batch.parts).subspan(finding.parts.first, finding.parts.count);
    for (Part& part : parts) {
      if (part.view == View::folded) part.span = offsets_.original(part.span);
    }
    if (finding.view != View::folded) std::ranges::stable_sort(parts, {}, begin_of);
    finding.span = {parts.front().span.begin, 0};
    for (const Part& part : parts) finding.span.end = std::max(finding.span.end, part.span.end);
  }
  offsets_.trim();
  std::ranges::sort(findings, {}, [](const Finding& f) {
    return std::tuple(f.span.begin, f.span.end, f.rule, f.parts.first);
  });
}

}  // namespace tamis
