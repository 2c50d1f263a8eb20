#include "tamis/ruleset/condition_reader.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/lines.h"
#include "tamis/ruleset/weights_reader.h"

namespace tamis {
namespace {

constexpr unsigned kDeepest = 16;
constexpr std::size_t kLongestTerm = 1000;  // bytes, folded

/// Whether there is more than punctuation and space.
bool has_content(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    if (content_characters().contains(c.value)) return true;
    at += c.size;
  }
  return false;
}

/// How long the escape is that a regex begins with: `\b`, `\xE9`, `\x{1F600}`, `\p{Han}`; or 0.
std::size_t escape_at(std::string_view regex) {
  if (regex.size() < 2 || regex[0] != '\\') return 0;
  const bool is_code_point = regex[1] == 'x';
  if (regex.size() > 2 && regex[2] == '{' && (is_code_point || regex[1] == 'p' || regex[1] == 'P'))
    return std::min(regex.find('}'), regex.size() - 1) + 1;
  return std::min<std::size_t>(is_code_point ? 4 : 2, regex.size());
}

/// A capital letter that a regex looks for, or 0.
char capital_in(std::string_view regex) {
  while (!regex.empty()) {
    const std::size_t escape = escape_at(regex);
    if (escape == 0 && regex[0] >= 'A' && regex[0] <= 'Z') return regex[0];
    regex.remove_prefix(std::max<std::size_t>(escape, 1));
  }
  return 0;
}

/// Whether a regex looks at what stands beside its match, as (?=, (?!, (?<= and (?<! do.
bool looks_around(std::string_view regex) {
  while (!regex.empty()) {
    for (const std::string_view opening : {"(?=", "(?!", "(?<=", "(?<!"}) {
      if (regex.starts_with(opening)) return true;
    }
    regex.remove_prefix(std::max<std::size_t>(escape_at(regex), 1));
  }
  return false;
}

/// The name in `{name}`, if the regex begins with that; `{2,5}` is none.
std::string_view list_named_at(std::string_view regex) {
  if (regex.size() < 3 || regex[0] != '{') return {};
  const int first = regex[1] | 0x20;
  if (first < 'a' || first > 'z') return {};
  const std::size_t end = regex.find('}');
  return end == std::string_view::npos ? std::string_view() : regex.substr(1, end - 1);
}

/// A regex that matches `text` and nothing else.
std::string escape(std::string_view text) {
  std::string regex;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) regex += '\\';
    regex += c;
  }
  return regex;
}

/// What is left of a line of a word list.
std::string_view without_comment(std::string_view line) {
  return without_space(line.substr(0, line.find('#')));
}

}  // namespace

const std::vector<std::string_view>& ConditionReader::keys() {
  static const std::vector<std::string_view> keys{"terms", "file",   "list",  "regex",  "weights",
                                                  "any",   "all",    "match", "within", "at_least",
                                                  "none",  "unless", "allow"};
  return keys;
}

std::optional<std::uint32_t> ConditionReader::read(const Yaml& node,
                                                   const std::vector<Yaml::Member>& members) {
  return read_members(node, members, Match::word);
}

std::vector<std::uint32_t> ConditionReader::read_excuses(const Yaml& node, std::string_view what) {
  return read_excuses(node, what, Match::word);
}

std::optional<std::uint32_t> ConditionReader::read_mapping(const Yaml& node, Match match) {
  if (depth_ == kDeepest) {
    node.error(fmt::format("conditions are nested more than {} deep", kDeepest));
    return std::nullopt;
  }
  const auto members = node.members("a condition", keys());
  if (!node.is_mapping()) return std::nullopt;
  ++depth_;
  const auto condition = read_members(node, members, match);
  --depth_;
  return condition;
}

std::optional<std::uint32_t> ConditionReader::read_members(const Yaml& node,
                                                           const std::vector<Yaml::Member>& members,
                                                           Match match) {
  if (const Yaml* how = find(members, "match")) {
    match = Match(how->choice("'match'", {"word", "substring", "whole"}).value_or(0));
  }
  const Yaml* const any = find(members, "any");
  const Yaml* const all = find(members, "all");
  const Yaml* const terms = find(members, "terms");
  const Yaml* const file = find(members, "file");
  const Yaml* const regex = find(members, "regex");
  const Yaml* const list = find(members, "list");
  const Yaml* const weights = find(members, "weights");
  const bool has_patterns = terms != nullptr || file != nullptr || regex != nullptr;
  const int kinds = (any != nullptr) + (all != nullptr) + (weights != nullptr) +
                    (has_patterns || list != nullptr);
  if (kinds != 1) {
    node.error(kinds == 0
                   ? "there is no condition here"
                   : "'any', 'all', 'weights' and terms stand side by side, so it is unclear "
                     "what must hold",
               "expected either 'any', or 'all', or 'weights', or one or more of 'terms', 'file', "
               "'list', 'regex'");
    return std::nullopt;
  }

  const auto first_leaf = static_cast<std::uint32_t>(pool_.leaves.size());
  Condition condition;
  if (any != nullptr || all != nullptr) {
    condition.kind = any != nullptr ? Condition::Kind::any : Condition::Kind::all;
    condition.counts_patterns = false;
    condition.children =
        read_children(any != nullptr ? *any : *all, any != nullptr ? "'any'" : "'all'", match);
    if (condition.children.empty()) return std::nullopt;
  } else if (weights != nullptr) {
    condition.leaf = add_leaf();
    add_weights(condition.leaf, *weights);
  } else {
    if (has_patterns) {
      condition.leaf = add_leaf();
      if (terms != nullptr) add_terms(condition.leaf, *terms, match);
      if (file != nullptr) add_file(condition.leaf, *file, match);
      if (regex != nullptr) add_regexes(condition.leaf, *regex);
    }
    if (list != nullptr) {
      condition.kind = Condition::Kind::any;
      if (has_patterns)
        condition.children.push_back(add(Condition{.leaf = condition.leaf}, first_leaf));
      for (const Yaml& name : list->one_or_more()) {
        if (const auto child = read_list(name, match)) condition.children.push_back(*child);
      }
      if (condition.children.empty()) return std::nullopt;
    }
  }

  if (const Yaml* within = find(members, "within")) {
    condition.within = within->count("'within'").value_or(Condition::kAnyDistance);
    if (all == nullptr && find(members, "at_least") == nullptr) {
      within->error("'within' says how near parts must be, but there are no parts",
                    "put it beside 'all' or 'at_least'");
    }
  }
  if (const Yaml* at_least = find(members, "at_least")) {
    condition.at_least = at_least->count("'at_least'").value_or(1);
    if (all != nullptr)
      at_least->error("'at_least' cannot stand beside 'all', which wants every condition");
    if (weights != nullptr) {
      at_least->error("'at_least' cannot stand beside 'weights', whose file has the threshold");
    } else if (any == nullptr && all == nullptr) {
      const std::size_t patterns = count_patterns(condition);
      if (condition.at_least > patterns)
        at_least->error(fmt::format("there are only {} terms, so this never holds", patterns));
    }
    if (any != nullptr && condition.at_least > condition.children.size()) {
      at_least->error(fmt::format("there are only {} conditions, so this never holds",
                                  condition.children.size()));
    }
  }
  if (all != nullptr) condition.at_least = static_cast<std::uint32_t>(condition.children.size());
  if (const Yaml* allow = find(members, "allow"))
    condition.allow = read_excuses(*allow, "'allow'", match);
  if (const Yaml* none = find(members, "none"))
    condition.none = read_excuses(*none, "'none'", match);
  if (const Yaml* unless = find(members, "unless"))
    condition.unless = read_excuses(*unless, "'unless'", match);
  return add(std::move(condition), first_leaf);
}

std::vector<std::uint32_t> ConditionReader::read_children(const Yaml& node, std::string_view what,
                                                          Match match) {
  std::vector<std::uint32_t> children;
  for (const Yaml& element : node.elements(what)) {
    if (const auto child = read_mapping(element, match)) children.push_back(*child);
  }
  if (node.is_list() && node.elements(what).empty()) node.error(fmt::format("{} is empty", what));
  return children;
}

std::vector<std::uint32_t> ConditionReader::read_excuses(const Yaml& node, std::string_view what,
                                                         Match match) {
  const std::uint32_t rule = std::exchange(rule_, Leaf::kNoRule);
  std::vector<std::uint32_t> excuses;
  std::optional<std::uint32_t> leaf;
  const auto first_leaf = static_cast<std::uint32_t>(pool_.leaves.size());
  // A phrase that excuses is found wherever it stands as words, however the rule itself matches.
  const Match how = match == Match::whole ? Match::word : match;
  for (const Yaml& element : node.one_or_more()) {
    if (element.is_string()) {
      if (!leaf) leaf = add_leaf();
      add_terms(*leaf, element, how);
    } else if (!element.is_mapping()) {
      element.error(fmt::format("{} must be a list of phrases or conditions", what));
    }
  }
  if (leaf) excuses.push_back(add(Condition{.leaf = *leaf}, first_leaf));
  for (const Yaml& element : node.one_or_more()) {
    if (!element.is_mapping()) continue;
    if (const auto condition = read_mapping(element, how)) excuses.push_back(*condition);
  }
  rule_ = rule;
  return excuses;
}

std::optional<std::uint32_t> ConditionReader::read_list(const Yaml& name, Match match) {
  const auto key = name.string("a list's name");
  const Yaml* const list = key ? open_list(name, *key) : nullptr;
  if (list == nullptr) return std::nullopt;
  const bool excuses = rule_ == Leaf::kNoRule;
  const SharedExcuses::key_type shared{list, int(match), views_.folded, views_.skeleton,
                                       views_.pinyin};
  const auto known = excuses ? excuses_.find(shared) : excuses_.end();
  std::optional<std::uint32_t> condition;
  if (known != excuses_.end()) {
    condition = known->second;
  } else if (list->is_mapping()) {
    condition = read_mapping(*list, match);
  } else {
    const auto first_leaf = static_cast<std::uint32_t>(pool_.leaves.size());
    const std::uint32_t leaf = add_leaf();
    add_terms(leaf, *list, match);
    condition = add(Condition{.leaf = leaf}, first_leaf);
  }
  open_lists_.pop_back();
  if (excuses && condition) excuses_.emplace(shared, *condition);
  return condition;
}

/// The nearest list of that name, put on top of `open_lists_`; or nothing, after an error.
const Yaml* ConditionReader::open_list(const Yaml& where, const std::string& name) {
  for (Lists* const lists : lists_) {
    const auto found = lists->find(name);
    if (found == lists->end()) continue;
    if (std::ranges::find(open_lists_, name) != open_lists_.end()) {
      where.error(fmt::format("the list '{}' holds itself", name));
      return nullptr;
    }
    open_lists_.push_back(name);
    found->second.is_named = true;
    return &found->second.value;
  }
  where.error(fmt::format("there is no list '{}'", name),
              "lists stand under 'lists:' in this file, in pack.yaml or in lists.yaml");
  return nullptr;
}

/// How many different patterns a condition looks for.
std::size_t ConditionReader::count_patterns(const Condition& condition) const {
  std::set<std::uint32_t> leaves;
  add_leaves_of(condition, leaves);
  std::set<std::uint32_t> patterns;
  for (const PatternUse& use : pool_.uses) {
    if (leaves.contains(use.leaf)) patterns.insert(use.pattern);
  }
  return patterns.size();
}

void ConditionReader::add_leaves_of(const Condition& condition,
                                    std::set<std::uint32_t>& leaves) const {
  if (condition.kind == Condition::Kind::patterns) leaves.insert(condition.leaf);
  for (const std::uint32_t child : condition.children)
    add_leaves_of(pool_.conditions[child], leaves);
}

std::uint32_t ConditionReader::add_leaf() {
  pool_.leaves.push_back({rule_, views_});
  return static_cast<std::uint32_t>(pool_.leaves.size() - 1);
}

std::uint32_t ConditionReader::add(Condition condition, std::uint32_t first_leaf) {
  condition.leaves = {first_leaf, static_cast<std::uint32_t>(pool_.leaves.size()) - first_leaf};
  pool_.conditions.push_back(std::move(condition));
  return static_cast<std::uint32_t>(pool_.conditions.size() - 1);
}

void ConditionReader::add_terms(std::uint32_t leaf, const Yaml& node, Match match) {
  const auto terms = node.one_or_more();
  if (terms.empty()) node.error("there are no terms here");
  for (const Yaml& element : terms) {
    if (const auto term = element.string("a term")) add_term(leaf, *term, match, element.place());
  }
}

/// The file that stands beside the one of `name`; nothing, after an error, if there is none.
std::optional<std::uint32_t> ConditionReader::open_beside(const Yaml& name) {
  const auto file = name.string("a file's name");
  if (!file) return std::nullopt;
  const auto path = files_.path(name.file()).parent_path() / *file;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) return files_.open(path);
  name.error(fmt::format("there is no file '{}'", *file),
             "names are relative to the file that they stand in");
  return std::nullopt;
}

void ConditionReader::add_file(std::uint32_t leaf, const Yaml& node, Match match) {
  for (const Yaml& element : node.one_or_more()) {
    const auto file = open_beside(element);
    if (!file) continue;
    bool is_empty = true;
    for_each_line(files_.text(*file), [&](std::string_view line, std::uint32_t number) {
      const std::string_view term = without_comment(line);
      if (term.empty()) return;
      is_empty = false;
      add_term(leaf, term, match, {*file, number, 1});
    });
    if (is_empty)
      element.error(fmt::format("the file '{}' holds no terms", *element.string("a file's name")));
  }
}

/// One file is read once, however many rules name it.
void ConditionReader::add_weights(std::uint32_t leaf, const Yaml& node) {
  if (!views_.folded) node.error("weights can never be reached: they look at the folded view only");
  const auto name = node.string("a file's name");
  if (!name) return;
  const auto path = (files_.path(node.file()).parent_path() / *name).lexically_normal();
  const auto [known, is_new] =
      pool_.weights.try_emplace(path, static_cast<std::uint32_t>(pool_.patterns.size()));
  if (is_new) {
    const auto file = open_beside(node);
    if (!file) {
      pool_.weights.erase(known);
      return;
    }
    pool_.models.push_back(read_weights(files_, *file));
    pool_.models.back().pattern = known->second;
    pool_.patterns.push_back({.kind = Pattern::Kind::weights,
                              .expression = files_.names()[*file],
                              .model = static_cast<std::uint32_t>(pool_.models.size() - 1)});
  }
  pool_.uses.push_back({known->second, leaf, node.place()});
}

void ConditionReader::add_term(std::uint32_t leaf, std::string_view term, Match match,
                               SourcePlace place) {
  Pattern pattern{.expression = fold(term)};
  std::string& bytes = pattern.expression;
  if (bytes.starts_with(' ')) bytes.erase(0, 1);
  if (bytes.ends_with(' ')) bytes.pop_back();
  if (bytes.empty() || bytes.size() > kLongestTerm) {
    files_.error(place, bytes.empty()
                            ? "nothing of this term is left once it is folded"
                            : fmt::format("this term is longer than {} bytes", kLongestTerm));
    return;
  }
  if (match == Match::word) {
    const CodePointSet& word = spaced_word_characters();
    pattern.word_begin = word.contains(utf8::decode(bytes.data()).value);
    pattern.word_end = word.contains(utf8::decode_before(bytes.data() + bytes.size()).value);
  }
  pattern.whole = match == Match::whole;
  if (pattern.whole && !has_content(bytes)) {
    files_.error(place, "with 'match: whole', punctuation alone can never be the term");
    return;
  }
  add_use(leaf, std::move(pattern), place);
}

void ConditionReader::add_regexes(std::uint32_t leaf, const Yaml& node) {
  const auto regexes = node.one_or_more();
  if (regexes.empty()) node.error("there are no regexes here");
  for (const Yaml& element : regexes) {
    if (!views_.folded) element.error("a regex can never match: it looks at the folded view only");
    const auto written = element.string("a regex");
    if (auto expression = written ? expand(element, *written) : std::nullopt) {
      if (const char capital = capital_in(*expression); capital != 0) {
        element.error(
            fmt::format("'{}' can never match: the text is folded to lower case", capital));
      }
      if (looks_around(*expression)) {
        element.error("a regex cannot look at what stands before or behind its match",
                      "say that with 'all' and 'within', or excuse it with 'allow' or 'unless'");
        continue;
      }
      add_use(leaf, Pattern{.kind = Pattern::Kind::regex, .expression = *std::move(expression)},
              element.place());
    }
  }
}

/// The regex with every `{list}` replaced by what the list holds, as lex does with its definitions.
std::optional<std::string> ConditionReader::expand(const Yaml& where, std::string_view regex) {
  if (regex.find('{') == regex.npos) return std::string(regex);
  std::string expanded;
  bool in_class = false;
  while (!regex.empty()) {
    if (const std::string_view name = in_class ? "" : list_named_at(regex); !name.empty()) {
      const auto group = alternatives(where, std::string(name));
      if (!group) return std::nullopt;
      expanded += *group;
      regex.remove_prefix(name.size() + 2);
      continue;
    }
    const std::size_t size = std::max<std::size_t>(escape_at(regex), 1);
    if (regex.front() == (in_class ? ']' : '[')) in_class = !in_class;
    expanded += regex.substr(0, size);
    regex.remove_prefix(size);
  }
  return expanded;
}

/// A group of all that a list holds.
std::optional<std::string> ConditionReader::alternatives(const Yaml& where,
                                                         const std::string& name) {
  const Yaml* const list = open_list(where, name);
  if (list == nullptr) return std::nullopt;
  std::string group;
  bool is_whole = true;
  const auto add = [&](const std::optional<std::string>& alternative) {
    is_whole = is_whole && alternative.has_value();
    if (alternative) group += (group.empty() ? "" : "|") + *alternative;
  };
  const auto add_terms = [&](const Yaml& terms) {
    for (const Yaml& element : terms.one_or_more()) {
      if (const auto term = element.string("a term")) add(escape(fold(*term)));
    }
  };
  if (!list->is_mapping()) add_terms(*list);
  const auto members =
      list->is_mapping() ? list->members("a condition", keys()) : std::vector<Yaml::Member>{};
  for (const auto& [key, key_node, value] : members) {
    if (key == "terms") {
      add_terms(value);
    } else if (key == "regex") {
      for (const Yaml& element : value.one_or_more()) {
        if (const auto regex = element.string("a regex")) add(expand(element, *regex));
      }
    } else if (key == "list") {
      for (const Yaml& element : value.one_or_more()) {
        if (const auto other = element.string("a list's name")) add(alternatives(element, *other));
      }
    } else {
      where.error(fmt::format("the list '{}' cannot stand in a regex: it has '{}'", name, key),
                  "only 'terms', 'regex' and 'list' can");
      is_whole = false;
    }
  }
  open_lists_.pop_back();
  if (is_whole && group.empty()) where.error(fmt::format("the list '{}' holds nothing", name));
  if (!is_whole || group.empty()) return std::nullopt;
  return "(?:" + group + ")";
}

void ConditionReader::add_use(std::uint32_t leaf, Pattern pattern, SourcePlace place) {
  const std::string key =
      fmt::format("{}{}{}{} {}", int(pattern.kind), int(pattern.word_begin), int(pattern.word_end),
                  int(pattern.whole), pattern.expression);
  const auto [found, is_new] =
      pool_.pattern_index.try_emplace(key, static_cast<std::uint32_t>(pool_.patterns.size()));
  if (is_new) pool_.patterns.push_back(std::move(pattern));
  pool_.uses.push_back({found->second, leaf, place});
}

}  // namespace tamis
