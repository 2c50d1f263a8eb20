#include "tamis/normalize/skeleton/reorderings.h"

namespace tamis {

void apply_deletions(Characters& characters) {
  std::size_t kept = 0;
  bool has_deleted = false;
  for (const Character& character : characters) {
    if (character.value == 0x08 || character.value == 0x7F) {
      if (kept > 0) --kept;
      if (kept > 0) characters[kept - 1].undone |= Evasion::backspace;
      has_deleted = true;
      continue;
    }
    characters[kept] = character;
    if (has_deleted) characters[kept].undone |= Evasion::backspace;
    has_deleted = false;
    ++kept;
  }
  characters.resize(kept);
}

}  // namespace tamis
