#include "tamis/normalize/skeleton/leet_sequences.h"

#include <string_view>

#include "tamis/normalize/skeleton/look_alikes.h"

namespace tamis {
namespace {

struct Drawing {
  std::string_view signs;
  std::string_view letters;
};

/// Longer ones before those that they begin with.
constexpr Drawing kDrawings[] = {
    {"/\\/\\", "m"}, {"\\/\\/", "w"}, {"|\\/|", "m"}, {"|/\\|", "w"}, {"/\\/", "n"},
    {"|\\|", "n"},   {"|-|", "h"},    {"|_|", "u"},   {"|3", "b"},    {"|)", "d"},
    {"|>", "dp"},    {"|=", "f"},     {"|<", "k"},    {"|{", "k"},    {"|_", "l"},
    {"|2", "r"},     {"|*", "p"},     {"()", "o"},    {"[]", "o"},    {"><", "x"},
    {")(", "x"},     {"`/", "y"},     {"/\\", "a"},   {"\\/", "v"},   {"(_)", "u"},
};

template <class At>
LeetSequence longest(std::size_t size, At at, std::size_t rank = 0) noexcept {
  if (size == 0 || !begins_leet_sequence(at(0))) return {};
  for (const auto& [signs, letters] : kDrawings) {
    if (signs.size() > size) continue;
    bool fits = true;
    for (std::size_t i = 0; i < signs.size() && fits; ++i) fits = at(i) == char32_t(signs[i]);
    if (!fits || rank-- != 0) continue;
    LeetSequence result{.size = signs.size()};
    for (const char letter : letters) result.readings |= letter_bit(char32_t(letter));
    return result;
  }
  return {};
}

}  // namespace

LeetSequence leet_sequence(std::span<const Character> characters, std::size_t rank) noexcept {
  return longest(
      characters.size(), [&](std::size_t i) { return characters[i].value; }, rank);
}

LeetSequence leet_pair(std::span<const Character> characters) noexcept {
  if (characters.size() < 2) return {};
  const auto is = [&](char first, char second) {
    return (characters[0].value | 0x20) == char32_t(first) &&
           (characters[1].value | 0x20) == char32_t(second);
  };
  if (is('p', 'h')) return {letter_bit('f'), 2};
  if (is('v', 'v')) return {letter_bit('w'), 2};
  return {};
}

std::size_t brackets_end(std::span<const Character> characters) noexcept {
  std::size_t end = characters.size();
  while (end > 0 && characters[end - 1].value != ')' && characters[end - 1].value != U'）') --end;
  return end;
}

LeetSequence leet_sequence(std::string_view bytes) noexcept {
  return longest(bytes.size(),
                 [&](std::size_t i) { return char32_t(static_cast<unsigned char>(bytes[i])); });
}

}  // namespace tamis
