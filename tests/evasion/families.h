#pragma once

#include "random.h"
#include "tables.h"
#include "units.h"

/// Each function does to the term's units what its family does, and says whether there was anything
/// to do: that depends on the units alone, not on the random numbers.
namespace tamis::evasion {

// insertions.cpp
bool insert_zero_width(Units& units, Random& random);
bool insert_backspaces(Units& units, Random& random);
bool insert_separators(Units& units, Random& random);
bool insert_spaces(Units& units, Random& random);
bool insert_emoji(Units& units, Random& random);
bool repeat_letters(Units& units, Random& random);
bool add_marks(Units& units, Random& random);

// substitutions.cpp
bool substitute(Units& units, Random& random, const Table& symbols);
bool use_tags(Units& units, Random& random);
bool mask_letters(Units& units, Random& random);

/// The families that are a table of symbols and nothing else.
template <Family family>
bool substitute(Units& units, Random& random) {
  return substitute(units, random, table(family));
}

// reorderings.cpp
bool use_bidi(Units& units, Random& random);
bool turn_upside_down(Units& units, Random& random);

// encodings.cpp
bool encode_html(Units& units, Random& random);
bool encode_percent(Units& units, Random& random);
bool encode_base64(Units& units, Random& random);

}  // namespace tamis::evasion
