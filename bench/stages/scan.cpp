#include <algorithm>
#include <stdexcept>

#include "stages/stage.h"
#include "support/rules.h"
#include "tamis/match/exact_regex.h"
#include "tamis/match/scanner.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

/// Patterns, compiled, with what to check their hits against.
struct Compiled {
  explicit Compiled(std::vector<Pattern> all) : patterns(std::move(all)), reference(patterns) {
    auto compiled = PatternDatabase::compile(patterns);
    if (!compiled) throw std::runtime_error(compiled.error().front().message);
    database = *std::move(compiled);
    scanner.emplace(database, patterns, word_rules());
  }

  std::vector<Pattern> patterns;
  Reference reference;
  PatternDatabase database;
  std::optional<Scanner> scanner;
};

std::vector<Pattern> literals(std::size_t count) {
  std::vector<Pattern> patterns;
  for (std::string& word : invented_words(count, 1)) {
    const bool has_edges = word.front() > 0;  // Han has none
    patterns.push_back({.kind = Pattern::Kind::literal,
                        .expression = std::move(word),
                        .word_begin = has_edges,
                        .word_end = has_edges});
  }
  return patterns;
}

std::vector<Pattern> regexes(std::size_t count) {
  std::vector<Pattern> patterns;
  for (std::string& regex : invented_regexes(count))
    patterns.push_back({.kind = Pattern::Kind::regex, .expression = std::move(regex)});
  return patterns;
}

/// A regex's hit says that it may match, so it is asked whether it does.
std::string check(const Workload& workload, const Compiled& compiled,
                  const Reference::Answer& expected) {
  std::size_t literal_hits = 0;
  std::size_t regex_hits = 0;
  std::vector<TextSpan> matches;
  for (const auto& batch : workload.batches) {
    for (const Hit& hit : batch->folded.hits) {
      literal_hits += hit.is_known();
      if (hit.is_known()) continue;
      matches.clear();
      find_all(compiled.database, hit.pattern,
               batch->folded.text(batch->folded.segments[hit.segment]), matches);
      regex_hits += !matches.empty();
    }
  }
  const std::string wrong = unequal("hits of literals", literal_hits, expected.literals);
  return wrong.empty() ? unequal("hits of regexes", regex_hits, expected.regexes) : wrong;
}

void add(const std::string& name, Workloads& workloads,
         const std::function<std::vector<Pattern>()>& patterns) {
  const auto compiled = std::make_shared<std::unique_ptr<Compiled>>();
  add_stage(name, workloads, [compiled, patterns](Workload& workload) {
    if (*compiled == nullptr) *compiled = std::make_unique<Compiled>(patterns());
    return Stage{
        .run =
            [compiled](Batch& batch) {
              batch.folded.hits.clear();
              (*compiled)->scanner->match(batch);
            },
        .check =
            [compiled, &workload, expected = workload.ask((*compiled)->reference)] {
              return check(workload, **compiled, expected);
            },
        .bytes = workload.folded_bytes,
    };
  });
}

}  // namespace

void add_scan(Workloads& workloads) {
  // Hyperscan's tables change below 5,000 and 10,000 literals.
  for (const std::size_t count : {100, 1'000, 4'999, 5'000, 9'999, 10'000, 100'000}) {
    add(fmt::format("scan/literals/{}", count), workloads, [count] { return literals(count); });
  }
  for (const std::size_t count : {100, 300, 1'000})
    add(fmt::format("scan/regexes/{}", count), workloads, [count] { return regexes(count); });
}

}  // namespace tamis::bench
