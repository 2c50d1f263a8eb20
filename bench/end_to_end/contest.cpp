#include "end_to_end/contest.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "support/contender.h"
#include "tamis/pipeline.h"

namespace tamis::bench {

Course::Course(const Options& given)
    : options(given),
      source(std::filesystem::exists(given.messages)
                 ? std::filesystem::path(given.messages).filename().string()
                 : "made-up chat"),
      terms(invented_words(std::ranges::max(given.terms), 1)),
      regexes(invented_regexes(given.regexes)),
      chat(std::filesystem::exists(given.messages) ? read_chat(given.messages)
                                                   : invent_chat(given.made_up)) {
  const std::size_t fewest = std::ranges::min(options.terms);
  corpus = make_corpus(chat, options.every, phrases_of({terms.begin(), terms.begin() + fewest}));
  for (const std::size_t count : options.terms) {
    Set& set = sets.emplace_back();
    set.terms = count;
    const std::vector<std::string> some(terms.begin(), terms.begin() + std::ptrdiff_t(count));
    set.rules = load(some, regexes);
    set.folded = load(some, regexes, Views::kFolded);
    // A few messages hold a term by chance; the plain pipeline, which shares no code that matters,
    // says how many.
    set.expected = PlainPipeline(*set.rules).run(corpus.ndjson);
    set.expected_in_both = tamis::bench::expected_in_both(set.rules, corpus, set.expected);
    set.messages = double(corpus.messages);
    if (set.expected < corpus.planted)
      throw std::runtime_error(
          fmt::format("only {} of {} planted phrases are found", set.expected, corpus.planted));
  }
}

std::size_t expected_in_both(const std::shared_ptr<const RuleSet>& rules, const Corpus& corpus,
                             std::size_t folded) {
  const std::size_t hits = run_pipeline(rules, corpus.ndjson, 1, 1);
  if (hits < folded || hits > folded + corpus.messages / 1'000)
    throw std::runtime_error(fmt::format("both views: {} messages hit; folded: {}", hits, folded));
  return hits;
}

void require_hits(const std::string& who, std::size_t hits, std::size_t expected) {
  if (hits != expected)
    throw std::runtime_error(fmt::format("{}: {} messages hit, not {}", who, hits, expected));
}

std::size_t run_pipeline(const std::shared_ptr<const RuleSet>& rules, std::string_view ndjson,
                         unsigned workers, unsigned times) {
  Pipeline pipeline(rules, {.workers = workers});
  std::thread intake([&] {
    for (unsigned i = 0; i < times; ++i) {
      MemorySource source(ndjson);
      (void)pipeline.feed(source);
    }
    pipeline.finish();
  });
  std::size_t hits = 0;
  while (const VerdictBatch* batch = pipeline.take()) {
    for (std::size_t i = 0; i < batch->size(); ++i) hits += !(*batch)[i].findings().empty();
  }
  intake.join();
  return hits;
}

}  // namespace tamis::bench
