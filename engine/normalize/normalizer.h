#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/base/code_point_set.h"
#include "tamis/base/word_rules.h"

namespace tamis {

/// So many times a code point stands in a row at most in a folded text; digits may more often.
inline constexpr unsigned kLongestFoldedRun = 4;

/// Fills `batch.folded` with the folded view of each message that has no fault. Texts lie in padded
/// buffers.
///
/// The folded view of a text is, in this order:
///  1. C0 and C1 controls, U+2800 and U+FFF9..U+FFFC removed; white space of any kind made U+0020;
///  2. NFKC_Casefold (Unicode Standard, section 3.13; UAX #15), which also removes
///  default-ignorable code points;
///     a base with more than 64 code points of marks is cut there first (as Stream-Safe Text Format
///     does);
///  3. traditional Chinese characters made simplified, one by one; typographic apostrophes,
///  quotation
///     marks, hyphens and dashes made ' " and -;
///  4. runs of U+0020 made one, and any other code point that stands more than four times in a row
///     made four, but for the digits 0 to 9.
/// Folding what is folded changes nothing.
void normalize(Batch& batch);

/// Says for each byte of a folded text which bytes of the original it came from.
class OffsetMap {
 public:
  /// Where `folded`, a span that is not empty, came from. A match that ends on a character that was
  /// repeated or composed covers all of it.
  TextSpan original(TextSpan folded) const noexcept {
    return {origins_[folded.begin].begin, origins_[folded.end - 1].end};
  }

  /// The folded bytes that came from `original`, which may be none.
  TextSpan folded(TextSpan original) const noexcept;

  /// Gives memory back that an unusually long text took.
  void trim() {
    if (origins_.capacity() > kMaxKept) origins_ = {};
  }

 private:
  friend class RecordingTrace;
  static constexpr std::size_t kMaxKept = std::size_t{1} << 20;  // 8 MiB
  std::vector<TextSpan> origins_;                                ///< of each folded byte
};

/// Folds one text alone, recording where everything came from. `folded` gets the same bytes that
/// `normalize` makes. `text` lies in a padded buffer.
void fold_recorded(std::string_view text, PaddedBuffer& folded, OffsetMap& map);

/// The folded view of `text`, which need not be padded: for terms, and for showing.
std::string fold(std::string_view text);

/// The version of ICU and of its data: another may fold otherwise.
std::string unicode_version();

/// Letters, digits and marks of the scripts that put spaces between words: UAX #29's Word_Break
/// values ALetter, Hebrew_Letter and Numeric, and the marks among Extend. A word of them ends where
/// the next character is none.
const CodePointSet& spaced_word_characters();

/// All letters, digits, marks and symbols: what a text is made of but for punctuation and space.
const CodePointSet& content_characters();

/// Those of them that are pictures, or color one or make flags: UTS #51's Extended_Pictographic,
/// Emoji_Modifier and Regional_Indicator, but for digits and letters.
const CodePointSet& emoji_characters();

/// All three.
inline WordRules word_rules() {
  return {spaced_word_characters(), content_characters(), emoji_characters()};
}

}  // namespace tamis
