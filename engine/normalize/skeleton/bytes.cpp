#include "tamis/normalize/skeleton/bytes.h"

namespace tamis {
namespace {

/// How many bytes begin with `lead`; 0: none do.
unsigned size_of(std::uint8_t lead) noexcept {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool is_shortest_and_scalar(char32_t c, unsigned size) noexcept {
  if (c >= 0x110000 || (c >= 0xD800 && c < 0xE000)) return false;
  return size == 1 || c >= (size == 2 ? 0x80U : size == 3 ? 0x800U : 0x10000U);
}

}  // namespace

bool append_utf8(std::span<const DecodedByte> bytes, Characters& characters) {
  const std::size_t before = characters.size();
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned size = size_of(bytes[at].value);
    bool is_valid = size != 0 && at + size <= bytes.size();
    char32_t value = size < 2 ? bytes[at].value : bytes[at].value & (0x7FU >> size);
    for (unsigned i = 1; is_valid && i < size; ++i) {
      is_valid = (bytes[at + i].value & 0xC0) == 0x80;
      value = value << 6 | (bytes[at + i].value & 0x3F);
    }
    if (!is_valid || !is_shortest_and_scalar(value, size)) {
      characters.resize(before);
      return false;
    }
    characters.push_back(
        {value, {bytes[at].origin.begin, bytes[at + size - 1].origin.end}, bytes[at].undone});
    at += size;
  }
  return true;
}

}  // namespace tamis
