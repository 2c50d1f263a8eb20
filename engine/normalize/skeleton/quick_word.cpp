#include "tamis/normalize/skeleton/quick_word.h"

#include <span>

#include "tamis/normalize/normalizer.h"

namespace tamis {

void QuickWord::add_weak_mask() noexcept {
  end_piece();
  if (stretch_size_ == 0) return;
  if (stretch_size_ < kLongest) stretch_[stretch_size_] = 0;
  ++stretch_size_;
  ++masks_;
  may_hide_ |= ++run_of_masks_ == kLongestFoldedRun;  // may have been more
}

void QuickWord::add_joiner() noexcept {
  end_piece();
  end_stretch();
}

void QuickWord::split() noexcept {
  end_piece();
  end_stretch();
  may_hide_ |= singles_ >= 3 ||
               (pieces_ > 1 && (whole_begins_inside_ || vocabulary_.may_be_of_term(whole_)));
  whole_ = {};
  pieces_ = singles_ = 0;
  whole_begins_inside_ = false;
}

bool QuickWord::may_hide_term() noexcept {
  split();
  return may_hide_;
}

void QuickWord::end_piece() noexcept {
  if (letters_ == 0) return;
  if (pieces_ == 0) {
    whole_ = piece_;
    whole_begins_inside_ = piece_begins_inside_;
  }
  ++pieces_;
  singles_ += letters_ == 1;
  may_hide_ |= piece_is_odd_ && !piece_is_number_ &&
               (piece_begins_inside_ || vocabulary_.may_be_of_term(piece_));
  piece_ = {};
  letters_ = 0;
  piece_is_odd_ = piece_begins_inside_ = false;
  piece_is_number_ = true;
}

/// Marks at the end are none that stand for letters.
void QuickWord::end_stretch() noexcept {
  const std::size_t masks = masks_ - (stretch_size_ - known_end_);
  if (masks != 0 && known_end_ <= kLongest)
    may_hide_ |= vocabulary_.masked_words().may_hold(std::span(stretch_).first(known_end_));
  stretch_size_ = known_end_ = masks_ = run_of_masks_ = 0;
}

}  // namespace tamis
