#pragma once

#include <span>

#include "tamis/normalize/skeleton/character.h"
#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

/// Puts those signs together that make words of terms, where several ways lead through a word:
/// `||_|` is lu, for none of these has a letter `||`, but `|_|` alone may be u, or li. `read` is
/// overwritten. Says whether there is any such word. Linear in the text.
bool read_drawn_words(std::span<const Character> characters, const SkeletonVocabulary& vocabulary,
                      Characters& read);

/// Whether a way leads through `word` by which it is of a term. Never false of one that is.
bool may_be_drawn_word(std::span<const Character> word, const SkeletonVocabulary& vocabulary);

}  // namespace tamis
