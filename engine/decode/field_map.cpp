#include "tamis/decode/field_map.h"

#include <algorithm>
#include <charconv>

namespace tamis {
namespace {

/// RFC 6901, section 4: "~1" is a slash, "~0" a tilde.
Result<std::string> unescape(std::string_view token, std::string_view pointer) {
  std::string key;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      key += token[i];
    } else if (i + 1 < token.size() && (token[i + 1] == '0' || token[i + 1] == '1')) {
      key += token[++i] == '0' ? '~' : '/';
    } else {
      return failure("'" + std::string(pointer) +
                     "': in a JSON Pointer, write ~0 for ~ and ~1 for /");
    }
  }
  return key;
}

Result<std::vector<std::string>> split(std::string_view name) {
  if (name.empty()) return failure("a field's name is empty");
  if (name.front() != '/') return std::vector{std::string(name)};
  std::vector<std::string> keys;
  for (std::size_t begin = 1; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    auto key = unescape(name.substr(begin, end - begin), name);
    if (!key) return tl::unexpected(key.error());
    keys.push_back(*std::move(key));
    begin = end + 1;
  }
  return keys;
}

std::size_t as_index(std::string_view key) {
  std::size_t index = FieldMap::Edge::kNoIndex;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool whole = error == std::errc{} && end == key.data() + key.size();
  const bool canonical = key == "0" || (!key.empty() && key.front() != '0');
  return whole && canonical ? index : FieldMap::Edge::kNoIndex;
}

/// A quote in the key would have to be escaped, so that such a key is found by its value only.
std::string quoted(const std::string& key) {
  return key.find_first_of("\"\\") == std::string::npos ? key + '"' : "\"\"";
}

}  // namespace

Prefix::Prefix(std::string string) : string_(std::move(string)) {
  const std::size_t size = std::min(string_.size(), sizeof head_);
  std::memcpy(&head_, string_.data(), size);
  mask_ = size == sizeof head_ ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * size)) - 1;
}

Result<FieldMap> FieldMap::make(const FieldNames& names) {
  FieldMap map;
  for (const auto& [field, name] : {std::pair{Field::text, &names.text},
                                    {Field::id, &names.id},
                                    {Field::channel, &names.channel},
                                    {Field::sender, &names.sender},
                                    {Field::kind, &names.kind}}) {
    if (auto added = map.add(field, *name); !added) return tl::unexpected(added.error());
  }
  return map;
}

Result<void> FieldMap::add(Field field, std::string_view name) {
  auto keys = split(name);
  if (!keys) return tl::unexpected(keys.error());
  std::uint32_t at = 0;
  for (std::size_t depth = 0; depth < keys->size(); ++depth) {
    const std::string& key = (*keys)[depth];
    const bool last = depth + 1 == keys->size();
    const auto found = std::ranges::find(nodes_[at], key, &Edge::key);
    if (found != nodes_[at].end()) {
      if (last || found->node == 0) {
        return failure("'" + std::string(name) + "' is, holds or lies in another field's place");
      }
      at = found->node;
      continue;
    }
    if (edge_count_ == 64) return failure("the fields' pointers are too long together");
    Edge edge{
        .key = key, .quoted_key = Prefix(quoted(key)), .index = as_index(key), .field = field};
    edge.seen_bit = std::uint64_t{1} << edge_count_++;
    if (!last) edge.node = static_cast<std::uint32_t>(nodes_.size());
    nodes_[at].push_back(edge);
    if (!last) {
      at = edge.node;
      nodes_.emplace_back();
    }
  }
  return {};
}

}  // namespace tamis
