#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace tamis {

/// The line without white space at its end.
inline std::string_view without_space(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

/// Takes each line of a text, without its end, and its number from 1 on.
template <typename Take>
void for_each_line(std::string_view text, const Take& take) {
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    take(text.substr(begin, end - begin), ++number);
    begin = end + 1;
  }
}

}  // namespace tamis
