#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/corpus.h"
#include "support/figures.h"
#include "support/rules.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

struct Options {
  std::string messages = "../shared/data/throughput/mixed.ndjson";
  std::size_t made_up = 200'000;                           ///< messages, where that file is absent
  std::vector<std::size_t> terms{10'000, 1'000, 100'000};  ///< the first is the main rule set's
  std::size_t regexes = 300;
  std::size_t every = 100;
  unsigned runs = 5;
  unsigned repeat = 10;
  std::filesystem::path tamis;
  std::string json;
};

/// What all contenders are measured on.
struct Course {
  explicit Course(const Options& options);

  /// Some rules, and how many of the corpus's messages they must hit.
  struct Set {
    std::size_t terms = 0;
    std::shared_ptr<const RuleSet> rules;
    std::shared_ptr<const RuleSet> folded;  ///< the same, looked for in the folded view alone
    std::size_t expected = 0;               ///< in the folded view
    std::size_t expected_in_both = 0;
    double messages = 0;
  };

  Options options;
  std::string source;              ///< the messages' file's name, or that they are made up
  std::vector<std::string> terms;  ///< of the largest rule set; the others have the first of them
  std::vector<std::string> regexes;
  Chat chat;
  Corpus corpus;
  std::vector<Set> sets;
};

/// Takes one measurement. Throws std::runtime_error on a wrong answer.
using Contender = std::function<void(Figures&)>;

// Each of these gives the contenders of one kind; what they need lives as long as they do. The
// course outlives them.

/// In memory: the floor, tamis with 1 and 2 workers, and on the folded view alone, its stages, and
/// the plain pipeline; each of the course's rule sets.
std::vector<Contender> memory_contenders(const Course& course);
/// In memory, one worker, the main rule set: clean messages, hits in plenty, floods.
std::vector<Contender> traffic_contenders(const Course& course);
/// Messages of 100 characters, one at a time through `Screener`.
std::vector<Contender> single_contenders(const Course& course);
/// The `tamis` program, from file to file and from pipe to pipe, 1 and 2 workers; and its start.
std::vector<Contender> program_contenders(const Course& course);

/// How many messages must hit when both views are looked at: in a few, a term is in disguise by
/// chance. `folded` is what another program finds without disguises; throws where fewer than those
/// hit, or more than one message in a thousand besides.
std::size_t expected_in_both(const std::shared_ptr<const RuleSet>& rules, const Corpus& corpus,
                             std::size_t folded);

/// Throws if `hits` is not `expected`.
void require_hits(const std::string& who, std::size_t hits, std::size_t expected);

/// Screens in memory, so many times over as one stream; returns how many messages hit.
std::size_t run_pipeline(const std::shared_ptr<const RuleSet>& rules, std::string_view ndjson,
                         unsigned workers, unsigned times);

}  // namespace tamis::bench
