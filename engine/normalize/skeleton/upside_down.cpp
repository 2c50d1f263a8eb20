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

/// Whether every letter of a word is one on its head, too.
bool may_be_turned(std::span<const Character> word) {
  return std::ranges::all_of(word, [](const Character& c) { return turned(c.value) != 0; });
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

std::size_t next_space(const Characters& characters, std::size_t at) {
  while (at < characters.size() && characters[at].value != ' ') ++at;
  return at;
}

void turn(std::span<Character> stretch) {
  std::ranges::reverse(stretch);
  for (Character& c : stretch) {
    const char32_t upright = turned(c.value);
    if (upright == 0) continue;
    c.value = upright;
    c.undone |= Evasion::upside_down;
  }
}

}  // namespace

bool turn_upside_down(Characters& characters) {
  const LetterTable& table = LetterTable::instance();
  const auto is_turned_letter = [&](const Character& c) { return table[c.value].is_turned; };
  if (std::ranges::none_of(characters, is_turned_letter)) return false;
  bool any_turned = false;
  // Stretches of words that are turned, or may be, between others.
  for (std::size_t begin = 0; begin < characters.size();) {
    std::size_t end = begin;
    bool any = false;
    for (std::size_t at = begin; at < characters.size();) {
      const std::size_t word_end = next_space(characters, at);
      const auto word = std::span(characters).subspan(at, word_end - at);
      const bool turned_here = is_turned(word);
      if (!turned_here && !may_be_turned(word)) break;
      any |= turned_here;
      end = word_end;
      at = word_end + 1;
    }
    if (any) turn(std::span(characters).subspan(begin, end - begin));
    any_turned |= any;
    begin = 1 + (end > begin ? end : next_space(characters, begin));
  }
  return any_turned;
}

}  // namespace tamis
