#include <algorithm>
#include <vector>

#include "tamis/normalize/skeleton/bytes.h"
#include "tamis/normalize/skeleton/encodings.h"

namespace tamis {
namespace {

int hex(char32_t c) noexcept {
  if (c >= '0' && c <= '9') return int(c - '0');
  if (c >= 'a' && c <= 'f') return int(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return int(c - 'A') + 10;
  return -1;
}

bool is_escape(const Characters& text, std::size_t at) noexcept {
  return at + 2 < text.size() && text[at].value == '%' && hex(text[at + 1].value) >= 0 &&
         hex(text[at + 2].value) >= 0;
}

}  // namespace

bool decode_percent(Characters& characters, Characters& scratch) {
  thread_local std::vector<DecodedByte> bytes;
  if (std::ranges::find(characters, char32_t('%'), &Character::value) == characters.end())
    return false;
  scratch.clear();
  bool any = false;
  for (std::size_t at = 0; at < characters.size();) {
    const std::size_t begin = at;
    bytes.clear();
    for (; is_escape(characters, at); at += 3) {
      bytes.push_back({static_cast<std::uint8_t>(hex(characters[at + 1].value) << 4 |
                                                 hex(characters[at + 2].value)),
                       {characters[at].origin.begin, characters[at + 2].origin.end},
                       characters[at].undone | Evasion::percent_encoding});
    }
    if (at == begin) {
      scratch.push_back(characters[at++]);
    } else if (append_utf8(bytes, scratch)) {
      any = true;
    } else {
      scratch.insert(scratch.end(), characters.begin() + std::ptrdiff_t(begin),
                     characters.begin() + std::ptrdiff_t(at));
    }
  }
  if (any) characters.swap(scratch);
  return any;
}

}  // namespace tamis
