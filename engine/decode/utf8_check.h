#pragma once

#include <string_view>

namespace tamis {

/// Whether `bytes` are valid UTF-8 (RFC 3629), by simdjson.
bool is_valid_utf8(std::string_view bytes) noexcept;

}  // namespace tamis
