#include <algorithm>
#include <chrono>
#include <string_view>

#include "end_to_end/contest.h"
#include "support/allocations.h"
#include "support/reference.h"
#include "tamis/base/utf8.h"
#include "tamis/decode/decoder.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/screener.h"

namespace tamis::bench {
namespace {

constexpr std::size_t kTexts = 20'000;
constexpr std::size_t kCharacters = 100;

/// Texts of 100 characters, cut from those of the chat joined by spaces, as messages of a batch.
std::shared_ptr<Batch> texts_of(const Chat& chat) {
  Batch lines;
  for (const std::string& line : chat) {
    lines.input.append(line);
    lines.input.push_back('\n');
    if (lines.input.size() > kTexts * kCharacters * 4) break;
  }
  Decoder(*FieldMap::make({})).decode(lines);
  auto batch = std::make_shared<Batch>();
  for (const Message& message : lines.messages) {
    batch->strings.append(message.text);
    batch->strings.push_back(' ');
  }
  const std::string_view all = batch->strings.view();
  for (std::size_t begin = 0; batch->messages.size() < kTexts;) {
    std::size_t end = begin;
    for (std::size_t n = 0; n < kCharacters && end < all.size(); ++n)
      end += utf8::decode(all.data() + end).size;
    if (end == all.size()) break;
    batch->messages.push_back({.text = all.substr(begin, end - begin)});
    begin = end;
  }
  normalize(*batch);
  return batch;
}

double quantile(std::vector<double>& values, double q) {
  const auto at = values.begin() + std::ptrdiff_t(q * double(values.size() - 1));
  std::ranges::nth_element(values, at);
  return *at;
}

/// Screens each text, and tells how long each took.
void measure(Screener& screener, const Batch& texts, std::size_t expected, Figures& figures) {
  std::vector<double> nanoseconds;
  nanoseconds.reserve(texts.messages.size());
  std::size_t hits = 0;
  std::size_t allocations_of_clean = 0;
  for (const Message& message : texts.messages) {
    const std::size_t allocated = allocations();
    const auto begin = std::chrono::steady_clock::now();
    const Screening screening = screener.screen(message);
    const auto end = std::chrono::steady_clock::now();
    nanoseconds.push_back(std::chrono::duration<double, std::nano>(end - begin).count());
    const bool is_hit = !screening.findings().empty();
    hits += is_hit;
    if (!is_hit) allocations_of_clean += allocations() - allocated;
  }
  require_hits("Screener", hits, expected);
  figures.add("single/p50-ns", quantile(nanoseconds, 0.5));
  figures.add("single/p99-ns", quantile(nanoseconds, 0.99));
  figures.add("single/allocations",
              double(allocations_of_clean) / double(texts.messages.size() - hits));
}

}  // namespace

std::vector<Contender> single_contenders(const Course& course) {
  const auto rules = course.sets.front().rules;
  auto texts = texts_of(course.chat);
  Reference::Answer answer;
  Reference(rules->patterns()).add(texts->folded, answer);
  auto screener = std::make_shared<Screener>(rules);
  for (const Message& message : texts->messages) screener->screen(message);  // warm
  return {[texts, screener, expected = answer.texts](Figures& figures) {
    measure(*screener, *texts, expected, figures);
  }};
}

}  // namespace tamis::bench
