#include "rules/regex_cost.h"

#include <algorithm>
#include <set>

#include "clock.h"
#include "commands.h"
#include "tamis/match/exact_regex.h"
#include "tamis/match/scanner.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::tools {
namespace {

/// The texts, folded, so often that a run can be measured.
class Corpus {
 public:
  explicit Corpus(const std::vector<std::string>& texts) {
    constexpr std::size_t kBytes = std::size_t{1} << 18;
    std::vector<std::pair<std::size_t, std::size_t>> places;
    std::size_t bytes = 0;
    for (const std::string& text : texts) {
      places.emplace_back(batch_.strings.size(), text.size());
      batch_.strings.append(text);
      bytes += text.size();
    }
    const std::size_t times = bytes == 0 ? 0 : 1 + kBytes / bytes;
    for (std::size_t i = 0; i < times; ++i) {
      for (const auto& [begin, size] : places)
        batch_.messages.push_back({.text = batch_.strings.view().substr(begin, size)});
    }
    normalize(batch_);
  }

  /// Of scanning, in nanoseconds a message.
  double measure(const Pattern& pattern) {
    const std::vector<Pattern> alone{pattern};
    const auto database = PatternDatabase::compile(alone);
    if (!database) throw CannotRun(database.error().front().message);
    Scanner scanner(*database, alone, word_rules());
    double least = 1e300;
    for (int run = 0; run < 3; ++run) {
      batch_.folded.hits.clear();
      const double begin = cpu_seconds();
      scanner.match(batch_);
      least = std::min(least, cpu_seconds() - begin);
    }
    return least * 1e9 / double(std::max<std::size_t>(batch_.messages.size(), 1));
  }

 private:
  Batch batch_;
};

/// The share of the texts that a regex matches.
double share_matched(const PatternDatabase& database, std::uint32_t regex,
                     const std::vector<std::string>& folded_texts) {
  std::vector<TextSpan> places;
  std::size_t matched = 0;
  for (const std::string& text : folded_texts) {
    places.clear();
    matched += !find_all(database, regex, text, places) || !places.empty();
  }
  return double(matched) / double(std::max<std::size_t>(folded_texts.size(), 1));
}

/// Whether Hyperscan looks for the regex, or for some of its alternatives, itself. (Each is
/// compiled in a process of its own, which takes longer than all else here.)
bool is_scanned_for(const Pattern& regex) {
  return !regex.on_demand && (regex.required.empty() || !regex.others.empty());
}

/// Some hundred of the texts, folded.
std::vector<std::string> folded_sample(const std::vector<std::string>& texts) {
  constexpr std::size_t kMost = 500;
  std::vector<std::string> folded;
  for (std::size_t i = 0; i < texts.size(); i += 1 + texts.size() / kMost)
    folded.push_back(fold(texts[i]));
  return folded;
}

}  // namespace

std::vector<RegexCost> measure_regexes(const RuleSet& rules,
                                       const std::vector<std::string>& texts) {
  Corpus corpus(texts);
  const std::vector<std::string> sample = folded_sample(texts);
  std::vector<RegexCost> costs;
  for (std::uint32_t i = 0; i < rules.patterns().size(); ++i) {
    const Pattern& pattern = rules.patterns()[i];
    if (pattern.kind != Pattern::Kind::regex) continue;
    costs.push_back({.pattern = i,
                     .matches = share_matched(rules.database(), i, sample),
                     .nanoseconds = is_scanned_for(pattern) ? corpus.measure(pattern) : 0});
  }
  return costs;
}

std::vector<std::string> small_corpus(const RuleSet& rules) {
  std::vector<std::string> texts{"good morning",
                                 "see you at noon?",
                                 "今天天气不错",
                                 "12",
                                 "!!!",
                                 "ok",
                                 "晚上一起吃饭吗",
                                 "the train to the coast leaves from platform 9 at half past seven",
                                 "привет",
                                 "x"};
  for (const Rule& rule : rules.rules()) {
    for (const RuleTest& test : rule.tests) texts.push_back(test.text);
  }
  return texts;
}

}  // namespace tamis::tools
