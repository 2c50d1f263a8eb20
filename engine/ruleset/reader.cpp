#include "tamis/ruleset/reader.h"

#include <fmt/format.h>

#define XXH_INLINE_ALL
#include <algorithm>

#include <xxhash.h>

#include "tamis/base/version.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/pack_reader.h"
#include "tamis/ruleset/policy_reader.h"
#include "tamis/ruleset/skeleton_terms.h"
#include "tamis/ruleset/triggers.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

std::string hash(const std::string& bytes) {
  const XXH128_hash_t h = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", h.high64, h.low64);
}

/// Everything that was read, in an order that does not depend on the machine.
std::string contents(const SourceFiles& files, std::size_t count) {
  std::string all(kVersion);
  const auto names = files.names();
  for (std::uint32_t i = 0; i < count; ++i) {
    all += fmt::format("\n{} {}\n", names[i], files.text(i).size());
    all += files.text(i);
  }
  return all;
}

}  // namespace

class RuleSetReader {
 public:
  explicit RuleSetReader(const fs::path& root) : read_{{}, SourceFiles(root), {}} {}

  tl::expected<ReadRules, Diagnostics> run(const fs::path& root,
                                           const std::optional<fs::path>& policy) {
    read_packs(root);
    const std::size_t rule_files = read_.files.names().size();
    if (policy) {
      read_.rules.policy_ = read_policy(read_.files, *policy, read_.rules.categories_);
    } else if (const fs::path own = root / "policies" / "default.yaml"; is_there(own)) {
      read_.rules.policy_ = read_policy(read_.files, own, read_.rules.categories_);
    } else {
      read_.rules.policy_ = built_in_policy(read_.rules.categories_.size());
    }
    if (!read_.files.diagnostics().empty()) return tl::unexpected(read_.files.diagnostics());
    take_pool();
    read_.content_key = hash(contents(read_.files, rule_files) + patterns() + unicode_version());
    read_.rules.files_ = read_.files.names();
    read_.rules.id_ = hash(contents(read_.files, read_.rules.files_.size())).substr(0, 12);
    return std::move(read_);
  }

 private:
  /// What cannot be looked at is an error: screening must not go on without it.
  bool is_there(const fs::path& path) {
    std::error_code error;
    const bool exists = fs::exists(path, error);
    if (error) read_.files.error(path, "cannot be looked at: " + error.message());
    return exists;
  }

  std::vector<fs::path> pack_folders(const fs::path& root) {
    if (is_there(root / "pack.yaml")) return {root};
    std::vector<fs::path> folders;
    for (const fs::path& path : read_.files.list(root)) {
      std::error_code ignored;
      if (fs::is_directory(path, ignored) && is_there(path / "pack.yaml")) folders.push_back(path);
    }
    return folders;
  }

  void read_packs(const fs::path& root) {
    std::error_code ignored;
    if (!fs::is_directory(root, ignored)) {
      read_.files.error(root, "is not a folder of rule packs");
      return;
    }
    const auto folders = pack_folders(root);
    if (folders.empty()) {
      read_.files.error(root, "holds no pack", "a pack is a folder with a pack.yaml in it");
      return;
    }
    PackReader reader(read_.files, pool_, read_.rules.categories_, read_.rules.rules_);
    const bool is_pack = folders.front() == root;
    const fs::path shared =
        (is_pack ? fs::absolute(root).lexically_normal().parent_path() : root) / "lists.yaml";
    if (is_there(shared)) reader.read_shared_lists(shared);
    for (const fs::path& folder : folders) reader.read_pack(folder);
    read_.unnamed_lists = reader.unnamed_lists(!is_pack);
    if (read_.rules.rules_.empty() && read_.files.diagnostics().empty()) {
      read_.files.error(root, "holds no rule");
    }
  }

  void take_pool() {
    RuleSet& rules = read_.rules;
    choose_triggers(rules.rules_, pool_);
    std::ranges::stable_sort(pool_.uses, {}, &PatternUse::pattern);
    rules.first_use_.assign(pool_.patterns.size() + 1, 0);
    for (const PatternUse& use : pool_.uses) ++rules.first_use_[use.pattern + 1];
    for (std::size_t i = 0; i < pool_.patterns.size(); ++i)
      rules.first_use_[i + 1] += rules.first_use_[i];
    rules.uses_ = std::move(pool_.uses);
    rules.patterns_ = std::move(pool_.patterns);
    for (WeightedPhrases& model : pool_.models)
      model.on_demand = rules.patterns_[model.pattern].on_demand;
    rules.phrase_weights_ = std::make_shared<const PhraseWeights>(std::move(pool_.models));
    rules.leaves_ = std::move(pool_.leaves);
    rules.conditions_ = std::move(pool_.conditions);
    rules.skeleton_terms_ = make_skeleton_terms(rules);
    rules.skeleton_vocabulary_ =
        std::make_shared<const SkeletonVocabulary>(make_skeleton_vocabulary(rules));
  }

  /// What the databases are compiled from, which an engine under development may read differently.
  std::string patterns() const {
    std::string all;
    for (const Pattern& pattern : read_.rules.patterns_) {
      all += fmt::format("\n{}{}{}{}{} {}", int(pattern.kind), int(pattern.on_demand),
                         int(pattern.word_begin), int(pattern.word_end), int(pattern.whole),
                         pattern.expression);
      for (const RequiredLiteral& literal : pattern.required) all += '\0' + literal.bytes;
      all += '\0' + pattern.others;
    }
    for (const Pattern& key : read_.rules.skeleton_terms_.keys) all += '\n' + key.expression;
    return all;
  }

  ReadRules read_;
  ConditionPool pool_;
};

tl::expected<ReadRules, Diagnostics> read_rules(const fs::path& rules,
                                                const std::optional<fs::path>& policy) {
  return RuleSetReader(rules).run(rules, policy);
}

}  // namespace tamis
