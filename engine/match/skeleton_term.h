#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "tamis/base/skeleton_view.h"

namespace tamis {

/// A literal pattern as it is looked for in skeletons.
struct SkeletonTerm {
  std::uint32_t pattern = 0;  ///< whose term this is
  std::u32string letters;     ///< folded; at most `kMaxLetters`, one at least
  std::u32string aliases;  ///< likewise, see `SkeletonLetter`; none if it is looked for as written
  Reading reading = Reading::written;
  std::uint64_t spaces = 0;  ///< bit j: there is space before letter j
  std::uint64_t marks = 0;   ///< bit j: there is punctuation before letter j
  bool word_begin = false;   ///< counts only where a word begins
  bool word_end = false;     ///< … and only where one ends
  bool whole = false;        ///< … and only where it is all letters that there are

  static constexpr std::size_t kMaxLetters = 64;
};

/// Where a term stands, and what was undone to see it there.
struct Alignment {
  TextSpan origin;
  EvasionSet undone;
};

/// The letters that a key's hit covers: indices into those of the text.
struct KeyHit {
  std::uint32_t begin;       ///< the first letter of its first symbol
  std::uint32_t begin_last;  ///< … of its last symbol
  std::uint32_t end;         ///< behind the last letter of its last symbol
};

/// Lays a term over the letters that its key covers. Each letter of the text must stand for one of
/// the term's, in their order and with none left out; repeats count as one if a run in the hit
/// shows that the sender repeats. Nothing where that cannot be done, where edges that the term asks
/// for are missing, or where nothing was undone. `words` knows of the same letters. Time is linear
/// in the hit.
std::optional<Alignment> align(const SkeletonTerm& term, std::span<const SkeletonLetter> letters,
                               KeyHit hit, LetterWords& words);

}  // namespace tamis
