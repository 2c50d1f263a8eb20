#include <algorithm>
#include <array>
#include <utility>

#include "families.h"

namespace tamis::evasion {
namespace {

constexpr char32_t kRightToLeftOverride = 0x202E;
constexpr char32_t kLeftToRightOverride = 0x202D;
constexpr char32_t kPopFormatting = 0x202C;
constexpr char32_t kRightToLeftIsolate = 0x2067;
constexpr char32_t kPopIsolate = 0x2069;

/// From a letter to a later one, all of the term or a part, as unit indices `[begin, end)`.
std::pair<std::size_t, std::size_t> run_of(const std::vector<std::size_t>& found, Random& random) {
  if (random.one_in(2)) return {found.front(), found.back() + 1};
  const std::size_t begin = random.below(found.size() - 1);
  const std::size_t end = begin + 1 + random.below(found.size() - begin - 1);
  return {found[begin], found[end] + 1};
}

void enclose(Units& units, std::size_t begin, std::size_t end, std::string open,
             std::string close) {
  units.insert(units.begin() + std::ptrdiff_t(end), {std::move(close)});
  units.insert(units.begin() + std::ptrdiff_t(begin), {std::move(open)});
}

/// What is shown in order again, since the run is shown reversed.
void override_run(Units& units, std::size_t begin, std::size_t end, Random& random) {
  reverse(units, begin, end);
  std::string open = to_utf8(kRightToLeftOverride);
  std::string close = to_utf8(kPopFormatting);
  if (random.one_in(4)) {
    open.insert(0, to_utf8(kRightToLeftIsolate));
    close += to_utf8(kPopIsolate);
  }
  enclose(units, begin, end, std::move(open), std::move(close));
}

/// Embeddings and isolates leave Latin and Chinese letters in their order.
void isolate_run(Units& units, std::size_t begin, std::size_t end, Random& random) {
  constexpr std::array<std::pair<char32_t, char32_t>, 6> kPairs{
      {{0x202A, kPopFormatting},
       {0x202B, kPopFormatting},
       {kLeftToRightOverride, kPopFormatting},
       {0x2066, kPopIsolate},
       {kRightToLeftIsolate, kPopIsolate},
       {0x2068, kPopIsolate}}};
  const auto& [open, close] = random.pick(kPairs);
  enclose(units, begin, end, to_utf8(open), to_utf8(close));
}

void scatter_marks(Units& units, const std::vector<std::size_t>& found, Random& random) {
  constexpr std::array<char32_t, 3> kMarks{0x200E, 0x200F, 0x061C};
  const auto chosen = random.some_of(found);
  for (auto place = chosen.rbegin(); place != chosen.rend(); ++place) {
    units.insert(units.begin() + std::ptrdiff_t(*place) + 1, {to_utf8(random.pick(kMarks))});
  }
}

}  // namespace

bool use_bidi(Units& units, Random& random) {
  const std::vector<std::size_t> found = letters(units);
  const std::vector<std::size_t> between = gaps(units);
  if (found.size() < 2 || between.empty()) return false;
  const auto [begin, end] = run_of(found, random);
  switch (random.below(5)) {
    case 0:
      scatter_marks(units, between, random);
      break;
    case 1:
      isolate_run(units, begin, end, random);
      break;
    default:
      override_run(units, begin, end, random);
  }
  return true;
}

bool turn_upside_down(Units& units, Random& random) {
  const Table& turned = table(Family::upside_down);
  if (letters(units).empty()) return false;
  for (const Unit& unit : units) {
    if (unit.is_letter() && (!unit.plain || turned.of(unit.letter).empty())) return false;
  }
  for (Unit& unit : units) {
    if (unit.is_letter()) unit.replace(std::string(random.pick(turned.of(unit.letter))));
    if (unit.role != Unit::Role::other || unit.text.size() != 1) continue;
    if (const auto symbols = turned.of(char32_t(unit.text[0])); !symbols.empty()) {
      unit.text = random.pick(symbols);
    }
  }
  std::reverse(units.begin(), units.end());
  return true;
}

}  // namespace tamis::evasion
