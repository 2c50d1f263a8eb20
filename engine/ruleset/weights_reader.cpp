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

std::optional<float> number(std::string_view text) {
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

class WeightsReader {
 public:
  WeightsReader(SourceFiles& files, std::uint32_t file) : files_(files), file_(file) {}

  WeightedPhrases run() {
    for_each_line(files_.text(file_), [this](std::string_view line, std::uint32_t n) {
      place_ = {file_, n, 1};
      line = without_space(line);
      if (!line.empty() && !line.starts_with('#')) read_line(line);
    });
    if (!has_threshold_) error("there is no threshold", "write one: threshold 4.5");
    if (model_.phrases.empty()) {
      error("there are no phrases here", std::string(kForm));
    } else if (most_ < model_.threshold) {
      place_ = threshold_place_;
      error(fmt::format("all phrases that speak for it weigh {:.3g}, less than the threshold",
                        most_));
    }
    return std::move(model_);
  }

 private:
  void read_line(std::string_view line) {
    const std::size_t space = std::min(line.find(' '), line.size());
    const std::string_view rest = line.substr(std::min(space + 1, line.size()));
    const std::string_view first = line.substr(0, space);
    if (first == kThreshold) return read_threshold(rest);
    const auto weight = number(first);
    if (!weight) return error(fmt::format("'{}' is no weight", first), std::string(kForm));
    const std::string folded = fold(rest);
    split_into_tokens(folded, {spaced_word_characters(), content_characters()}, tokens_);
    if (tokens_.empty()) return error("there is no phrase here, but for punctuation");
    if (tokens_.size() > kLongestPhrase) {
      return error(fmt::format("'{}' is longer than {} words", rest, kLongestPhrase),
                   "a number, an ideograph and a symbol count as a word each");
    }
    const std::uint64_t hash = hash_of_phrase(tokens_);
    if (!seen_.insert(hash).second) return error(fmt::format("'{}' stands here twice", rest));
    model_.phrases.push_back({hash, *weight});
    most_ += std::max(*weight, 0.0F);
  }

  void read_threshold(std::string_view text) {
    const auto threshold = number(text);
    if (has_threshold_) error("there are two thresholds");
    if (!threshold || *threshold <= 0) return error("the threshold must be a number above 0");
    has_threshold_ = true;
    threshold_place_ = place_;
    model_.threshold = *threshold;
  }

  void error(std::string message, std::string help = {}) {
    files_.error(place_, std::move(message), std::move(help));
  }

  SourceFiles& files_;
  std::uint32_t file_;
  SourcePlace place_{file_, 1, 1};  ///< what is read
  SourcePlace threshold_place_;
  bool has_threshold_ = false;
  float most_ = 0;  ///< that a text can weigh
  std::vector<Token> tokens_;
  std::unordered_set<std::uint64_t> seen_;
  WeightedPhrases model_;
};

}  // namespace

WeightedPhrases read_weights(SourceFiles& files, std::uint32_t file) {
  return WeightsReader(files, file).run();
}

}  // namespace tamis
