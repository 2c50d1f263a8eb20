#pragma once

#include <filesystem>
#include <span>

#include "tamis/ruleset/rule_set.h"
#include "tamis/ruleset/source_files.h"

namespace tamis {

/// Reads a policy for `categories`; what is wrong goes into `files`.
Policy read_policy(SourceFiles& files, const std::filesystem::path& path,
                   std::span<const Category> categories);

/// Review from 0.5, block from 0.85, for every category.
Policy built_in_policy(std::size_t categories);

}  // namespace tamis
