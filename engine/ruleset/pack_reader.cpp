#include "tamis/ruleset/pack_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tamis {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string_view> kSeverities{"low", "medium", "high"};

bool is_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// The member's text; if it is missing, an error at `node`.
std::string required(const Yaml& node, const std::vector<Yaml::Member>& members,
                     std::string_view key, std::string_view what) {
  const Yaml* member = find(members, key);
  if (member == nullptr) {
    node.error(fmt::format("{} has no '{}'", what, key));
    return {};
  }
  const auto text = member->string(fmt::format("'{}'", key));
  if (text && text->empty()) member->error(fmt::format("'{}' is empty", key));
  return text.value_or("");
}

std::vector<std::string> strings(const Yaml& node, std::string_view what) {
  std::vector<std::string> result;
  for (const Yaml& element : node.elements(what)) {
    if (auto text = element.string(what)) result.push_back(*std::move(text));
  }
  return result;
}

bool is_rule_file(const fs::path& path) {
  return (path.extension() == ".yaml" || path.extension() == ".yml") &&
         path.filename() != "pack.yaml";
}

}  // namespace

struct PackReader::Pack {
  std::uint32_t category = 0;
  std::array<double, 3> scores{0.3, 0.6, 0.9};  ///< by severity
  Lists lists;
};

struct PackReader::RuleFile {
  Lists lists;
  SharedExcuses excuses;
  std::vector<std::uint32_t> allow;
};

void PackReader::read_shared_lists(const fs::path& path) {
  const auto file = files_.open(path);
  if (!file) return;
  const auto root = Yaml::parse(files_, *file);
  if (!root || root->is_null()) return;
  for (const auto& [key, key_node, value] : root->members("lists.yaml", {"lists"}))
    read_lists(value, shared_lists_);
}

void PackReader::read_pack(const fs::path& folder) {
  Pack pack{.category = static_cast<std::uint32_t>(categories_.size())};
  categories_.emplace_back();
  read_pack_file(folder / "pack.yaml", pack);
  for (const fs::path& path : files_.list(folder)) {
    if (is_rule_file(path)) read_rule_file(path, pack);
  }
  note_unnamed(pack.lists);
}

std::vector<SourcePlace> PackReader::unnamed_lists(bool all_packs_read) {
  if (all_packs_read) note_unnamed(shared_lists_);
  return std::move(unnamed_);
}

void PackReader::note_unnamed(const Lists& lists) {
  for (const auto& [name, list] : lists)
    if (!list.is_named) unnamed_.push_back(list.place);
}

void PackReader::read_pack_file(const fs::path& path, Pack& pack) {
  const auto file = files_.open(path);
  if (!file) return;
  const auto root = Yaml::parse(files_, *file);
  if (!root) return;
  const auto members =
      root->members("a pack", {"category", "title", "description", "scores", "maps_to", "lists"});
  Category& category = categories_[pack.category];
  category.name = required(*root, members, "category", "the pack");
  category.title = required(*root, members, "title", "the pack");
  category.description = required(*root, members, "description", "the pack");
  if (const Yaml* name = find(members, "category")) {
    if (!is_id(category.name))
      name->error("a category's name is made of a to z, 0 to 9 and hyphens");
    for (std::uint32_t i = 0; i < pack.category; ++i) {
      if (categories_[i].name == category.name)
        name->error("another pack has this category already");
    }
  }
  if (const Yaml* scores = find(members, "scores")) {
    for (const auto& [severity, key, score] : scores->members("'scores'", kSeverities)) {
      const auto index = std::ranges::find(kSeverities, severity) - kSeverities.begin();
      if (const auto value = score.number("a score", 0, 1))
        pack.scores[std::size_t(index)] = *value;
    }
  }
  if (const Yaml* maps_to = find(members, "maps_to")) {
    for (const auto& [system, key, names] : maps_to->members("'maps_to'", {"openai", "dsa"})) {
      (system == "dsa" ? category.dsa : category.openai) =
          strings(names, "a category's name elsewhere");
    }
  }
  if (const Yaml* lists = find(members, "lists")) read_lists(*lists, pack.lists);
}

void PackReader::read_rule_file(const fs::path& path, Pack& pack) {
  const auto index = files_.open(path);
  if (!index) return;
  const auto root = Yaml::parse(files_, *index);
  if (!root) return;
  const auto members = root->members("a rule file", {"lists", "allow", "rules"});
  RuleFile file;
  if (const Yaml* lists = find(members, "lists")) read_lists(*lists, file.lists);
  if (const Yaml* allow = find(members, "allow")) {
    ConditionReader reader(files_, pool_, {&file.lists, &pack.lists, &shared_lists_}, file.excuses,
                           Leaf::kNoRule, {});
    file.allow = reader.read_excuses(*allow, "'allow'");
  }
  if (const Yaml* rules = find(members, "rules")) {
    for (const Yaml& rule : rules->elements("'rules'")) read_rule(rule, pack, file);
  }
  note_unnamed(file.lists);
}

void PackReader::read_lists(const Yaml& node, Lists& lists) {
  for (auto& [name, key, value] : node.members("'lists'")) {
    if (!value.is_list() && !value.is_mapping())
      value.error("a list is a list of terms, or a condition");
    lists.emplace(name, List{value, key.place()});
  }
}

void PackReader::read_rule(const Yaml& node, Pack& pack, RuleFile& file) {
  static const std::vector<std::string_view> known = [] {
    std::vector<std::string_view> keys{"id",    "title",  "severity", "score",
                                       "views", "status", "budget",   "tests"};
    keys.insert(keys.end(), ConditionReader::keys().begin(), ConditionReader::keys().end());
    return keys;
  }();
  const auto members = node.members("a rule", known);
  if (!node.is_mapping()) return;
  Rule rule{.category = pack.category, .place = node.place()};
  rule.id = read_id(node, members, pack);
  rule.title = required(node, members, "title", "the rule");
  rule.score = read_score(node, members, pack).value_or(0);
  ViewSet views;
  if (const Yaml* node_of_views = find(members, "views")) views = read_views(*node_of_views);
  if (const Yaml* status = find(members, "status")) {
    rule.shadow = status->choice("'status'", {"active", "shadow"}).value_or(0) == 1;
  }
  if (const Yaml* budget = find(members, "budget"))
    rule.budget = budget->number("'budget'", 0, 1).value_or(Rule::kBudget);
  if (const Yaml* tests = find(members, "tests")) read_tests(*tests, rule);
  for (const bool hit : {true, false}) {
    if (std::ranges::find(rule.tests, hit, &RuleTest::hit) != rule.tests.end()) continue;
    node.error(fmt::format("the rule has no test for a {}", hit ? "hit" : "miss"),
               "under 'tests:', give 'hit:' and 'miss:' a message each at least");
  }
  ConditionReader reader(files_, pool_, {&file.lists, &pack.lists, &shared_lists_}, file.excuses,
                         static_cast<std::uint32_t>(rules_.size()), views);
  if (const auto condition = reader.read(node, members)) {
    rule.condition = *condition;
    auto& allow = pool_.conditions[*condition].allow;
    allow.insert(allow.end(), file.allow.begin(), file.allow.end());
  }
  rules_.push_back(std::move(rule));
}

ViewSet PackReader::read_views(const Yaml& node) {
  ViewSet views{.folded = false, .skeleton = false};
  for (const Yaml& element : node.elements("'views'")) {
    const auto view =
        element.choice("a view", {name(View::folded), name(View::skeleton), name(View::pinyin)});
    if (!view) continue;
    (*view == 0 ? views.folded : *view == 1 ? views.skeleton : views.pinyin) = true;
  }
  if (!views.folded && !views.skeleton && !views.pinyin) return {};
  return views;
}

std::string PackReader::read_id(const Yaml& node, const std::vector<Yaml::Member>& members,
                                const Pack& pack) {
  const std::string id = required(node, members, "id", "the rule");
  std::string full = categories_[pack.category].name + "/" + id;
  const Yaml* member = find(members, "id");
  if (member != nullptr && !is_id(id))
    member->error("an id is made of a to z, 0 to 9 and hyphens, 64 of them at most");
  const auto other = std::ranges::find(rules_, full, &Rule::id);
  if (member != nullptr && other != rules_.end()) {
    member->error(fmt::format("'{}' is taken", full),
                  fmt::format("by the rule at line {} of {}", other->place.line,
                              files_.path(other->place.file).filename().string()));
  }
  return full;
}

std::optional<double> PackReader::read_score(const Yaml& node,
                                             const std::vector<Yaml::Member>& members,
                                             const Pack& pack) {
  const Yaml* const severity = find(members, "severity");
  const Yaml* const score = find(members, "score");
  if ((severity == nullptr) == (score == nullptr)) {
    node.error(severity == nullptr ? "the rule has neither 'severity' nor 'score'"
                                   : "the rule has both 'severity' and 'score'",
               "expected one of them");
    return std::nullopt;
  }
  if (score != nullptr) return score->number("'score'", 0, 1);
  const auto index = severity->choice("'severity'", kSeverities);
  if (!index) return std::nullopt;
  return pack.scores[*index];
}

void PackReader::read_tests(const Yaml& node, Rule& rule) {
  for (const auto& [kind, key, texts] : node.members("'tests'", {"hit", "miss"})) {
    for (const Yaml& text : texts.one_or_more()) {
      if (auto string = text.string("a test's message"))
        rule.tests.push_back({*std::move(string), kind == "hit", text.place()});
    }
  }
}

}  // namespace tamis
