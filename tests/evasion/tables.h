#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mutation.h"

namespace tamis::evasion {

/// What may stand for a character. Made from the files in data/, which say where they come from.
class Table {
 public:
  /// Of a line, the first character can be any of those that follow, or every one any other.
  enum class Line { first_to_others, each_to_others };

  Table(std::string_view lines, Line kind);

  /// A capital letter that has no symbols of its own has those of the small one.
  std::span<const std::string_view> of(char32_t letter) const;

 private:
  std::unordered_map<char32_t, std::vector<std::string_view>> symbols_;
};

/// The table of a family that replaces characters by others.
const Table& table(Family family);

}  // namespace tamis::evasion
