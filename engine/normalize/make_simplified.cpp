// make-simplified FILE writes the table that fold_table.cpp includes: traditional characters with
// the simplified ones that stand for them, by ICU's transliterator Hant-Hans. Run when tamis is
// built: at start, reading ICU's rules alone would take as long as all else.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <unicode/uniset.h>

#include "tamis/normalize/transliterator_table.h"

namespace {

using Replacements = std::map<UChar32, UChar32>;

Replacements replacements(const icu::Transliterator& simplify) {
  icu::UnicodeSet sources;
  simplify.getSourceSet(sources);
  Replacements result;
  for (int i = 0; i < sources.getRangeCount(); ++i) {
    for (UChar32 c = sources.getRangeStart(i); c <= sources.getRangeEnd(i); ++c) {
      icu::UnicodeString string(c);
      simplify.transliterate(string);
      if (string.countChar32() == 1 && string.char32At(0) != c)
        result.emplace(c, string.char32At(0));
    }
  }
  return result;
}

/// What a character becomes in the end. Hant-Hans leads in circles (U+82CE to U+82E7 and back), of
/// which the least code point is taken, so that folding twice changes nothing.
UChar32 resolve(const Replacements& replacements, UChar32 c) {
  std::set<UChar32> seen;
  while (seen.insert(c).second) {
    const auto next = replacements.find(c);
    if (next == replacements.end()) return c;
    c = next->second;
  }
  UChar32 least = c;
  for (UChar32 at = replacements.at(c); at != c; at = replacements.at(at))
    least = std::min(least, at);
  return least;
}

}  // namespace

int main(int argc, char** argv) {
  const auto write = [](const icu::Transliterator& simplify, std::FILE* file) {
    const Replacements single = replacements(simplify);
    for (const auto& [c, _] : single) {
      const UChar32 last = resolve(single, c);
      if (last != c) std::fprintf(file, "{0x%X, 0x%X},\n", unsigned(c), unsigned(last));
    }
  };
  return tamis::write_transliterator_table(argc, argv, "Hant-Hans", write);
}
