#include "tamis/loader.h"

#include <algorithm>
#include <future>

#include <fmt/format.h>

#include "tamis/normalize/skeleton.h"
#include "tamis/ruleset/reader.h"
#include "tamis/screener.h"

namespace tamis {

/// Lets the loader fill in what the reader left open.
class RuleSetLoader {
 public:
  static void set_databases(RuleSet& rules, Databases databases) {
    rules.database_ = std::move(databases.folded);
    rules.skeleton_terms_.database = std::move(databases.skeleton);
  }
};

namespace {

void report_compile_errors(ReadRules& read, const std::vector<PatternError>& errors) {
  for (const PatternError& error : errors) {
    const Range uses = read.rules.uses_of(static_cast<std::uint32_t>(error.pattern));
    const PatternUse& use = read.rules.uses()[uses.first];
    const std::uint32_t rule = read.rules.leaves()[use.leaf].rule;
    const std::string owner =
        rule == Leaf::kNoRule ? "" : fmt::format("{}: ", read.rules.rules()[rule].id);
    read.files.error(use.place, owner + error.message);
  }
}

/// Which patterns made a rule hit that should not have.
std::string blame(const RuleSet& rules, const Screening& screening, const Finding& finding) {
  std::string text = "because of";
  std::string_view separator = " ";
  for (const Part& part : screening.parts(finding)) {
    text += fmt::format("{}'{}' ({})", std::exchange(separator, ", "),
                        screening.message().text.substr(part.span.begin, part.span.size()),
                        rules.where(rules.uses()[part.use].place));
  }
  return text;
}

std::size_t run_tests(const std::shared_ptr<const RuleSet>& rules, SourceFiles& files) {
  Screener screener(rules);
  std::size_t count = 0;
  for (std::uint32_t index = 0; index < rules->rules().size(); ++index) {
    const Rule& rule = rules->rules()[index];
    for (const RuleTest& test : rule.tests) {
      ++count;
      const Screening screening = screener.screen(test.text);
      const auto findings = screening.findings();
      const auto finding = std::ranges::find(findings, index, &Finding::rule);
      const bool hit = finding != findings.end();
      if (hit == test.hit && screening.fault() == Fault::none) continue;
      files.error(test.place,
                  fmt::format("{}: this message should {}, but it {}", rule.id,
                              test.hit ? "hit" : "miss", hit ? "hits" : "does not hit"),
                  hit ? blame(*rules, screening, *finding)
                      : "`tamis rules test` tells which parts of the rule are there");
    }
  }
  return count;
}

}  // namespace

tl::expected<LoadedRules, Diagnostics> load_rules(const LoadOptions& options) {
  // What makes tables out of ICU's data and what reads YAML take as long as each other.
  auto tables = std::async(std::launch::async, make_character_tables);
  auto read = read_rules(options.rules, options.policy);
  tables.get();  // the child that compiles regexes must not be forked amid it
  if (!read) return tl::unexpected(std::move(read.error()));

  std::optional<DatabaseCache> cache;
  if (options.cache) cache.emplace(*options.cache);
  if (cache) {
    auto cached =
        cache->find(read->content_key, read->rules.patterns(), read->rules.skeleton_terms().keys);
    if (cached) {
      RuleSetLoader::set_databases(read->rules, *std::move(cached));
      return LoadedRules{std::make_shared<const RuleSet>(std::move(read->rules)), true, 0};
    }
  }

  if (options.on_compile) options.on_compile();
  auto database = PatternDatabase::compile(read->rules.patterns(), options.regex_limits);
  if (!database) {
    report_compile_errors(*read, database.error());
    return tl::unexpected(read->files.diagnostics());
  }
  auto keys = PatternDatabase::compile(read->rules.skeleton_terms().keys);
  if (!keys) {
    read->files.error(options.rules, "its terms cannot be compiled for the skeleton view: " +
                                         keys.error().front().message);
    return tl::unexpected(read->files.diagnostics());
  }
  RuleSetLoader::set_databases(read->rules, {*std::move(database), *std::move(keys)});
  const auto rules = std::make_shared<const RuleSet>(std::move(read->rules));
  if (!options.run_tests) return LoadedRules{rules, false, 0};
  const std::size_t tests = run_tests(rules, read->files);
  if (!read->files.diagnostics().empty()) return tl::unexpected(read->files.diagnostics());
  if (cache) cache->store(read->content_key, rules->database(), rules->skeleton_terms().database);
  return LoadedRules{rules, false, tests};
}

}  // namespace tamis
