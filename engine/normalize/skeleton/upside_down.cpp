// A text turned by 180 degrees is read from its end: ʞɔnɟ. Letters that look like others on their
// heads (n and u, b and q) turn with their neighbors; one upside-down letter in an upright word
// turns alone, which the letter table sees to.
#include <algorithm>
#include <span>

#include "tamis/normalize/skeleton/letter_table.h"
#include "tamis/normalize/skeleton/look_alikes.h"
#include "tamis/normalize/skeleton/reorderings.h"

namespace tamis {
namespace {

bool is_letter(const Character& character) {
  return LetterTable::instance()[character.value].kind == LetterTable::Kind::letter;
}

/// Whether most letters of a word that could only stand one way stand on their heads.
bool is_turned(std::span<const Character> word) {
  std::size_t turned_letters = 0;
  std::size_t upright = 0;
  for (const Character& c : word) {
    if (is_upside_down(c.value)) {
      ++turned_letters;
    } else if (is_letter(c) && turned(c.value | 0x20) == 0 && turned(c.value) == 0) {
      ++upright;
    }
  }
  return turned_letters > upright;
}

}  // namespace

void turn_upside_down(Characters& characters) {
  if (std::ranges::none_of(characters, [](const Character& c) { return is_upside_down(c.value); }))
    return;
  const auto is_space = [](const Character& c) { return c.value == ' '; };
  // The stretch from the first word that is turned to the last one in a row.
  std::size_t begin = 0;
  while (begin < characters.size()) {
    std::size_t end = begin;
    std::size_t at = begin;
    while (at < characters.size()) {
      std::size_t word_end = at;
      while (word_end < characters.size() && !is_space(characters[word_end])) ++word_end;
      if (!is_turned(std::span(characters).subspan(at, word_end - at))) break;
      end = word_end;
      at = std::min(word_end + 1, characters.size());
    }
    if (end > begin) {
      const auto stretch = std::span(characters).subspan(begin, end - begin);
      std::ranges::reverse(stretch);
      for (Character& c : stretch) {
        const char32_t upright = turned(c.value);
        if (upright == 0) continue;
        c.value = upright;
        c.undone |= Evasion::upside_down;
      }
      begin = end;
    }
    while (begin < characters.size() && !is_space(characters[begin])) ++begin;
    ++begin;
  }
}

}  // namespace tamis
