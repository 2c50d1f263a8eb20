#pragma once

#include <string_view>

/// The files in data/, made into a source by the build.
namespace tamis::evasion::data {

extern const std::string_view kSymbols;
extern const std::string_view kTraditional;
extern const std::string_view kRadicals;
extern const std::string_view kHomophones;
extern const std::string_view kSplits;

}  // namespace tamis::evasion::data
