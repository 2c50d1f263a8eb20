#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "tamis/match/phrase_weights.h"
#include "tamis/ruleset/rule_set.h"
#include "tamis/ruleset/yaml.h"

namespace tamis {

/// A named list, as written.
struct List {
  Yaml value;
  SourcePlace place;      ///< of its name
  bool is_named = false;  ///< by a rule or file that was read
};
using Lists = std::map<std::string, List, std::less<>>;

/// What the conditions of all rules are made of.
struct ConditionPool {
  std::vector<Condition> conditions;
  std::vector<Leaf> leaves;
  std::vector<Pattern> patterns;
  std::vector<PatternUse> uses;
  std::vector<WeightedPhrases> models;  ///< that the patterns of kind `weights` stand for
  std::map<std::filesystem::path, std::uint32_t> weights;  ///< the pattern of each file of them
  std::map<std::string, std::uint32_t> pattern_index;      ///< by expression, kind and edges
};

/// Where the conditions of lists that excuse are in the pool, by list, `match` and views: they are
/// the same for all rules of a file.
using SharedExcuses = std::map<std::tuple<const Yaml*, int, bool, bool, bool>, std::uint32_t>;

/// Reads one rule's conditions (or a file's `allow`) into the pool.
class ConditionReader {
 public:
  /// `lists`: those in scope, the nearest first. `excuses`: of the same scope. `rule`: the one that
  /// its leaves may make hold. `views`: where all of them look.
  ConditionReader(SourceFiles& files, ConditionPool& pool, std::vector<Lists*> lists,
                  SharedExcuses& excuses, std::uint32_t rule, ViewSet views)
      : files_(files),
        pool_(pool),
        lists_(std::move(lists)),
        excuses_(excuses),
        rule_(rule),
        views_(views) {}

  /// The keys that a condition may have.
  static const std::vector<std::string_view>& keys();

  /// Reads those of `members` that are a condition's; an index into the pool, or nothing after an
  /// error.
  std::optional<std::uint32_t> read(const Yaml& node, const std::vector<Yaml::Member>& members);

  /// Reads what excuses: conditions, or plain terms.
  std::vector<std::uint32_t> read_excuses(const Yaml& node, std::string_view what);

 private:
  enum class Match : std::uint8_t { word, substring, whole };

  std::optional<std::uint32_t> read_mapping(const Yaml& node, Match match);
  std::optional<std::uint32_t> read_members(const Yaml& node,
                                            const std::vector<Yaml::Member>& members, Match match);
  std::optional<std::uint32_t> read_list(const Yaml& name, Match match);
  const Yaml* open_list(const Yaml& where, const std::string& name);
  std::optional<std::string> expand(const Yaml& where, std::string_view regex);
  std::optional<std::string> alternatives(const Yaml& where, const std::string& list);
  std::vector<std::uint32_t> read_children(const Yaml& node, std::string_view what, Match match);
  std::vector<std::uint32_t> read_excuses(const Yaml& node, std::string_view what, Match match);
  std::uint32_t add_leaf();
  std::size_t count_patterns(const Condition& condition) const;
  void add_leaves_of(const Condition& condition, std::set<std::uint32_t>& leaves) const;
  void add_terms(std::uint32_t leaf, const Yaml& node, Match match);
  void add_file(std::uint32_t leaf, const Yaml& node, Match match);
  void add_regexes(std::uint32_t leaf, const Yaml& node);
  void add_weights(std::uint32_t leaf, const Yaml& node);
  std::optional<std::uint32_t> open_beside(const Yaml& name);
  void add_term(std::uint32_t leaf, std::string_view term, Match match, SourcePlace place);
  void add_use(std::uint32_t leaf, Pattern pattern, SourcePlace place);
  std::uint32_t add(Condition condition, std::uint32_t first_leaf);

  SourceFiles& files_;
  ConditionPool& pool_;
  std::vector<Lists*> lists_;
  SharedExcuses& excuses_;
  std::uint32_t rule_;
  ViewSet views_;
  unsigned depth_ = 0;
  std::vector<std::string> open_lists_;  ///< being read
};

}  // namespace tamis
