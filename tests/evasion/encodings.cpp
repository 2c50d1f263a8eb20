#include <algorithm>

#include <fmt/format.h>

#include "families.h"
#include "tamis/base/utf8.h"

namespace tamis::evasion {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `&#102;` in one of the ways in which it can be written; `open` leaves out the semicolon.
std::string reference(char32_t c, bool open, Random& random) {
  const auto code = std::uint32_t(c);
  const std::string_view zeros = random.one_in(4) ? "0000" : "";
  std::string written;
  switch (random.below(4)) {
    case 0:
      written = fmt::format("&#x{}{:x}", zeros, code);
      break;
    case 1:
      written = fmt::format("&#X{}{:X}", zeros, code);
      break;
    default:
      written = fmt::format("&#{}{}", zeros, code);
  }
  if (!open) written += ';';
  return written;
}

std::string percent(std::string_view bytes, bool upper) {
  std::string written;
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    written += upper ? fmt::format("%{:02X}", value) : fmt::format("%{:02x}", value);
  }
  return written;
}

}  // namespace

/// Semicolons can be left out (HTML Standard, numeric character references) where another reference
/// follows.
bool encode_html(Units& units, Random& random) {
  const auto found = letters(units);
  if (found.empty()) return false;
  const bool careless = random.one_in(5);
  auto chosen = random.some_of(found);
  bool reference_follows = false;
  for (std::size_t i = units.size(); i-- > 0;) {
    if (chosen.empty() || chosen.back() != i) {
      reference_follows = false;
      continue;
    }
    chosen.pop_back();
    std::string written;
    const std::string& text = units[i].text;
    for (std::size_t at = 0; at < text.size();) {
      const auto [c, size] = utf8::decode(text.data() + at);
      at += size;
      written += reference(c, careless && (at < text.size() || reference_follows), random);
    }
    units[i].replace(std::move(written));
    units[i].encoded = true;
    reference_follows = true;
  }
  return true;
}

bool encode_percent(Units& units, Random& random) {
  const auto found = letters(units);
  if (found.empty()) return false;
  const auto chosen = random.some_of(found);
  const bool upper = random.one_in(2);
  for (const std::size_t i : chosen) {
    units[i].replace(percent(units[i].text, upper));
    units[i].encoded = true;
  }
  if (chosen.size() < found.size()) return true;
  const std::string space = random.one_in(4) ? "+" : "%20";
  for (Unit& unit : units) {
    if (unit.role == Unit::Role::space && unit.text == " ") unit.replace(space);
  }
  return true;
}

/// RFC 4648, either alphabet, with padding or without.
bool encode_base64(Units& units, Random& random) {
  std::string bytes;
  for (const Unit& unit : units) bytes += unit.text;
  if (bytes.size() < 4) return false;  // what is shorter stays readable to nobody
  const bool url = random.one_in(3);
  const std::string_view alphabet = url ? kUrlAlphabet : kAlphabet;
  std::string written;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    }
    const std::size_t digits = std::min<std::size_t>(4, bytes.size() - i + 1);
    for (std::size_t j = 0; j < digits; ++j) written += alphabet[group >> (18 - 6 * j) & 63];
  }
  if (!url || random.one_in(2)) written.append((4 - written.size() % 4) % 4, '=');
  units = {{std::move(written), Unit::Role::letter, 0, false, true}};
  return true;
}

}  // namespace tamis::evasion
