#include <fmt/format.h>

#include "end_to_end/contest.h"
#include "support/clock.h"
#include "support/contender.h"
#include "support/stage_clock.h"

namespace tamis::bench {
namespace {

Contender floor_contender(const Course& course, const Course::Set& set, const std::string& path) {
  auto floor = std::make_shared<Floor>(*set.rules, course.corpus.ndjson);
  const std::size_t bytes = floor->decode();
  const std::size_t matches = floor->scan();
  return [&set, floor, path, bytes, matches](Figures& figures) {
    std::size_t bytes_now = 0;
    std::size_t matches_now = 0;
    const double decode =
        cpu_seconds_of(CLOCK_PROCESS_CPUTIME_ID, [&] { bytes_now = floor->decode(); });
    const double scan =
        cpu_seconds_of(CLOCK_PROCESS_CPUTIME_ID, [&] { matches_now = floor->scan(); });
    require_hits(path + "floor/decode, bytes", bytes_now, bytes);
    require_hits(path + "floor/scan", matches_now, matches);
    figures.add(path + "floor-decode/ns", decode / set.messages * 1e9);
    figures.add(path + "floor-scan/ns", scan / set.messages * 1e9);
    figures.add(path + "floor/ns", (decode + scan) / set.messages * 1e9);
  };
}

Contender tamis_contender(const Course& course, const Course::Set& set, const std::string& who,
                          bool folded, unsigned workers) {
  const auto& rules = folded ? set.folded : set.rules;
  const std::size_t expected = folded ? set.expected : set.expected_in_both;
  return [&course, &set, rules, expected, workers, who](Figures& figures) {
    const unsigned times = course.options.repeat;
    const double messages = set.messages * times;
    std::size_t hits = 0;
    const double begin = wall_seconds();
    const double cpu = cpu_seconds_of(CLOCK_PROCESS_CPUTIME_ID, [&] {
      hits = run_pipeline(rules, course.corpus.ndjson, workers, times);
    });
    require_hits(who, hits, expected * times);
    figures.add(who + "/ns", cpu / messages * 1e9);
    figures.add(who + "/wall-ns", (wall_seconds() - begin) / messages * 1e9);
  };
}

Contender plain_contender(const Course& course, const Course::Set& set, const std::string& path) {
  auto plain = std::make_shared<PlainPipeline>(*set.rules);
  return [&course, &set, plain, path](Figures& figures) {
    std::size_t hits = 0;
    const double cpu =
        cpu_seconds_of(CLOCK_PROCESS_CPUTIME_ID, [&] { hits = plain->run(course.corpus.ndjson); });
    require_hits(path + "plain", hits, set.expected);
    figures.add(path + "plain/ns", cpu / set.messages * 1e9);
  };
}

Contender stages_contender(const Course& course, const Course::Set& set, const std::string& path) {
  auto clock = std::make_shared<StageClock>(set.rules);
  return [&course, &set, clock, path](Figures& figures) {
    const StageClock::Result result = clock->run(course.corpus.ndjson);
    require_hits(path + "stages", result.hits, set.expected_in_both);
    for (std::size_t i = 0; i < StageClock::kStages.size(); ++i) {
      figures.add(fmt::format("{}stage-{}/ns", path, StageClock::kStages[i]),
                  result.seconds[i] / set.messages * 1e9);
    }
  };
}

}  // namespace

std::vector<Contender> memory_contenders(const Course& course) {
  std::vector<Contender> contenders;
  for (const Course::Set& set : course.sets) {
    const std::string path = fmt::format("memory/{}/", set.terms);
    contenders.push_back(floor_contender(course, set, path));
    contenders.push_back(tamis_contender(course, set, path + "tamis-1", false, 1));
    contenders.push_back(tamis_contender(course, set, path + "tamis-2", false, 2));
    contenders.push_back(tamis_contender(course, set, path + "folded-1", true, 1));
    contenders.push_back(plain_contender(course, set, path));
    contenders.push_back(stages_contender(course, set, path));
  }
  return contenders;
}

}  // namespace tamis::bench
