#include "eval/labels.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tamis/ruleset/policy.h"

namespace tamis::tools {
namespace {

constexpr std::string_view kHarmless = "benign";

}  // namespace

void expect_category(const Categories& categories, const std::string& name) {
  if (std::ranges::find(categories, name) != categories.end()) return;
  throw CLI::ValidationError(
      fmt::format("there is no category '{}'; there are {}", name, fmt::join(categories, ", ")));
}

void LabelMap::add_positive(const std::string& mapping) {
  const std::size_t equals = mapping.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == mapping.size()) {
    throw CLI::ValidationError(
        fmt::format("--positive {}: expected LABEL=CATEGORY[,CATEGORY…]", mapping));
  }
  Categories meant;
  for (std::string& name : CLI::detail::split(mapping.substr(equals + 1), ',')) {
    expect_category(categories_, name);
    meant.push_back(std::move(name));
  }
  mappings_.emplace_back(mapping.substr(0, equals), std::move(meant));
}

std::optional<Categories> LabelMap::find(std::string_view label) const {
  for (const auto& [name, meant] : mappings_) {
    if (name == label) return meant;
  }
  for (const auto& [glob, meant] : mappings_) {
    if (glob_matches(glob, label)) return meant;
  }
  if (has(label)) return Categories{std::string(label)};
  if (label == kHarmless) return Categories{};
  return std::nullopt;
}

bool LabelMap::has(std::string_view category) const {
  return std::ranges::find(categories_, category) != categories_.end();
}

}  // namespace tamis::tools
