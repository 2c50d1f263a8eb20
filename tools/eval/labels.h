#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tamis::tools {

/// The categories that a message belongs to; none of them: it is harmless.
using Categories = std::vector<std::string>;

/// Which of our categories a label of somebody else's speaks of.
class LabelMap {
 public:
  /// `categories`: those that there are. A label of such a name means it; "benign" means none.
  explicit LabelMap(Categories categories) : categories_(std::move(categories)) {}

  /// "LABEL=CATEGORY,…": the label, a glob, means these. Throws CLI::ValidationError where it is
  /// malformed or there is no such category.
  void add_positive(const std::string& mapping);
  /// The label, a glob, means a harmless message.
  void add_negative(std::string glob) { mappings_.emplace_back(std::move(glob), Categories{}); }

  /// The label's meaning: by its exact name, else by the first glob that matches; nothing where it
  /// has none.
  std::optional<Categories> find(std::string_view label) const;

 private:
  bool has(std::string_view category) const;

  Categories categories_;
  std::vector<std::pair<std::string, Categories>> mappings_;
};

/// Throws CLI::ValidationError, which names those that there are, unless `name` is one of them.
void expect_category(const Categories& categories, const std::string& name);

}  // namespace tamis::tools
