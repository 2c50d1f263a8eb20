#include "tamis/normalize/skeleton/encodings.h"

namespace tamis {

bool decode_tags(Characters& characters, Characters&) {
  bool any = false;
  for (Character& character : characters) {
    if (character.value < 0xE0020 || character.value > 0xE007E) continue;
    character.value -= 0xE0000;
    character.undone |= Evasion::tag;
    any = true;
  }
  return any;
}

}  // namespace tamis
