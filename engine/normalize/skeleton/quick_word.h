#pragma once

#include <array>
#include <cstddef>

#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

/// A word of letters, digits and marks that join words, put together as it comes: says cheaply
/// that it is no term's whatever is undone, which is so of nearly all.
class QuickWord {
 public:
  explicit QuickWord(const SkeletonVocabulary& vocabulary) noexcept : vocabulary_(vocabulary) {}

  void add_letter(char32_t symbol) noexcept {
    piece_is_number_ = false;
    add(symbol);
  }
  void add_digit(char32_t symbol) noexcept {
    piece_is_odd_ = true;
    add(symbol);
  }
  /// What has been added is not written as it would be without anything to hide.
  void note_odd() noexcept { piece_is_odd_ = true; }
  /// A mark between words, which may stand for a letter: co-op, n.w.
  void add_weak_mask() noexcept;
  /// Another mark between words: and/or.
  void add_joiner() noexcept;
  /// What comes is a word of its own: I'll.
  void split() noexcept;

  /// Ends the word. Never false of one that hides a term, or a word of a phrase.
  bool may_hide_term() noexcept;

 private:
  static constexpr std::size_t kLongest = 24;  ///< letters of a word that may be masked

  void add(char32_t symbol) noexcept {
    piece_.add(symbol);
    piece_begins_inside_ |= vocabulary_.may_begin_inside(piece_);
    if (pieces_ != 0) {  // until then they are the same
      whole_.add(symbol);
      whole_begins_inside_ |= vocabulary_.may_begin_inside(whole_);
    }
    ++letters_;
    if (stretch_size_ < kLongest) stretch_[stretch_size_] = symbol;
    known_end_ = ++stretch_size_;
    run_of_masks_ = 0;
  }
  void end_piece() noexcept;
  void end_stretch() noexcept;

  const SkeletonVocabulary& vocabulary_;
  SkeletonVocabulary::KeyHash whole_;
  SkeletonVocabulary::KeyHash piece_;  ///< since the last mark
  std::size_t letters_ = 0;            ///< of the piece, digits too
  unsigned pieces_ = 0;
  unsigned singles_ = 0;  ///< pieces of one letter
  bool piece_is_odd_ = false;
  bool piece_is_number_ = true;
  bool piece_begins_inside_ = false;
  bool whole_begins_inside_ = false;
  bool may_hide_ = false;

  std::array<char32_t, kLongest> stretch_{};  ///< letters' symbols, and 0 for weak masks
  std::size_t stretch_size_ = 0;
  std::size_t masks_ = 0;  ///< in it
  std::size_t run_of_masks_ = 0;
  std::size_t known_end_ = 0;
};

}  // namespace tamis
