// Which characters make words: one word's end is where a term with `match: word` may end.
#include <initializer_list>
#include <stdexcept>

#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uvernum.h>

#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

/// The code points of which the property is one of these.
icu::UnicodeSet code_points_with(UProperty property, std::initializer_list<std::int32_t> values) {
  icu::UnicodeSet all;
  for (const std::int32_t value : values) {
    UErrorCode status = U_ZERO_ERROR;
    all.addAll(icu::UnicodeSet().applyIntPropertyValue(property, value, status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no data on characters' properties");
  }
  return all;
}

CodePointSet ranges_of(const icu::UnicodeSet& set) {
  CodePointSet ranges;
  for (std::int32_t i = 0; i < set.getRangeCount(); ++i)
    ranges.insert(char32_t(set.getRangeStart(i)), char32_t(set.getRangeEnd(i)));
  return ranges;
}

}  // namespace

std::string unicode_version() {
  return U_ICU_VERSION " " U_UNICODE_VERSION;
}

const CodePointSet& spaced_word_characters() {
  static const CodePointSet characters = [] {
    icu::UnicodeSet set = code_points_with(UCHAR_WORD_BREAK, {U_WB_EXTEND});
    set.retainAll(  // not the emoji modifiers
        code_points_with(UCHAR_GENERAL_CATEGORY_MASK, {U_GC_M_MASK}));
    set.addAll(
        code_points_with(UCHAR_WORD_BREAK, {U_WB_ALETTER, U_WB_HEBREW_LETTER, U_WB_NUMERIC}));
    return ranges_of(set);
  }();
  return characters;
}

const CodePointSet& content_characters() {
  static const CodePointSet characters = ranges_of(code_points_with(
      UCHAR_GENERAL_CATEGORY_MASK, {U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_S_MASK}));
  return characters;
}

}  // namespace tamis
