#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "evasion/random.h"
#include "json.h"
#include "tamis/decode/decoder.h"
#include "tamis/line_cutter.h"
#include "tamis/loader.h"
#include "tamis/pipeline.h"
#include "view_comparison.h"

/// What both views hit in clean texts that the folded view alone lets pass: next to nothing.
namespace tamis::bench {
namespace {

struct Options {
  std::string rules;
  std::string messages;
  std::string english;
  std::string chinese;
  unsigned pairs = 4;  ///< in so many pairs each word is the first, and in so many the second
  std::uint64_t seed = 1;
  std::size_t show = 0;
  bool check = false;
};

/// Hits that have their rule and their ways to hide in common.
struct Cause {
  std::size_t hits = 0;
  std::vector<std::string> examples;
};

std::string names_of(EvasionSet evasions) {
  std::string names;
  for (std::size_t i = 0; i < kEvasionCount; ++i) {
    if (!evasions.contains(Evasion(i))) continue;
    names += fmt::format("{}{}", names.empty() ? "" : " + ", name(Evasion(i)));
  }
  return names;
}

/// Texts of one kind, and what was hit in them.
class Corpus {
 public:
  Corpus(std::string name, std::size_t one_in, const RuleSet& rules, std::size_t show)
      : name_(std::move(name)), one_in_(one_in), rules_(rules), show_(show) {}

  void screen(Batch& batch, ViewComparison& comparison) {
    const Message* last = nullptr;
    comparison.screen(batch, [&](const HitBeyondFolded& hit) {
      hit_ += std::size_t(std::exchange(last, &hit.message) != &hit.message);
      note(hit);
    });
    texts_ += batch.messages.size();
    for (const Message& message : batch.messages) unscreened_ += message.fault != Fault::none;
  }

  /// One in so many texts may be hit, or none; and each must have been screened.
  bool is_clean() const noexcept {
    return unscreened_ == 0 && (one_in_ == 0 ? hit_ == 0 : hit_ * one_in_ <= texts_);
  }

  void print() const {
    fmt::print("{:<24}{:>10} texts {:>6} hit {:>16}   may be {:<12}{}\n", name_, texts_, hit_,
               hit_ == 0 ? "none" : fmt::format("1 in {}", texts_ / hit_),
               one_in_ == 0 ? "none" : fmt::format("1 in {}", one_in_), is_clean() ? "" : " -");
    if (unscreened_ != 0) fmt::print("  {} could not be screened\n", unscreened_);
    std::vector<std::pair<std::string, const Cause*>> causes;
    for (const auto& [name, cause] : causes_) causes.emplace_back(name, &cause);
    std::ranges::stable_sort(causes, std::ranges::greater(),
                             [](const auto& cause) { return cause.second->hits; });
    for (const auto& [name, cause] : causes) {
      fmt::print("  {:>6}  {}\n", cause->hits, name);
      for (const std::string& example : cause->examples) fmt::print("          {}\n", example);
    }
  }

 private:
  void note(const HitBeyondFolded& hit) {
    Cause& cause = causes_[fmt::format("{:<28} {}", names_of(hit.finding.undone),
                                       rules_.rules()[hit.finding.rule].id)];
    ++cause.hits;
    if (cause.examples.size() == show_) return;
    const std::string_view text = hit.message.text;
    std::string found;
    for (const Part& part : hit.parts) {
      if (part.view == View::folded) continue;
      found += fmt::format("{}\"{}\" for {}", found.empty() ? "" : ", ",
                           json(text.substr(part.span.begin, part.span.size())),
                           rules_.patterns()[rules_.uses()[part.use].pattern].expression);
    }
    cause.examples.push_back(fmt::format("{} in \"{}\"", found, json(text)));
  }

  std::string name_;
  std::size_t one_in_;
  const RuleSet& rules_;
  std::size_t show_;
  std::size_t texts_ = 0;
  std::size_t hit_ = 0;
  std::size_t unscreened_ = 0;
  std::map<std::string, Cause> causes_;  ///< by ways to hide, and rule
};

void screen_messages(const std::filesystem::path& file, Corpus& corpus,
                     ViewComparison& comparison) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  FileSource source(descriptor);
  LineCutter cutter(Pipeline::Options().slice, Decoder::kMaxLine);
  Decoder decoder(*FieldMap::make({}));
  Batch batch;
  cutter.begin();
  while (cutter.fill(batch, source).value_or(false)) {
    decoder.decode(batch);
    corpus.screen(batch, comparison);
    batch.clear();
  }
  close(descriptor);
}

/// `text(i)` for each `i` below `count`.
template <typename Text>
void screen_texts(std::size_t count, Text text, Corpus& corpus, ViewComparison& comparison) {
  constexpr std::size_t kBatch = 4096;
  Batch batch;
  for (std::size_t first = 0; first < count; first += kBatch) {
    batch.clear();
    std::vector<std::string> texts;
    for (std::size_t i = first; i < std::min(count, first + kBatch); ++i) texts.push_back(text(i));
    std::size_t bytes = 0;
    for (const std::string& one : texts) bytes += one.size();
    batch.strings.reserve(bytes);
    for (const std::string& one : texts) {
      const std::size_t begin = batch.strings.size();
      batch.strings.append(one);
      batch.messages.push_back({.text = batch.strings.view().substr(begin)});
    }
    corpus.screen(batch, comparison);
  }
}

std::vector<std::string> words_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  std::vector<std::string> words;
  for (std::string line; std::getline(stream, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) words.push_back(std::move(line));
  }
  return words;
}

std::vector<std::size_t> shuffled(std::size_t count, evasion::Random& random) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = 0; i < count; ++i) std::swap(order[i], order[i + random.below(count - i)]);
  return order;
}

class Check {
 public:
  explicit Check(const Options& options) : options_(options) {
    const auto loaded = load_rules({.rules = options.rules});
    if (!loaded) throw std::runtime_error(render(loaded.error()));
    rules_ = loaded->rules;
  }

  /// Says whether all was clean enough.
  bool run() {
    constexpr std::size_t kOneMessageIn = 20'000;
    ViewComparison comparison(rules_);
    Corpus messages("messages", kOneMessageIn, *rules_, options_.show);
    screen_messages(options_.messages, messages, comparison);
    bool clean = told(messages);
    clean = run_words("English", words_of(options_.english), " ", comparison) && clean;
    return run_words("Chinese", words_of(options_.chinese), "", comparison) && clean;
  }

 private:
  bool run_words(std::string_view language, const std::vector<std::string>& words,
                 std::string_view between, ViewComparison& comparison) {
    Corpus alone(fmt::format("{} words", language), 0, *rules_, options_.show);
    screen_texts(
        words.size(), [&](std::size_t i) { return words[i]; }, alone, comparison);
    bool clean = told(alone);
    Corpus pairs(fmt::format("{} words in pairs", language), 0, *rules_, options_.show);
    evasion::Random random(options_.seed);
    for (unsigned round = 0; round < options_.pairs; ++round) {
      const auto second = shuffled(words.size(), random);
      const auto pair = [&](std::size_t i) {
        return fmt::format("{}{}{}", words[i], between, words[second[i]]);
      };
      screen_texts(words.size(), pair, pairs, comparison);
    }
    return told(pairs) && clean;
  }

  static bool told(const Corpus& corpus) {
    corpus.print();
    return corpus.is_clean();
  }

  const Options& options_;
  std::shared_ptr<const RuleSet> rules_;
};

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options{.rules = SHIPPED_RULES,
                                .messages = "../shared/data/benign/open.ndjson",
                                .english = "../shared/data/wordlists/english-words.txt",
                                .chinese = "../shared/data/wordlists/chinese-words.txt"};
  CLI::App app("Clean texts that both views hit and the folded view alone does not");
  app.add_option("--rules", options.rules, "Packs to screen by")->capture_default_str();
  app.add_option("--messages", options.messages, "Clean messages (NDJSON)")->capture_default_str();
  app.add_option("--english", options.english, "Words, a line each; pairs have a space between")
      ->capture_default_str();
  app.add_option("--chinese", options.chinese, "Words, a line each; pairs have nothing between")
      ->capture_default_str();
  app.add_option("--pairs", options.pairs, "Each word begins so many pairs, and ends as many")
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Which pairs")->capture_default_str();
  app.add_option("--show", options.show, "Print so many examples of each cause");
  app.add_flag("--check", options.check, "Fail if more is hit than may be");
  CLI11_PARSE(app, argc, argv);
  try {
    const bool clean = tamis::bench::Check(options).run();
    return options.check && !clean ? 1 : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-evasion-false-hits: {}\n", error.what());
    return 1;
  }
}
