#include "tamis/normalize/skeleton/character.h"

#include "tamis/base/utf8.h"

namespace tamis {

void decode(std::string_view text, Characters& characters) {
  characters.clear();
  for (std::uint32_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    characters.push_back({c.value, {at, at + c.size}, {}});
    at += c.size;
  }
}

}  // namespace tamis
