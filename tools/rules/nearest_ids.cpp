#include "rules/nearest_ids.h"

#include <algorithm>
#include <numeric>

namespace tamis::tools {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + std::size_t(a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> nearest_ids(const RuleSet& rules, std::string_view id) {
  constexpr std::size_t kMost = 3;
  std::vector<std::pair<std::size_t, std::string>> ids;
  for (const Rule& rule : rules.rules()) {
    // Who leaves out the category means the rest.
    const std::string_view rest = std::string_view(rule.id).substr(rule.id.find('/') + 1);
    const bool has_category = id.find('/') != std::string_view::npos;
    ids.emplace_back(distance(id, has_category ? std::string_view(rule.id) : rest), rule.id);
  }
  std::ranges::sort(ids);
  std::vector<std::string> nearest;
  for (const auto& [edits, one] : ids) {
    if (nearest.size() == kMost) break;
    nearest.push_back(one);
  }
  return nearest;
}

}  // namespace tamis::tools
