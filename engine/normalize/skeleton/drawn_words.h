#pragma once

#include <cstddef>
#include <span>

#include "tamis/normalize/skeleton/character.h"
#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

/// So many ways through a word are looked at.
inline constexpr std::size_t kMostDrawnWays = 4;

/// Puts those signs together that make words of terms, where several ways lead through a word:
/// `||_|` is lu, for none of these has a letter `||`, but `|_|` alone may be u, or li. Where
/// several ways make words, by the one that is number `rank`, or the last. `read` is overwritten.
/// Says whether any word has so many. Linear in the text.
bool read_drawn_words(std::span<const Character> characters, const SkeletonVocabulary& vocabulary,
                      std::size_t rank, Characters& read);

/// Whether a way leads through `word` by which it is of a term. Never false of one that is.
bool may_be_drawn_word(std::span<const Character> word, const SkeletonVocabulary& vocabulary);

}  // namespace tamis
