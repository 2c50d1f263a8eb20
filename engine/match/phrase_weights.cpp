#include "tamis/match/phrase_weights.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tamis {

PhraseWeights::PhraseWeights(std::vector<WeightedPhrases> models) : models_(std::move(models)) {
  struct Entry {
    std::uint64_t hash;
    Weight weight;
  };
  std::vector<Entry> entries;
  for (std::uint32_t model = 0; model < models_.size(); ++model) {
    for (const auto& [hash, weight] : models_[model].phrases)
      entries.push_back({hash, {model, weight}});
  }
  std::ranges::stable_sort(entries, {}, &Entry::hash);
  slots_.resize(std::bit_ceil(2 * entries.size() + 1));
  weights_.reserve(entries.size());
  Slot* slot = nullptr;
  for (const auto& [hash, weight] : entries) {
    if (slot == nullptr || slot->hash != hash) {
      std::size_t at = hash & (slots_.size() - 1);
      while (slots_[at].weights.count != 0) at = (at + 1) & (slots_.size() - 1);
      slot = &slots_[at];
      *slot = {hash, {static_cast<std::uint32_t>(weights_.size()), 0}};
    }
    weights_.push_back(weight);
    ++slot->weights.count;
  }
}

Range PhraseWeights::find(std::uint64_t phrase) const noexcept {
  for (std::size_t at = phrase;; ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.weights.count == 0 || slot.hash == phrase) return slot.weights;
  }
}

Weigher::Weigher(const PhraseWeights& weights, WordRules words)
    : weights_(weights),
      words_(words),
      sums_(weights.models().size()),
      most_(weights.models().size()),
      stamps_(weights.weights().size()) {}

void Weigher::match(JoinedView& view) {
  const auto models = weights_.models();
  if (std::ranges::all_of(models, &WeightedPhrases::on_demand)) return;
  for (std::uint32_t segment = 0; segment < view.segments.size(); ++segment) {
    find_phrases(view.text(view.segments[segment]));
    if (found_.empty()) continue;
    std::ranges::fill(most_, 0.0F);
    Window window;
    do {
      sum(window);
      for (std::size_t i = 0; i < models.size(); ++i) most_[i] = std::max(most_[i], sums_[i]);
    } while (advance(window));
    for (std::size_t i = 0; i < models.size(); ++i) {
      if (most_[i] >= models[i].threshold && !models[i].on_demand)
        view.hits.push_back({segment, models[i].pattern, {}});
    }
  }
}

float Weigher::weigh(std::uint32_t model, std::string_view text, std::vector<Phrase>& phrases) {
  phrases.clear();
  find_phrases(text);
  float most = 0;
  Window heaviest;
  Window window;
  do {
    sum(window);
    if (sums_[model] > most) {
      most = sums_[model];
      heaviest = window;
    }
  } while (advance(window));
  for_each_phrase(heaviest, [&](const Found& found) {
    for (const auto& weight :
         weights_.weights().subspan(found.weights.first, found.weights.count)) {
      if (weight.model == model && weight.weight > 0)
        phrases.push_back(
            {{tokens_[found.first].span.begin, tokens_[found.last].span.end}, weight.weight});
    }
  });
  return most;
}

void Weigher::find_phrases(std::string_view text) {
  constexpr std::size_t kMostKept = std::size_t{1} << 16;  // 1 MiB
  if (tokens_.capacity() > kMostKept) tokens_ = {};
  if (found_.capacity() > kMostKept) found_ = {};
  split_into_tokens(text, words_, tokens_);
  found_.clear();
  for (std::uint32_t last = 0; last < tokens_.size(); ++last) {
    for (std::uint32_t size = 1; size <= std::min<std::size_t>(kLongestPhrase, last + 1); ++size) {
      const std::uint32_t first = last + 1 - size;
      const std::uint64_t hash = hash_of_phrase(std::span(tokens_).subspan(first, size));
      if (const Range weights = weights_.find(hash); weights.count != 0)
        found_.push_back({first, last, weights});
    }
  }
}

/// Goes on by half a window; false if the text ends in this one.
bool Weigher::advance(Window& window) const noexcept {
  if (window.begin + kWindow >= tokens_.size()) return false;
  window.begin += kWindow / 2;
  while (window.found < found_.size() && found_[window.found].last < window.begin) ++window.found;
  return true;
}

/// Takes each phrase that lies in the window once.
template <typename Take>
void Weigher::for_each_phrase(const Window& window, const Take& take) {
  ++stamp_;
  for (std::size_t i = window.found; i < found_.size(); ++i) {
    const Found& found = found_[i];
    if (found.last >= window.begin + kWindow) break;
    if (found.first < window.begin) continue;
    if (std::exchange(stamps_[found.weights.first], stamp_) != stamp_) take(found);
  }
}

void Weigher::sum(const Window& window) {
  std::ranges::fill(sums_, 0.0F);
  for_each_phrase(window, [this](const Found& found) {
    for (const auto& [model, weight] :
         weights_.weights().subspan(found.weights.first, found.weights.count))
      sums_[model] += weight;
  });
}

}  // namespace tamis
