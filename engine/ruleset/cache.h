#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tamis/match/pattern_database.h"

namespace tamis {

/// A rule set's databases: one for each view.
struct Databases {
  PatternDatabase folded;
  PatternDatabase skeleton;
};

/// Compiled databases on disk, a file for each rule set, by what went into them. That a database is
/// there says that its rules' tests have passed. Whatever is damaged, foreign or made by another
/// library counts as absent.
class DatabaseCache {
 public:
  /// `$XDG_CACHE_HOME/tamis`, or `~/.cache/tamis`; nothing if neither is known.
  static std::optional<std::filesystem::path> default_folder();

  explicit DatabaseCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// `key` stands for the rules' contents; the library's version and the CPU are added to it here.
  std::optional<Databases> find(const std::string& key, std::span<const Pattern> folded,
                                std::span<const Pattern> skeleton) const;

  /// Keeps databases, and the newest few others. A cache that cannot be written is no error.
  void store(const std::string& key, const PatternDatabase& folded,
             const PatternDatabase& skeleton) const;

  static constexpr std::size_t kMaxFiles = 16;

 private:
  std::filesystem::path file(const std::string& key) const;
  void prune() const;

  std::filesystem::path folder_;
};

}  // namespace tamis
