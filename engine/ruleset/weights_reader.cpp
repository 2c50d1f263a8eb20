#include "tamis/ruleset/weights_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/lines.h"

namespace tamis {
namespace {

constexpr std::string_view kForm = "lines are a weight and a phrase: 1.25 send money";
constexpr std::string_view kThreshold = "threshold";

constexpr double kMost = 1000;
constexpr std::size_t kMostErrors = 10;

std::optional<Weight> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool is_one = error == std::errc() && end == text.data() + text.size();
  if (!is_one || !(std::abs(value) <= kMost)) return std::nullopt;
  return Weight(std::llround(value * double(kWeightUnit)));
}

class WeightsReader {
 public:
  WeightsReader(SourceFiles& files, std::uint32_t file) : files_(files), file_(file) {}

  WeightedPhrases run() {
    for_each_line(files_.text(file_), [this](std::string_view line, std::uint32_t n) {
      place_ = {file_, n, 1};
      line = without_space(line);
      if (!line.empty() && !line.starts_with('#') && errors_ < kMostErrors) read_line(line);
    });
    if (!has_threshold_) error("there is no threshold", "write one: threshold 4.5");
    if (model_.phrases.empty()) {
      error("there are no phrases here", std::string(kForm));
    } else if (most_ < model_.threshold) {
      place_ = threshold_place_;
      error(fmt::format("all phrases that speak for it weigh {:.3g}, less than the threshold",
                        as_number(most_)));
    }
    return std::move(model_);
  }

 private:
  void read_line(std::string_view line) {
    const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view rest = line.substr(std::min(space + 1, line.size()));
    const std::string_view first = line.substr(0, space);
    if (first == kThreshold) return read_threshold(rest);
    const auto weight = number(first);
    if (!weight) return error(fmt::format("'{}' is no weight", first), std::string(kForm));
    const std::string folded = fold(rest);
    const auto tokens = tokens_of(folded, word_rules());
    if (tokens.empty()) return error("there is no phrase here, but for punctuation");
    if (tokens.size() > kLongestPhrase) {
      return error(fmt::format("'{}' is longer than {} words", rest, kLongestPhrase),
                   "a number, an ideograph and a symbol count as a word each");
    }
    const std::uint64_t hash = hash_of_phrase(tokens);
    if (!seen_.insert(hash).second) return error(fmt::format("'{}' stands here twice", rest));
    model_.phrases.push_back({hash, *weight});
    most_ += std::max(*weight, Weight{0});
  }

  void read_threshold(std::string_view text) {
    const auto threshold = number(text);
    if (has_threshold_) error("there are two thresholds");
    has_threshold_ = true;
    threshold_place_ = place_;
    if (!threshold || *threshold <= 0) return error("the threshold must be a number above 0");
    model_.threshold = *threshold;
  }

  void error(std::string message, std::string help = {}) {
    ++errors_;
    files_.error(place_, std::move(message), std::move(help));
  }

  SourceFiles& files_;
  std::uint32_t file_;
  SourcePlace place_{file_, 1, 1};  ///< what is read
  SourcePlace threshold_place_;
  bool has_threshold_ = false;
  Weight most_ = 0;  ///< that a text can weigh
  std::unordered_set<std::uint64_t> seen_;
  std::size_t errors_ = 0;
  WeightedPhrases model_;
};

}  // namespace

WeightedPhrases read_weights(SourceFiles& files, std::uint32_t file) {
  return WeightsReader(files, file).run();
}

}  // namespace tamis
