#include "rules/rule_trace.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "commands.h"

namespace tamis::tools {
namespace {

PatternDatabase compiled(const std::vector<Pattern>& literals) {
  auto database = PatternDatabase::compile(literals);
  if (!database) throw CannotRun(database.error().front().message);
  return *std::move(database);
}

}  // namespace

RuleTrace::RuleTrace(const RuleSet& rules)
    : rules_(rules),
      scanner_(rules.database(), rules.patterns(), word_rules()),
      skeletonizer_(rules.skeleton_vocabulary()),
      skeleton_scanner_(rules.skeleton_terms()),
      evaluator_(rules) {
  evaluator_.observe(this);
}

bool RuleTrace::follow(const Rule& rule, std::string_view text) {
  conditions_.clear();
  excused_.clear();
  screen(text);
  std::vector<Evaluator::SkeletonOccurrence> hidden;
  for (const SkeletonHit& hit : hidden_)
    hidden.push_back({hit.pattern, offsets_.folded(hit.origin), view_of(hit.undone)});
  const auto index = static_cast<std::uint32_t>(&rule - rules_.rules().data());
  if (!evaluator_.begin_on(index, folded(), batch_.folded.hits, hidden)) return false;
  evaluator_.evaluate(rule);
  follow_excused(rule.condition);
  return true;
}

void RuleTrace::screen(std::string_view text) {
  batch_.clear();
  batch_.strings.append(text);
  batch_.messages.push_back({.text = batch_.strings.view()});
  normalize(batch_);
  skeletonizer_.skeletonize(batch_);
  scanner_.match(batch_);
  skeleton_scanner_.match(batch_, skeletonizer_.words());
  hidden_ = batch_.skeleton.hits;
  fold_recorded(this->text(), folded_, offsets_);
}

/// What is excused as a whole was not looked into.
void RuleTrace::follow_excused(std::uint32_t index) {
  const bool is_excused = (*this)[index].excuse.has_value();
  for (const std::uint32_t child : rules_.conditions()[index].children) {
    if (is_excused) evaluator_.evaluate(Rule{.condition = child});
    follow_excused(child);
  }
}

void RuleTrace::on_excused(const Evaluator::Occurrence& occurrence) {
  excused_.push_back(occurrence);
}

void RuleTrace::on_condition(std::uint32_t condition, std::span<const Evaluator::Item> matches,
                             std::optional<TextSpan> excuse) {
  conditions_[condition] = {{matches.begin(), matches.end()}, excuse};
}

const ConditionTrace& RuleTrace::operator[](std::uint32_t condition) const {
  static const ConditionTrace kNone;
  const auto found = conditions_.find(condition);
  return found == conditions_.end() ? kNone : found->second;
}

bool RuleTrace::is_excused(const Evaluator::Occurrence& occurrence) const noexcept {
  const auto key = [](const Evaluator::Occurrence& o) {
    return std::tuple(o.leaf, o.place.use, o.place.span.begin, o.place.hidden);
  };
  return std::ranges::find(excused_, key(occurrence), key) != excused_.end();
}

Sighting RuleTrace::sighting(const Evaluator::Place& place) const {
  if (place.hidden == Evaluator::kNotHidden) return {original(place.span), View::folded, {}};
  const SkeletonHit& hit = hidden_[place.hidden];
  return {hit.origin, view_of(hit.undone), hit.undone};
}

std::vector<RuleTrace::NearMiss> RuleTrace::near_misses(
    const std::vector<std::uint32_t>& patterns) {
  std::vector<NearMiss> misses;
  if (patterns.empty()) return misses;
  find_folded(patterns, misses);
  if (has_skeleton()) find_hidden(patterns, misses);
  return misses;
}

void RuleTrace::find_folded(const std::vector<std::uint32_t>& patterns,
                            std::vector<NearMiss>& misses) {
  std::vector<Pattern> anywhere;
  anywhere.reserve(patterns.size());
  for (const std::uint32_t pattern : patterns)
    anywhere.push_back({.expression = rules_.patterns()[pattern].expression});
  const PatternDatabase database = compiled(anywhere);
  batch_.folded.hits.clear();
  Scanner(database, anywhere, word_rules()).match(batch_);
  for (const Hit& hit : batch_.folded.hits)
    misses.push_back({patterns[hit.pattern], hit.span, {original(hit.span), View::folded, {}}});
}

void RuleTrace::find_hidden(const std::vector<std::uint32_t>& patterns,
                            std::vector<NearMiss>& misses) {
  const auto note = [&misses](const SkeletonHit& hit) {
    misses.push_back({hit.pattern, {}, {hit.origin, view_of(hit.undone), hit.undone}});
  };
  for (const SkeletonHit& hit : hidden_) {  // by sound, as another rule looks for it
    if (view_of(hit.undone) == View::pinyin && std::ranges::count(patterns, hit.pattern) != 0)
      note(hit);
  }
  SkeletonTerms anywhere;
  for (const std::uint32_t pattern : patterns) {
    TermSkeleton term = skeleton_of_term(rules_.patterns()[pattern].expression);
    if (term.key.empty()) continue;
    anywhere.keys.push_back({.expression = std::move(term.key)});
    anywhere.terms.push_back({.pattern = pattern,
                              .letters = std::move(term.letters),
                              .spaces = term.spaces,
                              .marks = term.marks});
  }
  if (anywhere.terms.empty()) return;
  anywhere.first_term.resize(anywhere.terms.size() + 1);
  std::iota(anywhere.first_term.begin(), anywhere.first_term.end(), 0);
  anywhere.database = compiled(anywhere.keys);
  batch_.skeleton.hits.clear();
  SkeletonScanner(anywhere).match(batch_, skeletonizer_.words());
  for (const SkeletonHit& hit : batch_.skeleton.hits) note(hit);
}

}  // namespace tamis::tools
