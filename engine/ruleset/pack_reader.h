#pragma once

#include <filesystem>

#include "tamis/ruleset/condition_reader.h"

namespace tamis {

/// Reads packs into rules, categories and the pool of conditions.
class PackReader {
 public:
  PackReader(SourceFiles& files, ConditionPool& pool, std::vector<Category>& categories,
             std::vector<Rule>& rules)
      : files_(files), pool_(pool), categories_(categories), rules_(rules) {}

  /// The lists for all packs.
  void read_shared_lists(const std::filesystem::path& path);
  void read_pack(const std::filesystem::path& folder);

  /// Those that nothing names which was read; once, at the end. The shared ones only where all
  /// packs were read.
  std::vector<SourcePlace> unnamed_lists(bool all_packs_read);

 private:
  struct Pack;
  struct RuleFile;

  void read_pack_file(const std::filesystem::path& path, Pack& pack);
  void read_rule_file(const std::filesystem::path& path, Pack& pack);
  void read_rule(const Yaml& node, Pack& pack, RuleFile& file);
  void read_lists(const Yaml& node, Lists& lists);
  void note_unnamed(const Lists& lists);
  std::optional<double> read_score(const Yaml& node, const std::vector<Yaml::Member>& members,
                                   const Pack& pack);
  ViewSet read_views(const Yaml& node);
  void read_tests(const Yaml& node, Rule& rule);
  std::string read_id(const Yaml& node, const std::vector<Yaml::Member>& members, const Pack& pack);

  SourceFiles& files_;
  ConditionPool& pool_;
  std::vector<Category>& categories_;
  std::vector<Rule>& rules_;
  Lists shared_lists_;
  std::vector<SourcePlace> unnamed_;
};

}  // namespace tamis
