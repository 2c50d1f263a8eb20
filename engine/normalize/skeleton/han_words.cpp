#include "tamis/normalize/skeleton/han_words.h"

namespace tamis {

void HanWords::start(std::span<const SkeletonLetter> letters) noexcept {
  letters_ = letters;
  is_found_ = false;
}

bool HanWords::begins(std::size_t letter) {
  if (letter >= letters_.size() || letters_[letter].gap != Gap::none) return true;
  if (!is_found_) find();
  return begins_[letter] != 0;
}

void HanWords::find() {
  is_found_ = true;
  begins_.assign(letters_.size(), 0);
  UErrorCode status = U_ZERO_ERROR;
  if (!words_)
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
  if (U_FAILURE(status) || !words_) return;
  icu::UnicodeString text;
  places_.clear();
  for (const SkeletonLetter& letter : letters_) {
    if (letter.gap != Gap::none) text.append(UChar32(' '));
    places_.push_back(text.length());
    text.append(letter.plain < kNoPlain ? UChar32(letter.plain) : UChar32('x'));
  }
  words_->setText(text);
  std::size_t i = 0;
  for (std::int32_t at = words_->first(); at != icu::BreakIterator::DONE; at = words_->next()) {
    while (i < places_.size() && places_[i] < at) ++i;
    if (i < places_.size() && places_[i] == at) begins_[i] = 1;
  }
}

}  // namespace tamis
