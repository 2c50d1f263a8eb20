#pragma once

namespace tamis {

/// Stands for an ideograph's most usual reading in Mandarin, without its tone: the same for all
/// that sound alike. No code point that texts hold (U+F0000 and on, for private use); 0 where no
/// reading is known. From ICU's Han-Latin.
char32_t syllable_of(char32_t ideograph) noexcept;

}  // namespace tamis
