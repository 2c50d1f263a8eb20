#include "support/traffic.h"

#include <fmt/format.h>

#include "end_to_end/contest.h"
#include "support/clock.h"
#include "support/contender.h"

namespace tamis::bench {

std::vector<Contender> traffic_contenders(const Course& course) {
  const std::vector<std::string>& terms = course.terms;
  const std::size_t count = course.sets.front().terms;
  const Ingredients ingredients{course.chat,
                                phrases_of({terms.begin(), terms.begin() + std::ptrdiff_t(count)}),
                                {terms.begin(), terms.begin() + std::ptrdiff_t(count)}};
  std::vector<Contender> contenders;
  for (const Traffic traffic :
       {Traffic::mixed, Traffic::hit_heavy, Traffic::character_flood, Traffic::half_term_flood}) {
    auto corpus = std::make_shared<Corpus>(
        make_traffic(traffic, ingredients, course.chat.size(), course.corpus.ndjson.size()));
    const auto rules = course.sets.front().rules;
    const std::size_t expected =
        expected_in_both(rules, *corpus, PlainPipeline(*rules).run(corpus->ndjson));
    const std::string who =
        fmt::format("traffic/{}", traffic == Traffic::mixed ? "clean" : name(traffic));
    const unsigned times = course.options.repeat;
    contenders.emplace_back([corpus, rules, expected, who, times](Figures& figures) {
      std::size_t hits = 0;
      const double cpu = cpu_seconds_of(
          CLOCK_PROCESS_CPUTIME_ID, [&] { hits = run_pipeline(rules, corpus->ndjson, 1, times); });
      require_hits(who, hits, expected * times);
      figures.add(who + "/ns", cpu / double(times * corpus->messages) * 1e9);
      figures.add(who + "/ns-per-byte", cpu / double(times * corpus->ndjson.size()) * 1e9);
    });
  }
  return contenders;
}

}  // namespace tamis::bench
