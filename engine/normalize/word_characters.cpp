// Which characters make words: one word's end is where a term with `match: word` may end.
#include <unicode/uchar.h>
#include <unicode/uvernum.h>

#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

CodePointSet code_points_where(bool (*predicate)(UChar32)) {
  CodePointSet set;
  for (UChar32 c = 0; c <= UCHAR_MAX_VALUE; ++c) {
    if (predicate(c)) set.insert(char32_t(c), char32_t(c));
  }
  return set;
}

bool is_mark(UChar32 c) {
  return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

}  // namespace

std::string unicode_version() {
  return U_ICU_VERSION " " U_UNICODE_VERSION;
}

const CodePointSet& spaced_word_characters() {
  static const CodePointSet set = code_points_where([](UChar32 c) {
    switch (u_getIntPropertyValue(c, UCHAR_WORD_BREAK)) {
      case U_WB_ALETTER:
      case U_WB_HEBREW_LETTER:
      case U_WB_NUMERIC:
        return true;
      case U_WB_EXTEND:
        return is_mark(c);  // not the emoji modifiers
      default:
        return false;
    }
  });
  return set;
}

const CodePointSet& content_characters() {
  static const CodePointSet set = code_points_where([](UChar32 c) {
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_S_MASK)) != 0;
  });
  return set;
}

}  // namespace tamis
