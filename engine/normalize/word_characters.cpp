// Which characters make words: one word's end is where a term with `match: word` may end.
#include <stdexcept>

#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uvernum.h>

#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

/// The code points of a set that is written as in UTS #18.
CodePointSet code_points_of(const char16_t* pattern) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeSet set(pattern, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no data on characters' properties");
  CodePointSet code_points;
  for (std::int32_t i = 0; i < set.getRangeCount(); ++i)
    code_points.insert(char32_t(set.getRangeStart(i)), char32_t(set.getRangeEnd(i)));
  return code_points;
}

}  // namespace

std::string unicode_version() {
  return U_ICU_VERSION " " U_UNICODE_VERSION;
}

const CodePointSet& spaced_word_characters() {
  // Of what extends, marks only: not the emoji modifiers.
  static const CodePointSet characters = code_points_of(
      u"[\\p{WB=ALetter} \\p{WB=Hebrew_Letter} \\p{WB=Numeric} [\\p{WB=Extend} & \\p{M}]]");
  return characters;
}

const CodePointSet& content_characters() {
  static const CodePointSet characters = code_points_of(u"[\\p{L} \\p{N} \\p{M} \\p{S}]");
  return characters;
}

const CodePointSet& emoji_characters() {
  static const CodePointSet characters = code_points_of(
      u"[[\\p{Extended_Pictographic} \\p{Emoji_Modifier} \\p{Regional_Indicator}] - [\\p{L} "
      u"\\p{N}]]");
  return characters;
}

}  // namespace tamis
