#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "tamis/ruleset/source_files.h"

namespace tamis {

/// A YAML node that knows its file. Whatever does not have the form that is asked for becomes a
/// diagnostic, and the answer is empty: the caller goes on, so that one run finds all errors.
class Yaml {
 public:
  Yaml() = default;

  /// The root of a file.
  static std::optional<Yaml> parse(SourceFiles& files, std::uint32_t file);

  struct Member;

  SourcePlace place() const;
  std::uint32_t file() const noexcept { return file_; }
  void error(std::string message, std::string help = {}) const {
    files_->error(place(), std::move(message), std::move(help));
  }

  bool is_null() const { return node_.IsNull(); }
  bool is_string() const { return node_.IsScalar(); }
  bool is_list() const { return node_.IsSequence(); }
  bool is_mapping() const { return node_.IsMap(); }

  /// Its members in the order of the file. Keys that are not `known` (where that is not empty) or
  /// stand twice are errors, and left out.
  std::vector<Member> members(std::string_view what,
                              const std::vector<std::string_view>& known = {}) const;

  std::optional<std::string> string(std::string_view what) const;
  std::optional<double> number(std::string_view what, double above, double at_most) const;
  std::optional<std::uint32_t> count(std::string_view what) const;
  /// One of `names`, as an index.
  std::optional<std::size_t> choice(std::string_view what,
                                    const std::vector<std::string_view>& names) const;
  /// The list's elements.
  std::vector<Yaml> elements(std::string_view what) const;
  /// The list's elements, or the node itself if it is none.
  std::vector<Yaml> one_or_more() const;

 private:
  Yaml(SourceFiles& files, std::uint32_t file, YAML::Node node)
      : files_(&files), file_(file), node_(std::move(node)) {}

  SourceFiles* files_ = nullptr;
  std::uint32_t file_ = 0;
  YAML::Node node_;
  std::optional<SourcePlace> place_;  ///< its key's, where nothing is there to point at
};

struct Yaml::Member {
  std::string key;
  Yaml key_node;
  Yaml value;
};

/// The value of the member with this key; null if there is none.
const Yaml* find(const std::vector<Yaml::Member>& members, std::string_view key);

/// "a, b or c", each in quotes.
std::string any_of(const std::vector<std::string_view>& names);

}  // namespace tamis
