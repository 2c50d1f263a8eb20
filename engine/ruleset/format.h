#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

#include "tamis/ruleset/diagnostic.h"

namespace tamis {

/// A rule file, pack.yaml, lists.yaml or policy as `tamis rules fmt` writes it: keys in one order,
/// one empty line between rules, none at the end, no space at the ends of lines. Comments stay with
/// the key that they stand above. Formatting what is formatted changes nothing.
///
/// Works on lines, for yaml-cpp loses comments; then both texts are parsed and must say the same.
/// Fails with what is wrong where the file is no YAML, or has a form that this cannot keep.
tl::expected<std::string, Diagnostics> format_rules(const std::filesystem::path& path);

}  // namespace tamis
