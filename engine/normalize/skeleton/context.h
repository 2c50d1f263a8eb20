#pragma once

#include <cstdint>
#include <span>

#include "tamis/base/skeleton_view.h"

namespace tamis {

/// Decides what a letter's neighbors decide: which letters are spelled one by one or repeated,
/// which digits and foreign letters are no disguise, and what is left that may be undone.
/// `scripts`: of each letter, see `LetterTable`.
void read_in_context(std::span<SkeletonLetter> letters, std::span<const std::uint8_t> scripts);

}  // namespace tamis
