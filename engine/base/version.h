#pragma once

#include <string_view>

namespace tamis {

/// The engine's version: part of every rule set's id, for another engine may judge otherwise.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace tamis
