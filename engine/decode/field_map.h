#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/result.h"

namespace tamis {

enum class Field : std::uint8_t { text, id, channel, sender, kind };
inline constexpr std::size_t kFieldCount = 5;

/// Where a message's fields stand: each a member's name ("text") or a JSON Pointer
/// ("/body/content", RFC 6901).
struct FieldNames {
  std::string text = "text";
  std::string id = "id";
  std::string channel = "channel";
  std::string sender = "sender";
  std::string kind = "kind";
};

/// The fields' places as a tree that is walked beside the JSON. Immutable; may be shared by
/// threads.
class FieldMap {
 public:
  /// A member or an element that leads to a field, or to a node further down.
  struct Edge {
    std::string key;
    std::size_t index = kNoIndex;  ///< `key` as an array index
    std::uint32_t node = 0;        ///< 0: a field
    Field field = Field::text;
    std::uint64_t seen_bit = 0;  ///< of its own, to tell duplicates by

    static constexpr std::size_t kNoIndex = ~std::size_t{0};
  };
  using Node = std::vector<Edge>;

  /// Fails on a malformed pointer, or if two fields are one place or one lies inside the other.
  static Result<FieldMap> make(const FieldNames& names);

  const Node& root() const noexcept { return nodes_.front(); }
  const Node& node(std::uint32_t index) const noexcept { return nodes_[index]; }

 private:
  Result<void> add(Field field, std::string_view name);

  std::vector<Node> nodes_ = std::vector<Node>(1);
  std::uint32_t edge_count_ = 0;
};

}  // namespace tamis
