#include "evasion/recall.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "evasion/random.h"
#include "evasion/units.h"
#include "tamis/loader.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/screener.h"

namespace tamis::evasion {
namespace {

constexpr std::array<std::string_view, 8> kEnglish{
    "{} is what the note on the table said",
    "yesterday somebody wrote {} on the wall next to the library",
    "I looked up {} in the dictionary, then made some tea",
    "the answer on page 12 was {}",
    "we heard \"{}\" twice during the meeting.",
    "Hello everyone, {} was the topic of today's lesson!",
    "he typed {}, pressed enter and waited",
    "what does ({}) mean in this sentence?"};
constexpr std::array<std::string_view, 8> kChinese{
    "{}这几个字写在桌上的纸条里",         "昨天有人在图书馆旁边的墙上写了{}",
    "我查了一下{}是什么意思，然后泡了茶", "第12页的答案是{}",
    "开会的时候我们听到两次“{}”。",       "大家好，{}是今天这节课的主题！",
    "他打出{}，按下回车，然后等着",       "这句话里（{}）怎么解释？"};

bool has_han(std::string_view text) {
  const Units units = units_of(text);
  return std::any_of(units.begin(), units.end(), [](const Unit& u) { return is_han(u.letter); });
}

/// As YAML takes it in double quotes.
std::string yaml_string(std::string_view text) {
  std::string escaped = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped + '"';
}

std::string rules_yaml(const std::vector<std::string>& terms, std::string_view views) {
  std::string yaml = "rules:\n";
  const std::string views_entry = views.empty() ? "" : fmt::format(" views: [{}],", views);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    yaml += fmt::format(
        "- {{id: t{}, title: A term, score: 1,{} terms: [{}], tests: {{hit: [{}], miss: "
        "[zzz]}}}}\n",
        i, views_entry, yaml_string(terms[i]), yaml_string(terms[i]));
  }
  return yaml;
}

class Measurement {
 public:
  Measurement(std::shared_ptr<const RuleSet> rules, const RecallOptions& options,
              const OnMiss& on_miss)
      : screener_(std::move(rules)), options_(options), on_miss_(on_miss) {}

  void add(RecallReport& report, std::uint32_t rule, std::string_view term) {
    const Sentence plain = sentence_with(term, options_.first_seed);
    if (find(rule, plain.text) != plain.term) return;
    ++report.terms;
    for (const Family family : options_.families) {
      for (unsigned i = 0; i < options_.seeds; ++i) {
        report.single[std::size_t(family)] +=
            try_once(rule, term, {&family, 1}, options_.first_seed + i);
      }
    }
    add_nested(report, rule, term);
  }

 private:
  void add_nested(RecallReport& report, std::uint32_t rule, std::string_view term) {
    Random random(options_.first_seed ^ rule);
    std::vector<Family> drawn = options_.families;
    std::erase_if(drawn,
                  [&](Family family) { return is_opt_in(family) || !applies(family, term); });
    if (drawn.empty()) return;
    for (unsigned i = 0; i < options_.nested; ++i) {
      const std::array families{random.pick(drawn), random.pick(drawn)};
      report.nested[std::size_t(families[1])][std::size_t(families[0])] +=
          try_once(rule, term, families, options_.first_seed + i);
    }
  }

  /// Where the rule has its hit; nothing if there is none.
  TextSpan find(std::uint32_t rule, std::string_view text) {
    for (const Finding& finding : screener_.screen(text).findings()) {
      if (finding.rule == rule) return finding.span;
    }
    return {};
  }

  Recall try_once(std::uint32_t rule, std::string_view term, std::span<const Family> families,
                  std::uint64_t seed) {
    const Sentence plain = sentence_with(term, seed);
    const auto mutated = mutate(plain.text, plain.term, families, seed);
    if (!mutated) return {};
    const TextSpan found = find(rule, mutated->text);
    const Recall recall{1, std::size_t(found.size() > 0), std::size_t(found == mutated->term)};
    if (recall.exact == 0 && on_miss_) {
      on_miss_({term, families, seed, *mutated, recall.found != 0});
    }
    return recall;
  }

  Screener screener_;
  const RecallOptions& options_;
  const OnMiss& on_miss_;
};

}  // namespace

std::vector<std::string> terms_of(const RuleSet& rules) {
  std::set<std::string> terms;
  for (const PatternUse& use : rules.uses()) {
    const Pattern& pattern = rules.patterns()[use.pattern];
    if (pattern.kind != Pattern::Kind::literal) continue;
    if (rules.leaves()[use.leaf].rule != Leaf::kNoRule) terms.insert(pattern.expression);
  }
  return {terms.begin(), terms.end()};
}

std::shared_ptr<const RuleSet> rules_of_terms(const std::vector<std::string>& terms,
                                              std::string_view views) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / fmt::format("tamis-recall-{}", getpid());
  fs::create_directories(folder);
  std::ofstream(folder / "pack.yaml") << "{category: terms, title: Terms, description: Alone.}\n";
  std::ofstream(folder / "rules.yaml") << rules_yaml(terms, views);
  const auto loaded = load_rules({.rules = folder, .cache = std::nullopt});
  fs::remove_all(folder);
  if (!loaded) throw std::runtime_error(render(loaded.error()));
  return loaded->rules;
}

Sentence sentence_with(std::string_view term, std::uint64_t seed) {
  Random random(seed);
  const std::string_view frame = random.pick(has_han(term) ? kChinese : kEnglish);
  const std::size_t at = frame.find("{}");
  std::string text(frame.substr(0, at));
  text.append(term).append(frame.substr(at + 2));
  return {text, {std::uint32_t(at), std::uint32_t(at + term.size())}};
}

bool stands_in_sentences(std::string_view term) {
  const auto holds = [&](std::string_view frame) {
    return fold(frame).find(term) != std::string::npos;
  };
  return std::ranges::any_of(kEnglish, holds) || std::ranges::any_of(kChinese, holds);
}

std::string_view harmless_word_like(std::string_view term) {
  return has_han(term) ? "桌子" : "tables";
}

Recall& Recall::operator+=(Recall other) noexcept {
  mutants += other.mutants;
  found += other.found;
  exact += other.exact;
  return *this;
}

Recall RecallReport::nested_all() const noexcept {
  Recall all;
  for (const auto& outer : nested) {
    for (const Recall& recall : outer) all += recall;
  }
  return all;
}

RecallReport measure_recall(const std::shared_ptr<const RuleSet>& rules,
                            const std::vector<std::string>& terms, const RecallOptions& options,
                            const OnMiss& on_miss) {
  Measurement measurement(rules, options, on_miss);
  RecallReport report;
  for (std::uint32_t i = 0; i < terms.size(); ++i) measurement.add(report, i, terms[i]);
  return report;
}

}  // namespace tamis::evasion
