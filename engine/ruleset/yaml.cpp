#include "tamis/ruleset/yaml.h"

#include <algorithm>

#include <fmt/format.h>

namespace tamis {
namespace {

std::string_view kind_of(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return "a single value";
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Map:
      return "a mapping";
    default:
      return "nothing";
  }
}

}  // namespace

const Yaml* find(const std::vector<Yaml::Member>& members, std::string_view key) {
  const auto found = std::ranges::find(members, key, &Yaml::Member::key);
  return found == members.end() ? nullptr : &found->value;
}

std::string any_of(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
    text += fmt::format("'{}'", names[i]);
  }
  return text;
}

std::optional<Yaml> Yaml::parse(SourceFiles& files, std::uint32_t file) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(files.text(file)));
    if (documents.empty()) return Yaml(files, file, YAML::Node());
    if (documents.size() > 1) {
      Yaml(files, file, documents[1]).error("a second document begins here; a file holds one");
      return std::nullopt;
    }
    return Yaml(files, file, documents.front());
  } catch (const YAML::Exception& e) {
    const auto line = static_cast<std::uint32_t>(std::max(0, e.mark.line));
    const auto column = static_cast<std::uint32_t>(std::max(0, e.mark.column));
    files.error(files.place(file, line + 1, column + 1), "this is not YAML: " + e.msg);
    return std::nullopt;
  }
}

SourcePlace Yaml::place() const {
  if (place_) return *place_;
  const YAML::Mark mark = node_.Mark();
  if (mark.is_null()) return {file_, 1, 1};
  return files_->place(file_, static_cast<std::uint32_t>(mark.line) + 1,
                       static_cast<std::uint32_t>(mark.column) + 1);
}

std::vector<Yaml::Member> Yaml::members(std::string_view what,
                                        const std::vector<std::string_view>& known) const {
  std::vector<Member> members;
  if (!node_.IsMap()) {
    error(fmt::format("{} must be a mapping of keys to values, but this is {}", what,
                      kind_of(node_)));
    return members;
  }
  for (const auto& pair : node_) {
    const Yaml key(*files_, file_, pair.first);
    if (!pair.first.IsScalar()) {
      key.error("a key must be a plain word");
      continue;
    }
    const std::string& name = pair.first.Scalar();
    if (!known.empty() && std::ranges::find(known, name) == known.end()) {
      key.error(fmt::format("{} has no key '{}'", what, name), "expected " + any_of(known));
    } else if (std::ranges::find(members, name, &Member::key) != members.end()) {
      key.error(fmt::format("the key '{}' stands twice", name));
    } else {
      members.push_back({name, key, Yaml(*files_, file_, pair.second)});
      if (pair.second.IsNull()) members.back().value.place_ = key.place();
    }
  }
  return members;
}

std::optional<std::string> Yaml::string(std::string_view what) const {
  if (node_.IsScalar()) return node_.Scalar();
  error(fmt::format("{} must be text, but this is {}", what, kind_of(node_)));
  return std::nullopt;
}

std::optional<double> Yaml::number(std::string_view what, double above, double at_most) const {
  double value = 0;
  if (node_.IsScalar() && YAML::convert<double>::decode(node_, value) && value > above &&
      value <= at_most)
    return value;
  error(fmt::format("{} must be a number above {} and at most {}", what, above, at_most));
  return std::nullopt;
}

std::optional<std::uint32_t> Yaml::count(std::string_view what) const {
  std::uint32_t value = 0;
  if (node_.IsScalar() && YAML::convert<std::uint32_t>::decode(node_, value) && value > 0 &&
      value <= 1'000'000)
    return value;
  error(fmt::format("{} must be a whole number from 1 to 1000000", what));
  return std::nullopt;
}

std::optional<std::size_t> Yaml::choice(std::string_view what,
                                        const std::vector<std::string_view>& names) const {
  if (node_.IsScalar()) {
    const auto found = std::ranges::find(names, node_.Scalar());
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  }
  error(fmt::format("{} must be {}", what, any_of(names)));
  return std::nullopt;
}

std::vector<Yaml> Yaml::elements(std::string_view what) const {
  std::vector<Yaml> elements;
  if (!node_.IsSequence()) {
    error(fmt::format("{} must be a list, but this is {}", what, kind_of(node_)));
    return elements;
  }
  for (const auto& element : node_) elements.push_back(Yaml(*files_, file_, element));
  return elements;
}

std::vector<Yaml> Yaml::one_or_more() const {
  if (!node_.IsSequence()) return {*this};
  return elements("this");
}

}  // namespace tamis
