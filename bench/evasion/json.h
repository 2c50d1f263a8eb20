#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace tamis::bench {

/// `text` as it stands between the quotes of a JSON string.
inline std::string json(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      escaped += fmt::format("\\{}", c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      escaped += fmt::format("\\u{:04x}", int(c));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace tamis::bench
