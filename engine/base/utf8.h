#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// UTF-8 that is known to be valid (RFC 3629). Nothing here checks; what comes from outside was
/// checked by the decoder.
namespace tamis::utf8 {

struct CodePoint {
  char32_t value;
  unsigned size;  ///< in bytes, 1 to 4
};

/// The code point that starts at `p`.
inline CodePoint decode(const char* p) noexcept {
  const auto* b = reinterpret_cast<const unsigned char*>(p);
  if (b[0] < 0x80) return {b[0], 1};
  if (b[0] < 0xE0) return {char32_t(b[0] & 0x1F) << 6 | char32_t(b[1] & 0x3F), 2};
  if (b[0] < 0xF0) {
    return {char32_t(b[0] & 0x0F) << 12 | char32_t(b[1] & 0x3F) << 6 | char32_t(b[2] & 0x3F), 3};
  }
  return {char32_t(b[0] & 0x07) << 18 | char32_t(b[1] & 0x3F) << 12 | char32_t(b[2] & 0x3F) << 6 |
              char32_t(b[3] & 0x3F),
          4};
}

/// Writes `c` at `p`, which has room for four bytes; returns its size.
inline unsigned encode(char32_t c, char* p) noexcept {
  if (c < 0x80) {
    p[0] = char(c);
    return 1;
  }
  if (c < 0x800) {
    p[0] = char(0xC0 | c >> 6);
    p[1] = char(0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    p[0] = char(0xE0 | c >> 12);
    p[1] = char(0x80 | (c >> 6 & 0x3F));
    p[2] = char(0x80 | (c & 0x3F));
    return 3;
  }
  p[0] = char(0xF0 | c >> 18);
  p[1] = char(0x80 | (c >> 12 & 0x3F));
  p[2] = char(0x80 | (c >> 6 & 0x3F));
  p[3] = char(0x80 | (c & 0x3F));
  return 4;
}

inline bool is_continuation(char byte) noexcept {
  return (byte & 0xC0) == 0x80;
}

/// The code point that ends just before `p`; there is one.
inline CodePoint decode_before(const char* p) noexcept {
  do --p;
  while (is_continuation(*p));
  return decode(p);
}

/// How many code points `text` holds.
inline std::size_t count(std::string_view text) noexcept {
  std::size_t n = 0;
  for (const char byte : text) n += !is_continuation(byte);
  return n;
}

/// How many UTF-16 code units `text` would take.
inline std::size_t count_utf16(std::string_view text) noexcept {
  std::size_t n = 0;
  for (const char byte : text) {
    n += !is_continuation(byte);
    n += static_cast<unsigned char>(byte) >= 0xF0;
  }
  return n;
}

}  // namespace tamis::utf8
