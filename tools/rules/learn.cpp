#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "eval/labelled_messages.h"
#include "rules/linear_svm.h"
#include "rules/subcommands.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/normalize/normalizer.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct LearnOptions {
  std::vector<std::string> files;
  std::vector<std::string> others;
  std::vector<std::string> benign;
  std::string category;
  std::vector<std::string> negative;
  std::string leave_out;
  LabelledReader::Options reader{.part = Split::tuning};
  std::string text = "text";
  double share = 0.00005;
};

// Costs are in those of one labelled message on the wrong side.
constexpr double kCost = 0.1;
constexpr double kBenignCost = 0.03;          ///< of a message of which there are very many
constexpr std::uint32_t kFewestMessages = 2;  ///< of the FILEs', that a phrase must be in
constexpr double kSmallest = 0.03;            ///< weights that are less are left out
constexpr double kRounding = 1000;

/// The phrases of one window of a text.
using Phrases = std::vector<std::uint64_t>;

/// The phrases of texts, but for those that hold what is left out.
class PhraseReader {
 public:
  /// Each line of the file is a word or several. Throws CannotRun where it cannot be read.
  void leave_out(const std::string& file) {
    std::ifstream lines(file);
    if (!lines) throw CannotRun(fmt::format("{}: cannot be read", file));
    for (std::string line; std::getline(lines, line);) {
      line = line.substr(0, line.find('#'));
      split(fold(line));
      if (tokens_.empty()) continue;
      longest_ = std::max(longest_, tokens_.size());
      left_out_.insert(hash_of_phrase(tokens_));
    }
  }

  /// Takes the phrases of each window, as the engine weighs them.
  template <typename Take>
  void read(const std::string& text, const Take& take) {
    const std::string folded = fold(text);
    split(folded);
    mark_left_out();
    for (std::size_t begin = 0;; begin += Weigher::kWindow / 2) {
      const std::size_t end = std::min(begin + Weigher::kWindow, tokens_.size());
      take(phrases(folded, begin, end));
      if (end == tokens_.size()) break;
    }
  }

  /// How a phrase is written that has been read.
  const std::string& written(std::uint64_t phrase) const { return written_.at(phrase); }

 private:
  void split(std::string_view folded) {
    split_into_tokens(folded, {spaced_word_characters(), content_characters()}, tokens_);
  }

  void mark_left_out() {
    is_left_out_.assign(tokens_.size(), false);
    for (std::size_t begin = 0; begin < tokens_.size(); ++begin) {
      for (std::size_t size = 1; size <= std::min(longest_, tokens_.size() - begin); ++size) {
        if (!left_out_.contains(hash_of_phrase(std::span(tokens_).subspan(begin, size)))) continue;
        std::fill_n(is_left_out_.begin() + std::ptrdiff_t(begin), size, true);
      }
    }
  }

  Phrases phrases(std::string_view folded, std::size_t begin, std::size_t end) {
    Phrases found;
    for (std::size_t first = begin; first < end; ++first) {
      for (std::size_t size = 1; size <= std::min(kLongestPhrase, end - first); ++size) {
        if (is_left_out_[first + size - 1]) break;
        const auto tokens = std::span(tokens_).subspan(first, size);
        found.push_back(hash_of_phrase(tokens));
        if (!written_.contains(found.back())) written_.emplace(found.back(), write(folded, tokens));
      }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  static std::string write(std::string_view folded, std::span<const Token> tokens) {
    std::string written;
    for (const Token& token : tokens) {
      std::string said(folded.substr(token.span.begin, token.span.size()));
      if (said[0] >= '0' && said[0] <= '9') said.assign(said.size(), '0');
      written += (written.empty() ? "" : " ") + said;
    }
    return written;
  }

  std::vector<Token> tokens_;
  std::vector<bool> is_left_out_;  ///< of each token
  std::unordered_set<std::uint64_t> left_out_;
  std::size_t longest_ = 0;  ///< of what is left out, in tokens
  std::unordered_map<std::uint64_t, std::string> written_;
};

std::string text_of(std::string_view line, const std::string& field) {
  const auto message = nlohmann::json::parse(line);
  const auto text = message.find(field);
  return text != message.end() && text->is_string() ? text->get<std::string>() : std::string();
}

class Learner {
 public:
  explicit Learner(const LearnOptions& options) : options_(options), labels_({options.category}) {
    for (const std::string& glob : options.negative) labels_.add_negative(glob);
    if (!options.leave_out.empty()) phrases_.leave_out(options.leave_out);
  }

  void run() {
    read();
    number_features();
    print(LinearSvm::learn(svm_examples(), features_.size()));
  }

 private:
  struct Example {
    Phrases phrases;
    bool is_positive;
    double cost;
  };
  enum class Source : std::uint8_t { files, others, benign };

  void read() {
    read_labelled(options_.files, Source::files);
    read_labelled(options_.others, Source::others);
    LabelledReader::Options all = options_.reader;
    all.part = Split::all;
    LabelledReader benign(labels_, all);
    for (const std::string& file : options_.benign) {
      benign.read(file, true, [this](const Labelled& message, std::string_view line) {
        const std::string text = text_of(line, options_.text);
        // Most go into the threshold: to learn from more of them gains little, and takes long.
        if (is_held_out(message.id)) {
          add(text, false, Source::benign);
        } else {
          phrases_.read(text, [this](Phrases phrases) { held_out_.push_back(std::move(phrases)); });
        }
      });
    }
    if (harmful_ == 0) {
      throw CannotRun(fmt::format("no message to learn from has the label '{}'; others are {}",
                                  options_.category, fmt::join(left_out_, ", ")));
    }
    if (held_out_.empty()) throw CannotRun("there are no messages in the --benign files");
  }

  void read_labelled(const std::vector<std::string>& files, Source source) {
    LabelledReader labelled(labels_, options_.reader);
    for (const std::string& file : files) {
      labelled.read(file, false, [&](const Labelled& message, std::string_view line) {
        add(text_of(line, options_.text), !message.categories.empty(), source);
      });
    }
    for (const auto& [label, count] : labelled.left_out()) left_out_.insert(label);
  }

  /// Of a harmful text, only the beginning is known to be.
  void add(const std::string& text, bool is_positive, Source source) {
    bool is_first = true;
    phrases_.read(text, [&](Phrases phrases) {
      if (!is_first && is_positive) return;
      is_first = false;
      if (source == Source::files)
        for (const std::uint64_t phrase : phrases) ++counts_[phrase];
      examples_.push_back(
          {std::move(phrases), is_positive, source == Source::benign ? kBenignCost : kCost});
    });
    (is_positive ? harmful_ : harmless_) += 1;
  }

  /// So no name that strangers' messages hold gets in.
  void number_features() {
    for (const Example& example : examples_) {
      for (const std::uint64_t phrase : example.phrases) {
        const auto count = counts_.find(phrase);
        if (count == counts_.end() || count->second < kFewestMessages) continue;
        if (index_.try_emplace(phrase, static_cast<std::uint32_t>(features_.size())).second)
          features_.push_back(phrase);
      }
    }
  }

  std::vector<LinearSvm::Example> svm_examples() const {
    std::vector<LinearSvm::Example> all;
    for (const Example& example : examples_) {
      LinearSvm::Example& one =
          all.emplace_back(LinearSvm::Example{{}, example.is_positive, example.cost});
      for (const std::uint64_t phrase : example.phrases) {
        if (const auto found = index_.find(phrase); found != index_.end())
          one.features.push_back(found->second);
      }
    }
    return all;
  }

  /// Such that the share of the harmless messages that were not learned from reaches it, or less.
  double threshold(const std::vector<double>& weights, double boundary) const {
    std::vector<double> sums;
    for (const Phrases& phrases : held_out_) {
      double sum = 0;
      for (const std::uint64_t phrase : phrases) {
        if (const auto found = index_.find(phrase); found != index_.end())
          sum += weights[found->second];
      }
      sums.push_back(sum);
    }
    const auto most = std::min(sums.size() - 1, std::size_t(options_.share * double(sums.size())));
    std::ranges::nth_element(sums, sums.begin() + std::ptrdiff_t(most), std::ranges::greater());
    return std::max({sums[most], boundary, 0.0}) + 1 / kRounding;
  }

  void print(LinearSvm svm) const {
    std::vector<double>& weights = svm.weights;
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < weights.size(); ++i) {
      weights[i] = std::round(weights[i] * kRounding) / kRounding;
      if (std::abs(weights[i]) < kSmallest) weights[i] = 0;
      if (weights[i] != 0) order.push_back(i);
    }
    const auto text = [&](std::uint32_t i) -> const std::string& {
      return phrases_.written(features_[i]);
    };
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
      return weights[a] != weights[b] ? weights[a] > weights[b] : text(a) < text(b);
    });
    fmt::print(
        "# What phrases say for and against {}, learned by `tamis rules learn` from {} such "
        "messages "
        "and {} others.\n# Of {} harmless ones, {:.3g} % at most reach the threshold. Not to be "
        "edited: "
        "learn it anew.\nthreshold {:.3f}\n",
        options_.category, with_separators(harmful_), with_separators(harmless_),
        with_separators(held_out_.size()), options_.share * 100, threshold(weights, svm.boundary));
    for (const std::uint32_t i : order) fmt::print("{:.3f} {}\n", weights[i], text(i));
  }

  const LearnOptions& options_;
  LabelMap labels_;
  PhraseReader phrases_;
  std::vector<Example> examples_;
  std::vector<Phrases> held_out_;
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;  ///< of phrases, in the FILEs
  std::vector<std::uint64_t> features_;
  std::unordered_map<std::uint64_t, std::uint32_t> index_;  ///< of each feature
  std::set<std::string> left_out_;  ///< labels
  std::size_t harmful_ = 0;
  std::size_t harmless_ = 0;
};

}  // namespace

void add_learn(CLI::App& rules, int& exit) {
  auto options = std::make_shared<LearnOptions>();
  CLI::App& command = *rules.add_subcommand(
      "learn", "Learn from labelled messages what phrases weigh, for a rule with 'weights'");
  command
      .add_option("FILE", options->files,
                  "Labelled messages, one JSON object a line, as for `tamis eval`")
      ->required();
  command.add_option("--category", options->category, "The label of those to be found")->required();
  command
      .add_option(
          "--others", options->others,
          "Labelled messages of somebody else's: they say what the FILEs' phrases weigh, but "
          "no phrase is learned that only they hold")
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--benign", options->benign,
                  "Harmless messages, many: likewise; and most say where the threshold lies")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--negative", options->negative,
                  "Messages of this label (a glob) are none of them; so is 'benign'")
      ->allow_extra_args(false)
      ->type_name("LABEL");
  command
      .add_option("--leave-out", options->leave_out,
                  "Words that must say nothing for or against anybody, one a line")
      ->type_name("FILE");
  command
      .add_option("--share", options->share,
                  "Of harmless messages, this share reaches the threshold")
      ->check(CLI::Range(0.0, 0.1))
      ->capture_default_str();
  command.add_option("--text", options->text, "Where a message has its text")
      ->type_name("FIELD")
      ->capture_default_str();
  command.footer(
      "Writes the weights to standard output. Messages of other labels are left out, and so is "
      "the\n"
      "fifth that `tamis eval --part held-out` measures on.\n"
      "Exit status: 0 done, 1 could not run, 2 wrong usage.");
  command.callback([options, &exit] {
    Learner(*options).run();
    exit = kDone;
  });
}

}  // namespace tamis::tools
