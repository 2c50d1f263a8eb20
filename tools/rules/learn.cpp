#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
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
#include "tamis/decode/utf8_check.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/policy.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct LearnOptions {
  std::vector<std::string> files;
  std::vector<std::string> others;
  std::vector<std::string> benign;
  std::string category;
  std::vector<std::string> positive;
  std::vector<std::string> negative;
  std::string leave_out;
  LabelledReader::Options reader{.part = Split::tuning};
  std::string text = "text";
  std::string output;
  double share = 0.00005;
};

// What it costs that a message lies on the wrong side.
constexpr double kHarmfulCost = 0.2;
constexpr double kHarmlessCost = 0.1;
constexpr double kBenignCost = 0.03;          ///< of a message of which there are very many
constexpr std::uint32_t kFewestMessages = 2;  ///< of the FILEs', that a phrase must be in
constexpr double kSmallest = 0.05;            ///< weights that are less are left out
constexpr double kRounding = 1000;
constexpr std::size_t kFew = 100;  ///< messages to learn a harm from

/// The phrases of one window of a text.
using Phrases = std::vector<std::uint64_t>;

/// The phrases of texts, but for those that hold what is left out.
class PhraseReader {
 public:
  /// Each line of the file is a word or several. Throws CannotRun where there is none.
  void leave_out(const std::string& file) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
      throw CannotRun(fmt::format("{}: is a folder", file));
    std::ifstream lines(file);
    if (!lines) throw CannotRun(fmt::format("{}: {}", file, std::strerror(errno)));
    for (std::string line; std::getline(lines, line);) {
      line = line.substr(0, line.find('#'));
      if (!is_valid_utf8(line)) throw CannotRun(fmt::format("{}: is not UTF-8", file));
      const auto tokens = tokens_of(fold(line), word_rules());
      if (tokens.empty()) continue;
      longest_ = std::max(longest_, tokens.size());
      left_out_.insert(hash_of_phrase(tokens));
    }
    if (left_out_.empty()) throw CannotRun(fmt::format("{}: holds no words", file));
  }

  /// The phrases of each window, as the engine weighs them.
  std::vector<Phrases> read(const std::string& text) {
    const std::string folded = fold(text);
    tokens_ = tokens_of(folded, word_rules());
    mark_left_out(folded);
    std::vector<Phrases> windows;
    for (std::size_t begin = 0;; begin += Weigher::kWindow / 2) {
      const std::size_t end = std::min(begin + Weigher::kWindow, tokens_.size());
      windows.push_back(phrases(folded, begin, end));
      if (end == tokens_.size()) return windows;
    }
  }

  /// How a phrase is written that has been read.
  const std::string& written(std::uint64_t phrase) const { return written_.at(phrase); }

 private:
  void mark_left_out(std::string_view folded) {
    is_left_out_.assign(tokens_.size(), false);
    std::vector<Token> plain = tokens_;
    for (Token& token : plain) {
      const std::string_view word = folded.substr(token.span.begin, token.span.size());
      if (word.ends_with("'s"))
        token.hash = tokens_of(word.substr(0, word.size() - 2), word_rules()).front().hash;
    }
    for (std::size_t begin = 0; begin < plain.size(); ++begin) {
      for (std::size_t size = 1; size <= std::min(longest_, plain.size() - begin); ++size) {
        if (!left_out_.contains(hash_of_phrase(std::span(plain).subspan(begin, size)))) continue;
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

std::optional<std::string> text_of(std::string_view line, const std::string& place) {
  const auto message = nlohmann::json::parse(line);
  const nlohmann::json* const text = at(message, place);
  if (text == nullptr || !text->is_string()) return {};
  return text->get<std::string>();
}

class Learner {
 public:
  explicit Learner(const LearnOptions& options)
      : options_(options), all_labels_({options.category}), harmless_labels_({}) {
    all_labels_.add_positive(options.category + "=" + options.category);
    for (const std::string& glob : options.positive)
      all_labels_.add_positive(glob + "=" + options.category);
    all_labels_.add_negative("*");
    for (const std::string& glob : options.negative) harmless_labels_.add_negative(glob);
    if (!options.leave_out.empty()) phrases_.leave_out(options.leave_out);
  }

  void run() {
    read();
    number_features();
    if (features_.empty())
      throw CannotRun("no phrase is in two of the messages, so there is nothing to learn");
    const std::string weights = write(LinearSvm::learn(svm_examples(), features_.size()));
    if (options_.output.empty()) {
      fmt::print("{}", weights);
    } else if (!(std::ofstream(options_.output, std::ios::binary) << weights).flush()) {
      throw CannotRun(fmt::format("{}: {}", options_.output, std::strerror(errno)));
    }
    if (harmful_ < kFew) {
      fmt::print(stderr, "tamis: learned from {} of '{}' only; a few hundred tell more\n",
                 counted(harmful_, "message"), options_.category);
    }
    if (double(for_threshold_.size()) * options_.share < 1) {
      fmt::print(stderr,
                 "tamis: {} that the threshold was set by cannot tell which share of {:g} reaches "
                 "it; give more as --benign, or a larger --share\n",
                 counted(for_threshold_.size(), "harmless message"), options_.share);
    }
  }

 private:
  struct Example {
    Phrases phrases;
    bool is_positive;
    double cost;
  };
  enum class Source : std::uint8_t { files, others, benign };

  void read() {
    for (const std::string& file : options_.files) read_labelled(file, Source::files);
    for (const std::string& file : options_.others) read_labelled(file, Source::others);
    for (const std::string& file : options_.benign) read_benign(file);
    if (harmful_ == 0) {
      throw CannotRun(fmt::format(
          "no message to learn from has the label '{}'{}", options_.category,
          left_out_.empty() ? "" : fmt::format("; others are {}", fmt::join(left_out_, ", "))));
    }
    if (for_threshold_.empty()) throw CannotRun("there are too few messages in the --benign files");
  }

  /// A message of several labels is positive if the category is among them.
  void read_labelled(const std::string& file, Source source) {
    LabelledReader reader(all_labels_, options_.reader);
    read_texts(reader, file, false, [&](const Labelled& message, const std::string& text) {
      const bool is_positive = !message.categories.empty();
      if (is_positive || harmless_labels_.find(message.label)) {
        add(text, is_positive, source);
      } else {
        left_out_.insert(message.label);
      }
    });
  }

  /// A fifth is for `tamis eval` to measure on. Of the others half is learned from, and half says
  /// where the threshold lies.
  void read_benign(const std::string& file) {
    LabelledReader reader(all_labels_, options_.reader);
    read_texts(reader, file, true, [this](const Labelled&, const std::string& text) {
      if (benign_++ % 2 == 0) return add(text, false, Source::benign);
      for_threshold_.push_back(phrases_.read(text));
    });
  }

  /// Takes each message that has a text. Throws CannotRun where none has.
  template <typename Take>
  void read_texts(LabelledReader& reader, const std::string& file, bool harmless,
                  const Take& take) {
    std::size_t texts = 0;
    std::size_t without = 0;
    reader.read(file, harmless, [&](const Labelled& message, std::string_view line) {
      const auto text = text_of(line, options_.text);
      ++(text ? texts : without);
      if (text) take(message, *text);
    });
    if (texts == 0 && without != 0)
      throw CannotRun(fmt::format("{}: no message has a '{}' (--text)", file, options_.text));
    if (texts == 0 && !reader.left_out().empty()) {
      throw CannotRun(
          fmt::format("{}: no message has a '{}' (--label)", file, options_.reader.label));
    }
    if (without + reader.unreadable() != 0) {
      fmt::print(stderr, "tamis: {}: left out {}: no messages\n", file,
                 counted(without + reader.unreadable(), "line"));
    }
  }

  /// Of a harmful text, only the beginning is known to be.
  void add(const std::string& text, bool is_positive, Source source) {
    std::vector<Phrases> windows = phrases_.read(text);
    if (is_positive) windows.resize(1);
    for (Phrases& phrases : windows) {
      if (source == Source::files) {
        for (const std::uint64_t phrase : phrases) ++counts_[phrase];
      }
      examples_.push_back({std::move(phrases), is_positive, cost(is_positive, source)});
    }
    (is_positive ? harmful_ : harmless_) += 1;
  }

  static double cost(bool is_positive, Source source) {
    if (is_positive) return kHarmfulCost;
    return source == Source::benign ? kBenignCost : kHarmlessCost;
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

  /// What the heaviest window weighs of each harmless message that was not learned from.
  std::vector<double> weigh_others(const std::vector<double>& weights) const {
    std::vector<double> heaviest;
    for (const std::vector<Phrases>& windows : for_threshold_) {
      double most = std::numeric_limits<double>::lowest();
      for (const Phrases& phrases : windows) {
        double sum = 0;
        for (const std::uint64_t phrase : phrases) {
          if (const auto found = index_.find(phrase); found != index_.end())
            sum += weights[found->second];
        }
        most = std::max(most, sum);
      }
      heaviest.push_back(most);
    }
    return heaviest;
  }

  /// Such that no more than the share of those reaches it, and that it lies beyond the boundary.
  double threshold(std::vector<double> sums, double boundary) const {
    const auto most = std::min(sums.size() - 1, std::size_t(options_.share * double(sums.size())));
    std::ranges::nth_element(sums, sums.begin() + std::ptrdiff_t(most), std::ranges::greater());
    return std::ceil(std::max({sums[most], boundary, 0.0}) * kRounding + 1) / kRounding;
  }

  std::string write(LinearSvm svm) const {
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
    const std::vector<double> sums = weigh_others(weights);
    const double limit = threshold(sums, svm.boundary);
    std::string written = fmt::format(
        "# What phrases say for and against {}, learned by `tamis rules learn` from {} such "
        "messages "
        "and {} others.\n# {} of {} harmless ones reach the threshold. Not to be edited: learn it "
        "anew.\nthreshold {:.3f}\n",
        options_.category, with_separators(harmful_), with_separators(harmless_),
        with_separators(
            std::uint64_t(std::ranges::count_if(sums, [&](double sum) { return sum >= limit; }))),
        with_separators(sums.size()), limit);
    for (const std::uint32_t i : order) written += fmt::format("{:.3f} {}\n", weights[i], text(i));
    return written;
  }

  const LearnOptions& options_;
  LabelMap all_labels_;       ///< whatever is not the category is none
  LabelMap harmless_labels_;  ///< … and these are to be learned from
  PhraseReader phrases_;
  std::vector<Example> examples_;
  std::size_t benign_ = 0;                                   ///< how many were read
  std::vector<std::vector<Phrases>> for_threshold_;          ///< of each message, its windows
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;  ///< of phrases, in the FILEs
  std::vector<std::uint64_t> features_;
  std::unordered_map<std::uint64_t, std::uint32_t> index_;  ///< of each feature
  std::set<std::string> left_out_;                          ///< labels
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
      .add_option(
          "--benign", options->benign,
          "Harmless messages, many: half of them likewise; the others say where the threshold lies")
      ->required()
      ->allow_extra_args(false)
      ->type_name("FILE");
  command
      .add_option("--positive", options->positive,
                  "Messages of this label (a glob) are to be found, too")
      ->allow_extra_args(false)
      ->type_name("LABEL");
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
                  "Of harmless messages, this share at most reaches the threshold")
      ->check(CLI::Range(0.0, 0.1))
      ->capture_default_str();
  command
      .add_option("--label", options->reader.label,
                  "Where a message has its label: a name, or a JSON Pointer like /truth/label")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--text", options->text, "Where a message has its text")
      ->type_name("FIELD")
      ->capture_default_str();
  command.add_option("--id", options->reader.id, "Where a message has its id")
      ->type_name("FIELD")
      ->capture_default_str();
  command
      .add_option("-o,--output", options->output,
                  "Write the weights there, once they are learned (default: standard output)")
      ->type_name("FILE");
  command.footer(
      "Messages of other labels are left out, and so is the fifth of the FILEs' messages that\n"
      "`tamis eval --part held-out` measures on.\n"
      "Exit status: 0 done, 1 could not run, 2 wrong usage.");
  command.callback([options, &exit] {
    if (options->category == "benign")
      throw CLI::ValidationError("--category: 'benign' is what is harmless");
    for (const std::string& glob : options->positive) {
      if (glob_matches(glob, "benign"))
        throw CLI::ValidationError(fmt::format("--positive: '{}' is 'benign', too", glob));
      if (glob.empty()) throw CLI::ValidationError("--positive: give a label");
    }
    for (const std::string& place : {options->text, options->reader.id, options->reader.label})
      expect_place(place);
    Learner(*options).run();
    exit = kDone;
  });
}

}  // namespace tamis::tools
