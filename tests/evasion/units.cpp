#include "units.h"

#include <algorithm>

#include "tamis/base/utf8.h"

namespace tamis::evasion {
namespace {

/// Combining marks, variation selectors and joiners: they belong to what stands before them.
constexpr bool extends(char32_t c) noexcept {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || c == 0x200D;
}

constexpr bool is_space(char32_t c) noexcept {
  return c == ' ' || c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

/// Roughly: outside the blocks of punctuation, symbols and emoji.
constexpr bool is_word_character(char32_t c) noexcept {
  if (c < 0x80) return is_ascii_letter(c) || (c >= '0' && c <= '9');
  return c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
         !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xFE00 && c <= 0xFE6F) &&
         !(c >= 0xFF00 && c <= 0xFF0F) && !(c >= 0x1F000 && c <= 0x1FFFF) && c < 0xE0000;
}

Unit::Role role_of(char32_t c) noexcept {
  if (is_space(c)) return Unit::Role::space;
  return is_word_character(c) ? Unit::Role::letter : Unit::Role::other;
}

std::vector<std::string_view> clusters(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, size] = utf8::decode(text.data() + i);
    if (i != begin && !extends(c)) {
      found.push_back(text.substr(begin, i - begin));
      begin = i;
    }
    i += size;
  }
  if (begin < text.size()) found.push_back(text.substr(begin));
  return found;
}

/// Brackets are shown mirrored in right-to-left text (UAX #9, L4), so one writes the other one.
std::string_view mirrored(std::string_view cluster) noexcept {
  constexpr std::string_view kBrackets = "()<>[]{}";
  const std::size_t at = cluster.size() == 1 ? kBrackets.find(cluster[0]) : std::string_view::npos;
  return at == std::string_view::npos ? cluster : kBrackets.substr(at ^ 1, 1);
}

}  // namespace

std::string to_utf8(char32_t c) {
  char bytes[4];
  return {bytes, utf8::encode(c, bytes)};
}

Units units_of(std::string_view term) {
  Units units;
  for (const std::string_view cluster : clusters(term)) {
    const auto [c, size] = utf8::decode(cluster.data());
    const Unit::Role role = role_of(c);
    const bool plain = role == Unit::Role::letter && size == cluster.size();
    units.push_back({std::string(cluster), role, c, plain});
  }
  return units;
}

std::vector<std::size_t> letters(const Units& units) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].is_letter()) found.push_back(i);
  }
  return found;
}

std::vector<std::size_t> gaps(const Units& units) {
  std::vector<std::size_t> found;
  const Unit* last = nullptr;
  for (const Unit& unit : units) {
    if (unit.role == Unit::Role::inserted) continue;
    if (last != nullptr && unit.is_letter()) found.push_back(std::size_t(last - units.data()));
    last = unit.is_letter() ? &unit : nullptr;
  }
  return found;
}

void reverse(Units& units, std::size_t begin, std::size_t end) {
  std::reverse(units.begin() + std::ptrdiff_t(begin), units.begin() + std::ptrdiff_t(end));
  for (std::size_t i = begin; i < end; ++i) {
    if (units[i].encoded || units[i].role == Unit::Role::inserted) continue;
    std::string turned;
    std::vector<std::string_view> parts = clusters(units[i].text);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) turned += mirrored(*part);
    units[i].text = std::move(turned);
  }
}

}  // namespace tamis::evasion
