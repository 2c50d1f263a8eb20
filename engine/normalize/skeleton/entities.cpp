#include <algorithm>
#include <array>
#include <string>

#include "tamis/normalize/skeleton/encodings.h"

namespace tamis {
namespace {

struct Name {
  std::u32string_view name;
  char32_t value;
};

/// Those that a person would use between letters or for them.
constexpr Name kEntities[] = {
    {U"amp", '&'},    {U"apos", '\''},  {U"ast", '*'},    {U"bull", 0x2022}, {U"colon", ':'},
    {U"comma", ','},  {U"commat", '@'}, {U"dollar", '$'}, {U"excl", '!'},    {U"gt", '>'},
    {U"hyphen", '-'}, {U"lowbar", '_'}, {U"lt", '<'},     {U"middot", 0xB7}, {U"nbsp", 0xA0},
    {U"num", '#'},    {U"period", '.'}, {U"plus", '+'},   {U"quot", '"'},    {U"shy", 0xAD},
    {U"sol", '/'},    {U"verbar", '|'}, {U"zwj", 0x200D}, {U"zwnj", 0x200C},
};
constexpr std::size_t kLongestReference = 12;  // characters of a reference

int digit_of(char32_t c, int base) noexcept {
  int digit = -1;
  if (c >= '0' && c <= '9') digit = int(c - '0');
  if (c >= 'a' && c <= 'f') digit = int(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') digit = int(c - 'A') + 10;
  return digit < base ? digit : -1;
}

struct Reference {
  char32_t value = 0;
  std::size_t size = 0;  ///< in characters; 0: there is none
};

Reference numeric(const Characters& text, std::size_t at) noexcept {
  std::size_t i = at + 2;
  const bool is_hex = i < text.size() && (text[i].value | 0x20) == 'x';
  i += is_hex;
  const std::size_t first = i;
  char32_t value = 0;
  for (; i < text.size() && i < at + kLongestReference; ++i) {
    const int digit = digit_of(text[i].value, is_hex ? 16 : 10);
    if (digit < 0) break;
    value = value * (is_hex ? 16 : 10) + char32_t(digit);
  }
  const bool is_valid = value != 0 && value < 0x110000 && (value < 0xD800 || value >= 0xE000);
  if (i == first || !is_valid) return {};
  if (i < text.size() && text[i].value == ';') ++i;  // browsers do without
  return {value, i - at};
}

Reference named(const Characters& text, std::size_t at) noexcept {
  std::array<char32_t, kLongestReference> letters;
  std::size_t size = 0;
  std::size_t i = at + 1;
  while (i < text.size() && size < letters.size() && text[i].value != ';') {
    letters[size++] = text[i++].value;
  }
  if (i == text.size() || text[i].value != ';') return {};
  const auto* found =
      std::ranges::find(kEntities, std::u32string_view(letters.data(), size), &Name::name);
  return found == std::end(kEntities) ? Reference{} : Reference{found->value, i + 1 - at};
}

}  // namespace

bool decode_entities(Characters& characters, Characters& scratch) {
  if (std::ranges::find(characters, char32_t('&'), &Character::value) == characters.end())
    return false;
  scratch.clear();
  bool any = false;
  for (std::size_t at = 0; at < characters.size();) {
    Reference reference;
    if (characters[at].value == '&' && at + 3 < characters.size()) {
      reference = characters[at + 1].value == '#' ? numeric(characters, at) : named(characters, at);
    }
    if (reference.size == 0) {
      scratch.push_back(characters[at++]);
      continue;
    }
    any = true;
    const Character& last = characters[at + reference.size - 1];
    scratch.push_back({reference.value,
                       {characters[at].origin.begin, last.origin.end},
                       characters[at].undone | Evasion::html_entity});
    at += reference.size;
  }
  if (any) characters.swap(scratch);
  return any;
}

}  // namespace tamis
