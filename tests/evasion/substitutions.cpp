#include <algorithm>
#include <array>

#include "families.h"

namespace tamis::evasion {
namespace {

/// The letters of each word, as indices.
std::vector<std::vector<std::size_t>> words(const Units& units) {
  std::vector<std::vector<std::size_t>> found;
  bool within = false;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].role == Unit::Role::inserted) continue;
    if (units[i].is_letter()) {
      if (!within) found.emplace_back();
      found.back().push_back(i);
    }
    within = units[i].is_letter();
  }
  return found;
}

/// What can be hidden of a word so that it is still read: half of its letters but not the first,
/// nor digits; of a Chinese one a third.
struct Maskable {
  std::vector<std::size_t> letters;
  std::size_t most = 0;
  bool han = false;
};

/// `inner`: nor the last letter, where the symbol would be read as punctuation.
Maskable maskable(const Units& units, const std::vector<std::size_t>& word, bool inner) {
  Maskable found;
  std::size_t letters = 0;
  for (const std::size_t i : word) {
    const Unit& unit = units[i];
    if (unit.letter >= '0' && unit.letter <= '9') continue;
    ++letters;
    found.han |= is_han(unit.letter);
    const bool edge = i == word.front() || (inner && i == word.back());
    if (!edge && unit.plain) found.letters.push_back(i);
  }
  if (letters >= 3) found.most = std::min(found.letters.size(), letters / (found.han ? 3 : 2));
  return found;
}

}  // namespace

bool substitute(Units& units, Random& random, const Table& symbols) {
  const auto found = plain_letters(units, [&](char32_t c) { return !symbols.of(c).empty(); });
  if (found.empty()) return false;
  for (const std::size_t i : random.some_of(found)) {
    units[i].replace(std::string(random.pick(symbols.of(units[i].letter))));
  }
  return true;
}

bool use_tags(Units& units, Random& random) {
  const auto found = plain_letters(units, [](char32_t c) { return c < 0x80; });
  if (found.empty()) return false;
  std::size_t begin = 0;
  std::size_t end = found.size();
  if (random.one_in(2)) {
    begin = random.below(end);
    end = begin + 1 + random.below(end - begin);
  }
  const std::size_t last = found[end - 1];
  for (std::size_t i = found[begin]; i <= last; ++i) {
    Unit& unit = units[i];
    if (unit.plain && unit.letter < 0x80) unit.replace(to_utf8(0xE0000 + unit.letter));
    if (unit.role == Unit::Role::space && unit.text == " ") unit.replace(to_utf8(0xE0020));
  }
  if (random.one_in(4)) {  // as tags were once meant: opened and canceled
    units.insert(units.begin() + std::ptrdiff_t(last) + 1, {to_utf8(0xE007F)});
    units.insert(units.begin() + std::ptrdiff_t(found[begin]), {to_utf8(0xE0001)});
  }
  return true;
}

bool mask_letters(Units& units, Random& random) {
  constexpr std::array<std::string_view, 14> kSymbols{"*", "*", "*", "*", "#",  "_", "-",
                                                      ".", "@", "%", "•", "＊", "●", "∗"};
  constexpr std::array<std::string_view, 5> kHanSymbols{"*", "*", "＊", "○", "●"};
  const std::string symbol(random.pick(kSymbols));
  const std::string han_symbol(random.pick(kHanSymbols));
  const bool inner = symbol == "." || symbol == "-" || symbol == "_";
  std::vector<Maskable> found;
  for (const auto& word : words(units)) {
    if (Maskable letters = maskable(units, word, inner); letters.most > 0) found.push_back(letters);
  }
  if (found.empty()) return false;
  for (const Maskable& word : random.some_of(found)) {
    const std::size_t count = 1 + random.below(word.most);
    const std::size_t first = random.below(word.letters.size() - count + 1);
    for (std::size_t i = first; i < first + count; ++i) {
      units[word.letters[i]].replace(word.han ? han_symbol : symbol);
    }
  }
  return true;
}

}  // namespace tamis::evasion
