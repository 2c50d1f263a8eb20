#include "tamis/match/phrase_weights.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace tamis {

PhraseWeights::PhraseWeights(std::vector<WeightedPhrases> models) : models_(std::move(models)) {
  std::vector<std::pair<std::uint64_t, Entry>> all;
  for (std::uint32_t model = 0; model < models_.size(); ++model) {
    for (const auto& [hash, weight] : models_[model].phrases)
      all.push_back({hash, {model, weight}});
  }
  std::ranges::stable_sort(all, {}, &std::pair<std::uint64_t, Entry>::first);
  slots_.resize(std::bit_ceil(2 * all.size() + 1));
  entries_.reserve(all.size());
  Slot* slot = nullptr;
  for (const auto& [hash, entry] : all) {
    if (slot == nullptr || slot->hash != hash) {
      std::size_t at = hash & (slots_.size() - 1);
      while (slots_[at].entries.count != 0) at = (at + 1) & (slots_.size() - 1);
      slot = &slots_[at];
      *slot = {hash, {static_cast<std::uint32_t>(entries_.size()), 0}};
    }
    entries_.push_back(entry);
    ++slot->entries.count;
  }
}

Range PhraseWeights::find(std::uint64_t phrase) const noexcept {
  for (std::size_t at = phrase;; ++at) {
    const Slot& slot = slots_[at & (slots_.size() - 1)];
    if (slot.entries.count == 0 || slot.hash == phrase) return slot.entries;
  }
}

Weigher::Weigher(const PhraseWeights& weights, WordRules words)
    : weights_(weights),
      words_(words),
      sums_(weights.models().size()),
      most_(weights.models().size()),
      stamps_(weights.entries().size()) {}

void Weigher::match(Batch& batch) {
  const auto models = weights_.models();
  if (std::ranges::all_of(models, &WeightedPhrases::on_demand)) return;
  JoinedView& view = batch.folded;
  const std::size_t own = batch.messages.size() - batch.joined.texts.size();
  for (std::uint32_t segment = 0; segment < view.segments.size(); ++segment) {
    if (view.segments[segment].message >= own) break;
    std::ranges::fill(most_, 0);
    for_each_window(view.text(view.segments[segment]), [&] {
      std::ranges::fill(sums_, 0);
      for_each_once([&](const Found& found) {
        for (const auto& [model, weight] :
             weights_.entries().subspan(found.entries.first, found.entries.count))
          sums_[model] += weight;
      });
      for (std::size_t i = 0; i < models.size(); ++i) most_[i] = std::max(most_[i], sums_[i]);
    });
    for (std::size_t i = 0; i < models.size(); ++i) {
      if (most_[i] >= models[i].threshold && !models[i].on_demand)
        view.hits.push_back({segment, models[i].pattern, {}});
    }
  }
}

Weight Weigher::weigh(std::uint32_t model, std::string_view text, std::vector<Phrase>& phrases,
                      const std::function<bool(TextSpan)>& is_excused) {
  Weight most = std::numeric_limits<Weight>::min();
  for_each_window(text, [&] {
    if (is_excused)
      std::erase_if(found_, [&](const Found& found) { return is_excused(found.span); });
    Weight sum = 0;
    candidates_.clear();
    for_each_once([&](const Found& found) {
      for (const auto& entry :
           weights_.entries().subspan(found.entries.first, found.entries.count)) {
        if (entry.model != model) continue;
        sum += entry.weight;
        candidates_.push_back({found.span, entry.weight});
      }
    });
    if (sum <= most) return;
    most = sum;
    phrases.swap(candidates_);
  });
  return most;
}

/// Has each window's tokens and phrases at hand when `take` is called.
template <typename Take>
void Weigher::for_each_window(std::string_view text, const Take& take) {
  TokenReader reader(text, words_);
  tokens_.clear();
  while (true) {
    while (tokens_.size() <= kWindow) {
      const auto token = reader.next();
      if (!token) break;
      tokens_.push_back(*token);
    }
    const bool is_last = tokens_.size() <= kWindow;
    find_phrases();
    take();
    if (is_last) return;
    tokens_.erase(tokens_.begin(), tokens_.begin() + kWindow / 2);
  }
}

void Weigher::find_phrases() {
  found_.clear();
  const auto window = std::span(tokens_).first(std::min(tokens_.size(), kWindow));
  for (std::size_t first = 0; first < window.size(); ++first) {
    for (std::size_t size = 1; size <= std::min(kLongestPhrase, window.size() - first); ++size) {
      const auto tokens = window.subspan(first, size);
      const Range entries = weights_.find(hash_of_phrase(tokens));
      if (entries.count != 0)
        found_.push_back({{tokens.front().span.begin, tokens.back().span.end}, entries});
    }
  }
}

/// Takes each phrase of the window once.
template <typename Take>
void Weigher::for_each_once(const Take& take) {
  ++stamp_;
  for (const Found& found : found_) {
    if (std::exchange(stamps_[found.entries.first], stamp_) != stamp_) take(found);
  }
}

}  // namespace tamis
