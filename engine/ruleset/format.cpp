// A block mapping is cut into entries: a key's line, what is indented below it, and the comments
// right above it. Entries are put in order, and what lies inside them is looked at in the same way.
// Whatever is no block mapping or sequence (flow style, multi-line text) is one piece, and moves as
// it is. That the outcome says the same is not argued but checked: both are parsed and compared.
#include "tamis/ruleset/format.h"

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "tamis/ruleset/source_files.h"

namespace tamis {
namespace {

using Lines = std::vector<std::string>;

/// All keys that rule files have, in the order in which they shall stand. No two kinds of mapping
/// want the same keys in different orders.
constexpr std::string_view kOrder[] = {
    // what a pack, a policy, an override or a rule is
    "category", "policy", "id", "channel", "kind", "title", "description", "severity", "score",
    "scores", "maps_to", "lists",
    // a condition
    "any", "all", "terms", "file", "list", "regex", "weights", "match", "at_least", "within",
    "none", "unless", "allow",
    // and what they end with
    "views", "status", "budget", "tests", "hit", "miss", "rules", "thresholds", "overrides",
    "exempt"};

/// Below these keys stand names that their author chose; their order is the author's, too.
bool has_own_names(std::string_view key) {
  return key == "lists" || key == "thresholds" || key == "scores" || key == "maps_to";
}

std::size_t rank(std::string_view key) {
  return std::size_t(std::ranges::find(kOrder, key) - std::begin(kOrder));
}

std::size_t indent_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}
bool is_blank(std::string_view line) {
  return indent_of(line) == line.size();
}
bool is_comment(std::string_view line) {
  return line.substr(indent_of(line)).starts_with('#');
}
bool is_item(std::string_view line) {
  const std::string_view text = line.substr(indent_of(line));
  return text == "-" || text.starts_with("- ");
}

/// The key that a line begins with, or nothing.
std::string_view key_of(std::string_view line) {
  const std::string_view text = line.substr(indent_of(line));
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  if (colon + 1 < text.size() && text[colon + 1] != ' ') return {};
  const std::string_view key = text.substr(0, colon);
  return key.find_first_of(" \"'{[#&*!|>,") == std::string_view::npos ? key : std::string_view();
}

/// Whether nothing but perhaps a comment stands behind the key.
bool has_block_value(std::string_view line) {
  const std::string_view rest = line.substr(line.find(':') + 1);
  return is_blank(rest) || is_comment(rest);
}

struct Entry {
  Lines above;  ///< comments and empty lines
  Lines own;    ///< its line, and what belongs to it
};

/// Cuts the lines into entries, each of which begins where `begins` says; false where the first
/// line that says something is no begin.
template <typename Begins>
bool cut(std::span<const std::string> lines, std::size_t indent, Begins begins,
         std::vector<Entry>& entries, Lines& below) {
  Lines pending;
  for (const std::string& line : lines) {
    if (is_blank(line) || is_comment(line)) {
      pending.push_back(line);
      continue;
    }
    if (begins(line)) {
      Entry entry;
      // Comments that are indented further speak of what stands above them.
      std::size_t first = 0;
      while (!entries.empty() && first < pending.size() && !is_blank(pending[first]) &&
             indent_of(pending[first]) > indent)
        entries.back().own.push_back(pending[first++]);
      entry.above.assign(pending.begin() + std::ptrdiff_t(first), pending.end());
      entries.push_back(std::move(entry));
    } else if (entries.empty()) {
      return false;
    } else {
      auto& own = entries.back().own;
      own.insert(own.end(), pending.begin(), pending.end());
    }
    pending.clear();
    entries.back().own.push_back(line);
  }
  below = std::move(pending);
  return true;
}

void append(Lines& to, const Lines& lines) {
  to.insert(to.end(), lines.begin(), lines.end());
}

Lines formatted_block(std::span<const std::string> lines, std::string_view key);

/// The entry with what stands below its key formatted.
Lines formatted_entry(const Entry& entry) {
  Lines result{entry.own.front()};
  const auto rest = std::span(entry.own).subspan(1);
  if (has_block_value(entry.own.front()) && !rest.empty()) {
    append(result, formatted_block(rest, key_of(entry.own.front())));
  } else {
    result.insert(result.end(), rest.begin(), rest.end());
  }
  return result;
}

Lines formatted_mapping(std::span<const std::string> lines, std::size_t indent, bool own_names) {
  std::vector<Entry> entries;
  Lines below;
  const auto begins = [&](const std::string& line) {
    return indent_of(line) == indent && !key_of(line).empty();
  };
  if (!cut(lines, indent, begins, entries, below)) return {lines.begin(), lines.end()};
  if (!own_names) {
    // The comments at the very top speak of the whole.
    Lines top;
    if (indent == 0) top = std::exchange(entries.front().above, {});
    std::ranges::stable_sort(entries, {},
                             [](const Entry& e) { return rank(key_of(e.own.front())); });
    auto& above = entries.front().above;
    above.insert(above.begin(), top.begin(), top.end());
  }
  Lines result;
  for (const Entry& entry : entries) {
    append(result, entry.above);
    append(result, formatted_entry(entry));
  }
  append(result, below);
  return result;
}

/// An item "- key: …" is a mapping whose first line has a dash in its indent.
Lines formatted_item(const Entry& item, std::size_t indent) {
  std::string first = item.own.front();
  const std::size_t inner = first.find_first_not_of(' ', indent + 1);
  if (inner == std::string::npos || key_of(std::string(inner, ' ') + first.substr(inner)).empty())
    return item.own;
  Lines lines = item.own;
  lines.front().replace(indent, 1, " ");
  Lines result = formatted_mapping(lines, inner, false);
  const auto begin = std::ranges::find_if(
      result, [](const std::string& line) { return !is_blank(line) && !is_comment(line); });
  begin->replace(indent, 1, "-");
  // Comments above the key that has become the first stand above the item now.
  for (auto line = result.begin(); line != begin; ++line)
    if (!is_blank(*line)) line->erase(indent, indent_of(*line) - indent);
  return result;
}

/// `apart`: an empty line stands before each item of more than one line.
Lines formatted_sequence(std::span<const std::string> lines, std::size_t indent, bool apart) {
  std::vector<Entry> items;
  Lines below;
  const auto begins = [&](const std::string& line) {
    return indent_of(line) == indent && is_item(line);
  };
  if (!cut(lines, indent, begins, items, below)) return {lines.begin(), lines.end()};
  Lines result;
  for (const Entry& item : items) {
    const bool wants_blank = apart && !result.empty() && item.own.size() > 1;
    if (wants_blank && (item.above.empty() || !is_blank(item.above.front()))) result.emplace_back();
    append(result, item.above);
    append(result, formatted_item(item, indent));
  }
  append(result, below);
  return result;
}

/// What stands below `key`.
Lines formatted_block(std::span<const std::string> lines, std::string_view key) {
  const auto first = std::ranges::find_if(
      lines, [](const std::string& line) { return !is_blank(line) && !is_comment(line); });
  if (first == lines.end()) return {lines.begin(), lines.end()};
  const std::size_t indent = indent_of(*first);
  if (is_item(*first)) return formatted_sequence(lines, indent, key == "rules");
  if (!key_of(*first).empty()) return formatted_mapping(lines, indent, has_own_names(key));
  return {lines.begin(), lines.end()};
}

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// One empty line at most between others, and none at the ends.
std::string joined(const Lines& lines) {
  std::string text;
  bool owes_blank = false;
  for (const std::string& line : lines) {
    if (line.empty()) {
      owes_blank = !text.empty();
      continue;
    }
    if (std::exchange(owes_blank, false)) text += '\n';
    text += line + '\n';
  }
  return text;
}

bool says_the_same(const YAML::Node& a, const YAML::Node& b) {
  if (a.Type() != b.Type() || a.Tag() != b.Tag() || a.size() != b.size()) return false;
  if (a.IsScalar()) return a.Scalar() == b.Scalar();
  if (a.IsSequence()) {
    return std::equal(a.begin(), a.end(), b.begin(),
                      [](const auto& x, const auto& y) { return says_the_same(x, y); });
  }
  if (!a.IsMap()) return true;
  return std::all_of(a.begin(), a.end(), [&](const auto& member) {
    if (!member.first.IsScalar()) return false;
    const YAML::Node other = b[member.first.Scalar()];
    return other.IsDefined() && says_the_same(member.second, other);
  });
}

}  // namespace

tl::expected<std::string, Diagnostics> format_rules(const std::filesystem::path& path) {
  SourceFiles files(path.parent_path());
  const auto file = files.open(path);
  if (!file) return tl::unexpected(files.diagnostics());
  const std::string text(files.text(*file));
  std::string result;
  try {
    const YAML::Node before = YAML::Load(text);
    result = joined(formatted_block(lines_of(text), {}));
    if (says_the_same(before, YAML::Load(result))) return result;
  } catch (const YAML::Exception& e) {
    const auto line = static_cast<std::uint32_t>(std::max(0, e.mark.line));
    const auto column = static_cast<std::uint32_t>(std::max(0, e.mark.column));
    if (result.empty()) {
      files.error(files.place(*file, line + 1, column + 1), "this is not YAML: " + e.msg);
      return tl::unexpected(files.diagnostics());
    }
  }
  files.error(path, "cannot be formatted without changing what it says",
              "some of its YAML has a form that this does not know; it is left as it is");
  return tl::unexpected(files.diagnostics());
}

}  // namespace tamis
