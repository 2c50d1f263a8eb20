#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

/// Makes the tables of characters that normalizing rests on, some tens of milliseconds' work,
/// unless they are made already. Else the first that needs them waits. From any thread.
void make_character_tables();

/// Makes the skeleton view: what is left of a text when disguises are undone. One for each thread.
class Skeletonizer {
 public:
  /// `vocabulary`, which outlives it, is that of the terms to be found.
  explicit Skeletonizer(const SkeletonVocabulary& vocabulary);
  Skeletonizer(Skeletonizer&&) noexcept;
  Skeletonizer& operator=(Skeletonizer&&) noexcept;
  ~Skeletonizer();

  /// Fills `batch.skeleton` with the skeletons of those messages in whose text something may be
  /// undone that `folded` leaves as it is. `normalize` comes before.
  void skeletonize(Batch& batch);

  /// Where words begin in skeletons, for whoever looks for terms in them.
  LetterWords& words() noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A term as it is looked for in skeletons.
struct TermSkeleton {
  std::string key;  ///< as it stands in `SkeletonView::bytes`; empty: it cannot be looked for
  std::u32string letters;  ///< folded
  std::u32string
      aliases;  ///< of each letter, see `SkeletonLetter`; of terms not looked for as written
  Reading reading = Reading::written;
  std::uint64_t spaces = 0;  ///< bit j: there is space before letter j
  std::uint64_t marks = 0;   ///< bit j: there is punctuation before letter j
};

/// Of a term that is folded already. One whose letters are not all of it (emoji), or are more than
/// 64, has no key.
TermSkeleton skeleton_of_term(std::string_view folded);

/// Adds what a term is looked for as in the pinyin view: by the syllables of its ideographs, if
/// there are two at least; and with some of them split into halves, each choice of up to four.
void add_pinyin_of_term(std::string_view folded, std::vector<TermSkeleton>& skeletons);

}  // namespace tamis
