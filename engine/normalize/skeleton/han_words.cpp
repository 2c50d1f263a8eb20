#include "tamis/normalize/skeleton/han_words.h"

#include <algorithm>

namespace tamis {

void HanWords::start(std::span<const SkeletonLetter> letters) noexcept {
  letters_ = letters;
  known_.clear();
}

bool HanWords::begins(std::size_t letter) {
  if (letter >= letters_.size() || letters_[letter].gap != Gap::none) return true;
  if (known_.empty()) known_.resize(letters_.size());
  if (known_[letter] == Known::nothing) find_around(letter);
  return known_[letter] == Known::begins;
}

/// Breaks up the letters around this one that have no gap between them: no word reaches over one.
void HanWords::find_around(std::size_t letter) {
  std::size_t first = letter;
  while (first > 0 && letters_[first].gap == Gap::none) --first;
  std::size_t end = letter + 1;
  while (end < letters_.size() && letters_[end].gap == Gap::none) ++end;
  std::ranges::fill(std::span(known_).subspan(first, end - first), Known::inside);

  UErrorCode status = U_ZERO_ERROR;
  if (!words_)
    words_.reset(icu::BreakIterator::createWordInstance(icu::Locale::getChinese(), status));
  if (U_FAILURE(status) || !words_) return;
  icu::UnicodeString text;
  places_.clear();
  for (const SkeletonLetter& l : letters_.subspan(first, end - first)) {
    places_.push_back(text.length());
    text.append(l.plain < kNoPlain ? UChar32(l.plain) : UChar32('x'));
  }
  words_->setText(text);
  std::size_t i = 0;
  for (std::int32_t at = words_->first(); at != icu::BreakIterator::DONE; at = words_->next()) {
    while (i < places_.size() && places_[i] < at) ++i;
    if (i < places_.size() && places_[i] == at) known_[first + i] = Known::begins;
  }
}

}  // namespace tamis
