#include "eval/evaluation.h"

#include <algorithm>
#include <set>

#include "category_action.h"

namespace tamis::tools {
Evaluation::Evaluation(const RuleSet& rules, Options options)
    : rules_(rules), options_(std::move(options)) {
  const std::size_t count = rules.categories().size();
  categories_.resize(count);
  expected_.resize(count);
  hit_.resize(count);
  confusion_.assign(count + 1, std::vector<std::uint64_t>(count + 1));
  for (const Category& category : rules.categories()) {
    const bool counts =
        options_.in.empty() || std::ranges::find(options_.in, category.name) != options_.in.end();
    counts_.push_back(counts ? 1 : 0);
  }
  for (const Rule& rule : rules.rules()) by_rule_.push_back({.rule = rule.id});
}

/// Which categories the message hits, and how much.
void Evaluation::find_hits(const Screening& screening) {
  std::ranges::fill(hit_, 0);
  strongest_ = hit_.size();
  score_ = 0;
  double strongest_score = 0;
  for (const CategoryScore& score : screening.categories()) {
    if (!counts(score.category) || screening.verdict().exempt) continue;
    score_ = std::max(score_, score.score);
    if (category_action(rules_.policy(), screening.message(), score) < options_.action) continue;
    hit_[score.category] = 1;
    if (score.score > strongest_score) {
      strongest_score = score.score;
      strongest_ = score.category;
    }
  }
}

void Evaluation::add(const Labelled& labelled, const Screening& screening) {
  const bool is_screened = screening.action() != Action::unscreened;
  unscreened_ += std::uint64_t(!is_screened);
  has_several_ = has_several_ || labelled.categories.size() > 1;
  find_hits(screening);
  std::size_t row = expected_.size();
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    const bool is_expected = std::ranges::find(labelled.categories, rules_.categories()[i].name) !=
                             labelled.categories.end();
    expected_[i] = is_expected ? 1 : 0;
    // A hit in one of its own is what it is known by; else the first of them.
    if (expected_[i] && (row == expected_.size() || (hit_[i] && !hit_[row]))) row = i;
  }
  const bool harmful = !labelled.categories.empty();
  const bool hit = strongest_ != hit_.size();
  ++(harmful ? hit ? all_.true_hits : all_.misses : hit ? all_.false_hits : all_.true_passes);
  ++confusion_[row][row != expected_.size() && hit_[row] ? row : strongest_];
  ++(harmful ? harmful_scores_ : harmless_scores_)[static_cast<std::size_t>(score_ * 100 + 1e-9)];
  LabelCount& label = labels_[labelled.label];
  label.is_harmful = harmful;
  ++label.actions[std::size_t(screening.action())];
  ++label.hits.whole;
  label.hits.part += std::uint64_t(hit);
  bool found = false;
  for (std::size_t i = 0; i < hit_.size(); ++i) found = found || (hit_[i] && expected_[i]);
  add_to_categories(found);
  add_to_rules(labelled, screening, hit);
}

void Evaluation::add_to_categories(bool found) {
  for (std::size_t i = 0; i < categories_.size(); ++i) {
    Agreement& category = categories_[i];
    if (hit_[i]) {
      ++(expected_[i] ? category.true_hits : category.false_hits);
    } else if (!expected_[i]) {
      ++category.true_passes;
    } else if (!found) {
      ++category.misses;
    }
  }
}

void Evaluation::add_to_rules(const Labelled& labelled, const Screening& screening, bool hit) {
  const bool harmful = !labelled.categories.empty();
  std::set<std::uint32_t> hitting;
  for (const Finding& finding : screening.findings()) {
    if (counts(rules_.rules()[finding.rule].category)) hitting.insert(finding.rule);
  }
  const auto keep = [&](std::vector<Example>& examples) {
    if (examples.size() < options_.examples) examples.push_back(example(labelled, screening));
  };
  for (const std::uint32_t rule : hitting) {
    RuleCount& count = by_rule_[rule];
    if (harmful && !hit) {
      ++count.weak;
      keep(count.weak_examples);
    } else if (harmful) {
      ++count.true_hits;
    } else if (hit) {
      ++count.false_hits;
      keep(count.false_examples);
    }
  }
  if (harmful && hitting.empty()) {
    ++untouched_;
    keep(untouched_examples_);
  }
}

Example Evaluation::example(const Labelled& labelled, const Screening& screening) const {
  return {labelled.id, options_.keep_text ? std::string(screening.message().text) : std::string()};
}

Agreement Evaluation::at_threshold(std::size_t index) const noexcept {
  Agreement agreement;
  for (std::size_t i = 0; i < kThresholds; ++i) {
    (i >= index ? agreement.true_hits : agreement.misses) += harmful_scores_[i];
    (i >= index ? agreement.false_hits : agreement.true_passes) += harmless_scores_[i];
  }
  return agreement;
}

}  // namespace tamis::tools
