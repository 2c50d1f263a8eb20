// make-syllables FILE writes the table that syllables.cpp includes: for each ideograph from U+4E00
// to U+9FFF the number of its most usual reading in Mandarin, without the tone, from ICU's
// transliterator Han-Latin (Unicode's Unihan data, kMandarin). Run when tamis is built: at start it
// would take half a second.
#include <cstdio>
#include <map>

#include "tamis/normalize/transliterator_table.h"

int main(int argc, char** argv) {
  const auto write = [](const icu::Transliterator& latin, std::FILE* file) {
    std::map<icu::UnicodeString, std::size_t> numbers;
    for (UChar32 c = 0x4E00; c < 0xA000; ++c) {
      icu::UnicodeString reading(c);
      latin.transliterate(reading);
      const bool is_read = reading.char32At(0) < 0x80;
      const std::size_t number =
          is_read ? numbers.try_emplace(reading, numbers.size() + 1).first->second : 0;
      std::fprintf(file, "%zu,%c", number, c % 16 == 15 ? '\n' : ' ');
    }
  };
  return tamis::write_transliterator_table(argc, argv, "Han-Latin; Latin-ASCII; Lower", write);
}
