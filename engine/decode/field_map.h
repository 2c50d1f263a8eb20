#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/result.h"

namespace tamis {

enum class Field : std::uint8_t { text, id, channel, sender, kind };

/// Where a message's fields stand: each a member's name ("text") or a JSON Pointer
/// ("/body/content", RFC 6901).
struct FieldNames {
  std::string text = "text";
  std::string id = "id";
  std::string channel = "channel";
  std::string sender = "sender";
  std::string kind = "kind";
};

/// A string that is looked for at the begin of others, its first eight bytes at once.
class Prefix {
 public:
  Prefix() = default;
  explicit Prefix(std::string string);

  /// Whether the bytes at `p` begin with it. Eight of them can be read in any case; behind these
  /// none is read past the first that differs.
  bool begins(const char* p) const noexcept {
    std::uint64_t head;
    std::memcpy(&head, p, sizeof head);
    return (head & mask_) == head_ &&
           (string_.size() <= sizeof head ||
            std::ranges::mismatch(string_, std::string_view(p, string_.size())).in1 ==
                string_.end());
  }

 private:
  std::string string_;
  std::uint64_t head_ = 0;
  std::uint64_t mask_ = 0;
};

/// The fields' places as a tree that is walked beside the JSON. Immutable; may be shared by
/// threads.
class FieldMap {
 public:
  /// A member or an element that leads to a field, or to a node further down.
  struct Edge {
    std::string key;
    Prefix quoted_key;  ///< as the key stands in JSON without escapes, with the quote behind it
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
