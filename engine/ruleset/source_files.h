#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/ruleset/diagnostic.h"
#include "tamis/ruleset/source.h"

namespace tamis {

/// The files that a rule set is read from, and what is wrong in them.
class SourceFiles {
 public:
  /// Paths in messages are relative to where the program runs if below it; in verdicts, to `root`.
  explicit SourceFiles(std::filesystem::path root) : root_(std::move(root)) {}

  /// Reads a file whole; nothing, and a diagnostic, if that cannot be done or it is not UTF-8.
  std::optional<std::uint32_t> open(const std::filesystem::path& path);

  /// What is in a folder, by name; a diagnostic if that cannot be told.
  std::vector<std::filesystem::path> list(const std::filesystem::path& folder);

  std::string_view text(std::uint32_t file) const { return files_[file].text; }
  std::filesystem::path path(std::uint32_t file) const { return files_[file].path; }
  /// For `RuleSet::files()`.
  std::vector<std::string> names() const;

  /// A place whose column is counted in bytes, as yaml-cpp and string searches do.
  SourcePlace place(std::uint32_t file, std::uint32_t line, std::uint32_t byte_column) const;

  /// Something to say about a place.
  Diagnostic diagnostic(SourcePlace place, std::string message, std::string help = {},
                        Severity severity = Severity::error) const;
  void error(SourcePlace place, std::string message, std::string help = {});
  void error(const std::filesystem::path& path, std::string message, std::string help = {});

  const Diagnostics& diagnostics() const noexcept { return diagnostics_; }

 private:
  struct File {
    std::filesystem::path path;
    std::string text;
    std::vector<std::size_t> line_begins;
  };
  std::string_view line(const File& file, std::uint32_t number) const;

  std::filesystem::path root_;
  std::vector<File> files_;
  Diagnostics diagnostics_;
};

}  // namespace tamis
