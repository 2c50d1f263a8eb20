#include "tamis/ruleset/policy_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tamis/ruleset/yaml.h"

namespace tamis {
namespace {

// A policy may speak of the categories that ship even where their packs are not loaded.
constexpr std::array<std::string_view, 10> kShippedCategories{
    "fraud",     "spam",       "hoax", "sexual",    "violence",
    "extremism", "harassment", "hate", "profanity", "self-harm"};

class PolicyReader {
 public:
  explicit PolicyReader(std::span<const Category> categories) : categories_(categories) {}

  Policy read(const Yaml& root) {
    Policy policy{.name = {}, .clauses = {clause(root)}};
    for (const auto& [key, key_node, value] :
         root.members("a policy", {"policy", "title", "thresholds", "overrides", "exempt"})) {
      if (key == "policy") policy.name = value.string("'policy'").value_or("");
      if (key == "title") policy.title = value.string("'title'").value_or("");
      if (key == "thresholds") read_thresholds(value, policy.clauses.front());
      if (key == "overrides") {
        for (const Yaml& override : value.elements("'overrides'"))
          policy.clauses.push_back(read_override(override));
      }
      if (key == "exempt") policy.exempt_senders = read_exempt(value);
    }
    if (policy.name.empty()) root.error("the policy has no name", "give it one: 'policy: default'");
    return policy;
  }

 private:
  PolicyClause clause(const Yaml& node) const {
    PolicyClause clause{.place = node.place()};
    clause.by_category.resize(categories_.size());
    return clause;
  }

  void read_thresholds(const Yaml& node, PolicyClause& into) const {
    into.place = node.place();
    for (const auto& [name, key, value] : node.members("'thresholds'")) {
      Thresholds thresholds{.review = {}, .block = {}, .place = key.place()};
      for (const auto& [action, action_key, score] :
           value.members("a category's thresholds", {"review", "block"})) {
        (action == "block" ? thresholds.block : thresholds.review) =
            score.number("a threshold", 0, 1);
      }
      if (thresholds.review && thresholds.block && *thresholds.block < *thresholds.review) {
        value.error("'block' is below 'review', which could then never be reached");
      }
      const auto category = std::ranges::find(categories_, name, &Category::name);
      if (name == "default") {
        into.fallback = thresholds;
      } else if (category != categories_.end()) {
        into.by_category[std::size_t(category - categories_.begin())] = thresholds;
      } else if (std::ranges::find(kShippedCategories, name) == kShippedCategories.end()) {
        key.error(fmt::format("there is no category '{}'", name), "expected " + any_of(names()));
      }
    }
  }

  PolicyClause read_override(const Yaml& node) const {
    PolicyClause result = clause(node);
    for (const auto& [key, key_node, value] :
         node.members("an override", {"channel", "kind", "thresholds"})) {
      if (key == "channel") result.channel = value.string("'channel'").value_or("");
      if (key == "kind") result.kind = value.string("'kind'").value_or("");
      if (key == "thresholds") read_thresholds(value, result);
    }
    result.place = node.place();
    if (node.is_mapping() && result.channel.empty() && result.kind.empty()) {
      node.error("the override says neither for which channel nor for which kind it is");
    }
    return result;
  }

  /// What a policy may give thresholds for.
  std::vector<std::string_view> names() const {
    std::vector<std::string_view> names{"default"};
    for (const Category& category : categories_) names.push_back(category.name);
    return names;
  }

  static std::vector<std::string> read_exempt(const Yaml& node) {
    std::vector<std::string> senders;
    for (const auto& [key, key_node, value] : node.members("'exempt'", {"senders"})) {
      for (const Yaml& element : value.elements("'senders'")) {
        if (auto sender = element.string("a sender")) senders.push_back(*std::move(sender));
      }
    }
    return senders;
  }

  std::span<const Category> categories_;
};

}  // namespace

Policy read_policy(SourceFiles& files, const std::filesystem::path& path,
                   std::span<const Category> categories) {
  const auto file = files.open(path);
  if (!file) return {};
  const auto root = Yaml::parse(files, *file);
  if (!root) return {};
  return PolicyReader(categories).read(*root);
}

Policy built_in_policy(std::size_t categories) {
  PolicyClause clause{.fallback = {.review = 0.5, .block = 0.85}};
  clause.by_category.resize(categories);
  return {.title = "Review from 0.5, block from 0.85", .clauses = {clause}};
}

}  // namespace tamis
