#pragma once

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tamis::tools {

/// A line on standard output. What is no UTF-8, such as the name of a file, is replaced.
inline void print_line(const nlohmann::ordered_json& value) {
  fmt::print("{}\n", value.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace tamis::tools
