#include "evasion/recall.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "evasion/random.h"
#include "json.h"
#include "tamis/loader.h"

/// What the engine finds of the shipped packs' terms after evasion, against what it must reach.
namespace tamis::bench {
namespace {

using evasion::Family;
using evasion::Recall;

constexpr double kSingle = 0.97;
constexpr double kMean = 0.99;
constexpr double kOptIn = 0.85;
constexpr double kNested = 0.92;
constexpr double kExact = 0.995;

struct Options {
  std::string rules;
  std::string views;
  std::size_t terms = 0;  ///< at most so many, drawn at random; 0: all
  unsigned show = 0;
  bool check = false;
  std::string write_to;
  std::vector<std::string> families;
  evasion::RecallOptions recall;
};

std::vector<std::string> drawn(std::vector<std::string> terms, std::size_t most,
                               std::uint64_t seed) {
  if (most == 0 || terms.size() <= most) return terms;
  evasion::Random random(seed);
  for (std::size_t i = 0; i < most; ++i)
    std::swap(terms[i], terms[i + random.below(terms.size() - i)]);
  terms.resize(most);
  return terms;
}

std::vector<Family> families_of(const std::vector<std::string>& names) {
  std::vector<Family> families;
  for (const Family family : evasion::kAllFamilies) {
    if (names.empty() || std::count(names.begin(), names.end(), name(family)) > 0) {
      families.push_back(family);
    }
  }
  return families;
}

/// Rounded down: what falls short of a target must not look like it.
double percent(double share) {
  return std::floor(share * 1000) / 10;
}

/// Prints rows, and remembers whether all targets were reached.
class Table {
 public:
  void row(std::string_view name, const Recall& recall, double target) {
    row(name, recall.mutants, recall.share(), target);
    exact_ += Recall{recall.found, recall.exact, recall.exact};
    fmt::print("{:>9.1f} %\n", percent(recall.exact_share()));
  }
  void row(std::string_view name, std::size_t mutants, double share, double target) {
    const bool reached = share >= target;
    reached_ &= reached;
    fmt::print("{:<17} {:>8} {:>8.1f} % {:>8.1f} {}", name, mutants, percent(share), target * 100,
               reached ? "  " : "- ");
  }
  void exact_row() { row("exact places", exact_.mutants, exact_.share(), kExact); }
  bool reached() const noexcept { return reached_; }

 private:
  Recall exact_;
  bool reached_ = true;
};

bool print(const evasion::RecallReport& report, const std::vector<Family>& families) {
  Table table;
  fmt::print("{} terms\n\n{:<17} {:>8} {:>10} {:>8} {:>13}\n", report.terms, "family", "mutants",
             "recall", "target", "exact place");
  double sum = 0;
  std::size_t count = 0;
  for (const Family family : families) {
    const Recall& recall = report.single[std::size_t(family)];
    table.row(name(family), recall, is_opt_in(family) ? kOptIn : kSingle);
    if (is_opt_in(family)) continue;
    sum += recall.share();
    ++count;
  }
  table.row("mean", count, count == 0 ? 1 : sum / double(count), kMean);
  fmt::print("\n");
  table.row("two nested", report.nested_all(), kNested);
  table.exact_row();
  fmt::print("\n");
  return table.reached();
}

struct Pair {
  Family inner, outer;
  Recall recall;
};

/// The pairs that lose most.
void print_worst_pairs(const evasion::RecallReport& report) {
  constexpr std::size_t kMost = 15;
  std::vector<Pair> pairs;
  for (const Family outer : evasion::kAllFamilies) {
    for (const Family inner : evasion::kAllFamilies) {
      const Recall& recall = report.nested[std::size_t(outer)][std::size_t(inner)];
      if (recall.found < recall.mutants) pairs.push_back({inner, outer, recall});
    }
  }
  const auto lost = [](const Pair& pair) { return pair.recall.mutants - pair.recall.found; };
  std::ranges::stable_sort(pairs, std::ranges::greater(), lost);
  if (pairs.size() > kMost) pairs.resize(kMost);
  fmt::print("\nthe nestings that lose most\n");
  for (const Pair& pair : pairs) {
    fmt::print("  {:<34} {:>5} of {:>5} found\n",
               fmt::format("{} in {}", name(pair.inner), name(pair.outer)), pair.recall.found,
               pair.recall.mutants);
  }
}

/// Prints the first misses of each family, as JSON, so that what is invisible is seen to be there.
class MissPrinter {
 public:
  explicit MissPrinter(unsigned most) : most_(most) {}

  void operator()(const evasion::Miss& miss) {
    std::string names;
    for (const Family family : miss.families) {
      names += fmt::format("{}{}", names.empty() ? "" : " in ", name(family));
    }
    if (printed_[names]++ >= most_) return;
    const TextSpan place = miss.mutated.term;
    fmt::print(stderr,
               "{{\"families\":\"{}\",\"found\":{},\"seed\":{},\"term\":\"{}\",\"span\":[{},{}],"
               "\"text\":\"{}\"}}\n",
               names, miss.found, miss.seed, json(miss.term), place.begin, place.end,
               json(miss.mutated.text));
  }

 private:
  unsigned most_;
  std::map<std::string, unsigned> printed_;
};

/// The terms, a line each; and messages, whose ids are `family:term:seed`: each term's sentence by
/// each family, as it is ("plain"), and with a harmless word instead ("control").
class MessageWriter {
 public:
  explicit MessageWriter(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    words_.open(folder / "words.txt");
    messages_.open(folder / "messages.ndjson");
  }

  void write(const std::vector<std::string>& terms, const evasion::RecallOptions& options) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
      words_ << terms[i] << '\n';
      for (unsigned n = 0; n < options.seeds; ++n) {
        write_term(terms[i], i, options.first_seed + n, options.families);
      }
    }
    words_.flush();
    messages_.flush();
    if (!words_ || !messages_) throw std::runtime_error("cannot write the messages");
  }

 private:
  void write_term(const std::string& term, std::size_t index, std::uint64_t seed,
                  const std::vector<Family>& families) {
    const evasion::Sentence plain = evasion::sentence_with(term, seed);
    write_line("plain", index, seed, plain.text);
    std::string control = plain.text;
    control.replace(plain.term.begin, plain.term.size(), evasion::harmless_word_like(term));
    write_line("control", index, seed, control);
    for (const Family family : families) {
      const auto mutated = evasion::mutate(plain.text, plain.term, {&family, 1}, seed);
      if (mutated) write_line(name(family), index, seed, mutated->text);
    }
  }

  void write_line(std::string_view family, std::size_t term, std::uint64_t seed,
                  std::string_view text) {
    messages_ << fmt::format("{{\"id\":\"{}:{}:{}\",\"text\":\"{}\"}}\n", family, term, seed,
                             json(text));
  }

  std::ofstream words_;
  std::ofstream messages_;
};

int run(Options& options) {
  options.recall.families = families_of(options.families);
  const auto shipped = load_rules({.rules = options.rules});
  if (!shipped) throw std::runtime_error(render(shipped.error()));
  std::vector<std::string> all = evasion::terms_of(*shipped->rules);
  const bool writes = !options.write_to.empty();
  if (writes) std::erase_if(all, evasion::stands_in_sentences);
  const auto terms = drawn(std::move(all), options.terms, options.recall.first_seed);
  if (writes) {
    MessageWriter(options.write_to).write(terms, options.recall);
    return 0;
  }
  MissPrinter printer(options.show);
  const auto report = evasion::measure_recall(evasion::rules_of_terms(terms, options.views), terms,
                                              options.recall, std::ref(printer));
  const bool reached = print(report, options.recall.families);
  print_worst_pairs(report);
  return options.check && !reached ? 1 : 0;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options;
  options.rules = SHIPPED_RULES;
  CLI::App app("Recall of the shipped packs' terms after evasion, family by family");
  app.add_option("--rules", options.rules, "Packs whose terms to take")->capture_default_str();
  app.add_option("--first-seed", options.recall.first_seed, "Where the seeds begin")
      ->capture_default_str();
  app.add_option("--seeds", options.recall.seeds, "Mutants of each term by each family")
      ->capture_default_str();
  app.add_option("--nested", options.recall.nested, "Mutants of each term by two families")
      ->capture_default_str();
  app.add_option("--terms", options.terms, "At most so many terms, drawn at random (default: all)");
  app.add_option("--family", options.families, "Only this one; may be repeated");
  app.add_option("--views", options.views, "What the terms' rules say for 'views'");
  app.add_option("--show", options.show, "Print so many misses of each family, to standard error");
  app.add_flag("--check", options.check, "Fail if a target is not reached");
  app.add_option("--write", options.write_to,
                 "Measure nothing; write words and messages into this folder")
      ->type_name("DIR");
  CLI11_PARSE(app, argc, argv);
  try {
    return tamis::bench::run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-evasion-recall: {}\n", error.what());
    return 1;
  }
}
