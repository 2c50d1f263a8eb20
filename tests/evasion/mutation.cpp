#include "mutation.h"

#include <algorithm>

#include "families.h"

namespace tamis::evasion {
namespace {

struct FamilyEntry {
  std::string_view name;
  bool (*apply)(Units&, Random&);
};

constexpr std::array<FamilyEntry, kFamilyCount> kFamilies{{
    {"zero-width", insert_zero_width},
    {"tag", use_tags},
    {"bidi", use_bidi},
    {"backspace", insert_backspaces},
    {"homoglyph", substitute<Family::homoglyph>},
    {"letterlike", substitute<Family::letterlike>},
    {"enclosed", substitute<Family::enclosed>},
    {"small-capital", substitute<Family::small_capital>},
    {"upside-down", turn_upside_down},
    {"mark", add_marks},
    {"leetspeak", substitute<Family::leetspeak>},
    {"masked", mask_letters},
    {"separator", insert_separators},
    {"spaced", insert_spaces},
    {"repeated", repeat_letters},
    {"emoji", insert_emoji},
    {"html-entity", encode_html},
    {"percent-encoding", encode_percent},
    {"base64", encode_base64},
    {"traditional", substitute<Family::traditional>},
    {"radical", substitute<Family::radical>},
    {"homophone", substitute<Family::homophone>},
    {"split-character", substitute<Family::split_character>},
}};

bool holds(std::span<const Family> families, Family family) noexcept {
  return std::find(families.begin(), families.end(), family) != families.end();
}

bool holds_any(std::span<const Family> families, std::span<const Family> wanted) noexcept {
  return std::any_of(wanted.begin(), wanted.end(), [&](Family f) { return holds(families, f); });
}

bool twice(std::span<const Family> families) noexcept {
  for (std::size_t i = 1; i < families.size(); ++i) {
    if (holds(families.first(i), families[i])) return true;
  }
  return false;
}

/// Senders write a word in capitals, begin it with one, or mix them.
void change_case(Units& units, Random& random) {
  const std::size_t manner = random.below(6);
  if (manner > 2) return;
  bool first = true;
  for (Unit& unit : units) {
    const bool upper = manner == 0 || (manner == 1 && first) || (manner == 2 && random.one_in(2));
    first = !unit.is_letter();
    if (!unit.plain || !is_ascii_letter(unit.letter)) continue;
    unit.letter = upper ? unit.letter & ~char32_t(32) : unit.letter | 32;
    unit.text = to_utf8(unit.letter);
  }
}

/// So that two terms do not meet the same numbers, nor one term under two families.
Random random_for(std::string_view term, std::span<const Family> families, std::uint64_t seed) {
  const auto add = [&](std::uint64_t value) { seed = Random(seed ^ value).next(); };
  for (const char byte : term) add(static_cast<unsigned char>(byte));
  for (const Family family : families) add(std::uint64_t(family));
  return Random(seed);
}

bool is_base64_character(char c) noexcept {
  return (c >= '0' && c <= '9') || is_ascii_letter(static_cast<unsigned char>(c)) ||
         std::string_view("+/-_=").find(c) != std::string_view::npos;
}

}  // namespace

std::string_view name(Family family) noexcept {
  return kFamilies[std::size_t(family)].name;
}

bool applies(Family family, std::string_view term) {
  return mutate(term, {0, std::uint32_t(term.size())}, std::span(&family, 1), 0).has_value();
}

bool combinable(std::span<const Family> families) noexcept {
  using enum Family;
  constexpr std::array kGuessed{leetspeak, homophone, split_character};
  constexpr std::array kEncodings{html_entity, percent_encoding};
  if (families.empty() || families.size() > 3 || twice(families)) return false;
  if (holds(families, bidi) && holds(families, upside_down)) return false;
  if (holds(families, masked) && holds_any(families, kGuessed)) return false;
  const auto after = std::find(families.begin(), families.end(), base64);
  return after == families.end() || std::all_of(after + 1, families.end(), [&](Family family) {
           return holds(kEncodings, family);
         });
}

std::optional<Mutated> mutate(std::string_view text, TextSpan term,
                              std::span<const Family> families, std::uint64_t seed) {
  if (!combinable(families)) return std::nullopt;
  const std::string_view before = text.substr(0, term.begin);
  const std::string_view after = text.substr(term.end);
  if (holds(families, Family::base64) && ((!before.empty() && is_base64_character(before.back())) ||
                                          (!after.empty() && is_base64_character(after.front())))) {
    return std::nullopt;
  }
  const std::string_view original = text.substr(term.begin, term.size());
  Random random = random_for(original, families, seed);
  Units units = units_of(original);
  change_case(units, random);
  for (const Family family : families) {
    if (!kFamilies[std::size_t(family)].apply(units, random)) return std::nullopt;
  }

  Mutated mutated{std::string(before), {}};
  bool begun = false;
  for (const Unit& unit : units) {
    const bool inside = unit.role != Unit::Role::inserted;
    if (inside && !begun) mutated.term.begin = std::uint32_t(mutated.text.size());
    begun |= inside;
    mutated.text += unit.text;
    if (inside) mutated.term.end = std::uint32_t(mutated.text.size());
  }
  mutated.text += after;
  return mutated;
}

}  // namespace tamis::evasion
