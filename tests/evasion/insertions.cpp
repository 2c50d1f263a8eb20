#include <algorithm>
#include <array>

#include "families.h"

namespace tamis::evasion {
namespace {

/// Puts what `make` returns after each of the units at `places`, which ascend.
template <typename Function>
void insert_after(Units& units, const std::vector<std::size_t>& places, Function make) {
  Units longer;
  auto place = places.begin();
  for (std::size_t i = 0; i < units.size(); ++i) {
    longer.push_back(std::move(units[i]));
    if (place == places.end() || *place != i) continue;
    longer.push_back({make()});
    ++place;
  }
  units = std::move(longer);
}

constexpr std::array<char32_t, 38> kInvisible{
    0x200B, 0x200B,  0x200C,  0x200D,  0x2060,  0xFEFF, 0x00AD, 0x034F, 0x180E, 0x2061,
    0x2062, 0x2063,  0x2064,  0x206A,  0x206C,  0x206E, 0x115F, 0x1160, 0x17B4, 0x17B5,
    0x2800, 0x3164,  0xFFA0,  0xFFF9,  0xFFFA,  0xFFFB, 0xFFFC, 0x180B, 0x180D, 0xFE00,
    0xFE0E, 0xE0100, 0xE01EF, 0x1D173, 0x1D17A, 0x0001, 0x0006, 0x001F};

constexpr std::array<std::string_view, 24> kSeparators{".", ".", "-", "-", "_", "*",  "*",  "/",
                                                       "|", "~", "+", "=", ",", ":",  "!",  "'",
                                                       "^", "#", "·", "•", "–", "、", "。", "丶"};

constexpr std::array<std::string_view, 10> kSpaces{" ",  " ",      " ",      " ",      "  ",
                                                   "\t", "\u00A0", "\u2009", "\u2003", "\u3000"};

/// With a variation selector, a skin tone, a joiner, a flag and a keycap among them.
constexpr std::array<std::string_view, 20> kEmoji{
    "😀",       "😂",    "🔥", "💦",      "🍆",        "👍",           "❤️",         "✨",
    "💯",       "🤬", "⭐", "➡️", "👍🏽", "👩‍💻", "🏳️‍🌈", "🇺🇸",
    "#️⃣", "🀄",    "☠", "♥"};

constexpr std::array<std::string_view, 16> kOverlays{
    "\u0300", "\u0301", "\u0302", "\u0303", "\u0308", "\u0323", "\u0327", "\u032D",
    "\u0332", "\u0334", "\u0335", "\u0336", "\u0338", "\u0353", "\u0489", "\u035C"};
constexpr std::array<std::string_view, 6> kEnclosing{"\u20DD", "\u20DE", "\u20DF",
                                                     "\u20E0", "\u20E2", "\u20E3"};

}  // namespace

bool insert_zero_width(Units& units, Random& random) {
  const auto found = gaps(units);
  if (found.empty()) return false;
  insert_after(units, random.some_of(found), [&] {
    std::string invisible;
    for (std::size_t n = 1 + random.below(3); n > 0; --n) {
      invisible += to_utf8(random.pick(kInvisible));
    }
    return invisible;
  });
  return true;
}

bool insert_backspaces(Units& units, Random& random) {
  const auto found = gaps(units);
  if (found.empty()) return false;
  insert_after(units, random.some_of(found), [&] {
    std::string typed;
    const std::size_t n = 1 + random.below(3);
    for (std::size_t i = 0; i < n; ++i) typed += char('a' + random.below(26));
    return typed.append(n, random.one_in(3) ? '\x7F' : '\b');
  });
  return true;
}

bool insert_separators(Units& units, Random& random) {
  const auto found = gaps(units);
  if (found.empty()) return false;
  const auto used = [&](std::string_view symbol) {
    return std::any_of(units.begin(), units.end(),
                       [&](const Unit& unit) { return unit.text == symbol; });
  };
  std::string symbol;
  do symbol = random.pick(kSeparators);
  while (used(symbol));  // f*.*.k, not f*****k
  const std::string one = symbol;
  if (random.one_in(6)) symbol += one;
  const bool all = random.one_in(2);
  insert_after(units, all ? found : random.some_of(found), [&] { return symbol; });
  if (all && random.one_in(3)) {
    for (Unit& unit : units) {
      if (unit.role == Unit::Role::space) unit.replace(symbol);
    }
  }
  return true;
}

bool insert_spaces(Units& units, Random& random) {
  auto found = gaps(units);
  if (found.empty()) return false;
  if (found.size() > 2 && random.one_in(5)) {  // "f u ck"
    found.erase(found.begin() + std::ptrdiff_t(random.below(found.size())));
  }
  const std::string_view space = random.pick(kSpaces);
  insert_after(units, found, [&] { return std::string(space); });
  const std::size_t wider = 1 + random.below(3);
  for (Unit& unit : units) {
    if (unit.role != Unit::Role::space || unit.text != " ") continue;
    unit.text.clear();
    for (std::size_t i = 0; i < wider; ++i) unit.text += space;
  }
  return true;
}

bool insert_emoji(Units& units, Random& random) {
  const auto found = gaps(units);
  if (found.empty()) return false;
  const bool same = random.one_in(2);
  const std::string_view one = random.pick(kEmoji);
  insert_after(units, random.some_of(found), [&] {
    std::string emoji(same ? one : random.pick(kEmoji));
    if (random.one_in(5)) emoji += random.pick(kEmoji);
    return emoji;
  });
  return true;
}

bool repeat_letters(Units& units, Random& random) {
  std::vector<std::size_t> found = letters(units);
  std::erase_if(found, [&](std::size_t i) {
    const char32_t c = units[i].letter;
    return is_han(c) || (c >= '0' && c <= '9');
  });
  if (found.empty()) return false;
  const std::size_t most = random.one_in(4) ? 9 : 3;
  for (const std::size_t i : random.some_of(found)) {
    std::string times = units[i].text;
    for (std::size_t n = 1 + random.below(most); n > 0; --n) times += units[i].text;
    units[i].replace(std::move(times));
  }
  return true;
}

bool add_marks(Units& units, Random& random) {
  std::vector<std::size_t> found = letters(units);
  std::erase_if(found, [&](std::size_t i) { return units[i].encoded; });
  if (found.empty()) return false;
  const std::size_t manner = random.below(4);
  const std::string_view same = random.pick(kOverlays);
  for (const std::size_t i : random.some_of(found)) {
    const auto precomposed = table(Family::mark).of(units[i].letter);
    if (manner == 0 && units[i].plain && !precomposed.empty()) {
      units[i].replace(std::string(random.pick(precomposed)));
    } else if (manner == 1) {
      units[i].replace(units[i].text + std::string(random.pick(kEnclosing)));
    } else if (manner == 2) {
      std::string heap = units[i].text;
      for (std::size_t n = 1 + random.below(8); n > 0; --n) heap += random.pick(kOverlays);
      units[i].replace(std::move(heap));
    } else {
      units[i].replace(units[i].text + std::string(same));
    }
  }
  return true;
}

}  // namespace tamis::evasion
