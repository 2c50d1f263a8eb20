#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tamis/ruleset/rule_set.h"

namespace tamis::bench {

/// Where the terms are looked for. Regexes look at the folded view only.
enum class Views { kBoth, kFolded };

/// Writes a pack into `folder`: one rule that looks for `terms` as words, and one that looks for
/// `regexes`; both block.
void write_pack(const std::filesystem::path& folder, const std::vector<std::string>& terms,
                const std::vector<std::string>& regexes, Views views = Views::kBoth);

/// Loads a pack of them. Compiled anew each time.
std::shared_ptr<const RuleSet> load(const std::vector<std::string>& terms,
                                    const std::vector<std::string>& regexes,
                                    Views views = Views::kBoth);

/// Regexes of the shapes that rules have, made of invented words. The first, if any, matches
/// `kRegexPhrase`.
std::vector<std::string> invented_regexes(std::size_t count);
inline constexpr const char* kRegexPhrase = "kalt 12 kalt";

/// Phrases to plant: some of `terms`, and every sixth one for the regexes.
std::vector<std::string> phrases_of(const std::vector<std::string>& terms);

/// A folder of its own below the system's temporary one, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tamis::bench
