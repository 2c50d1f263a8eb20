// The order on the screen is worked out by ICU's implementation of UAX #9, which finds the levels;
// runs of right-to-left characters are then read from their end, marks staying behind their base.
// Only texts with an override are looked at: without one, no letter of the Latin or Han script
// changes its place among its neighbors.
#include <algorithm>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <unicode/ubidi.h>
#include <unicode/uchar.h>

#include "tamis/normalize/skeleton/reorderings.h"

namespace tamis {
namespace {

struct Close {
  void operator()(UBiDi* bidi) const noexcept { ubidi_close(bidi); }
};

bool is_override(const Character& character) noexcept {
  return character.value == 0x202D || character.value == 0x202E;
}

bool is_combining(char32_t c) noexcept {
  return (U_GET_GC_MASK(UChar32(c)) & U_GC_M_MASK) != 0;
}

/// Appends a run of right-to-left characters, last first.
void append_reversed(std::span<const Character> run, Characters& out) {
  for (std::size_t end = run.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && is_combining(run[begin].value)) --begin;
    for (std::size_t i = begin; i < end; ++i) {
      out.push_back(run[i]);
      out.back().undone |= Evasion::bidi;
    }
    end = begin;
  }
}

}  // namespace

void apply_overrides(Characters& characters, Characters& scratch) {
  if (std::ranges::none_of(characters, is_override)) return;
  std::u16string text;
  std::vector<std::uint32_t> character_of;  // of each code unit
  for (std::uint32_t i = 0; i < characters.size(); ++i) {
    char16_t units[2];
    std::int32_t size = 0;
    U16_APPEND_UNSAFE(units, size, characters[i].value);
    text.append(units, std::size_t(size));
    character_of.insert(character_of.end(), std::size_t(size), i);
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UBiDi, Close> bidi(ubidi_open());
  if (bidi == nullptr) throw std::bad_alloc();
  ubidi_setPara(bidi.get(), text.data(), std::int32_t(text.size()), UBIDI_DEFAULT_LTR, nullptr,
                &status);
  const std::int32_t runs = ubidi_countRuns(bidi.get(), &status);
  if (U_FAILURE(status)) return;
  scratch.clear();
  for (std::int32_t r = 0; r < runs; ++r) {
    std::int32_t start = 0;
    std::int32_t length = 0;
    const auto direction = ubidi_getVisualRun(bidi.get(), r, &start, &length);
    const std::size_t first = character_of[std::size_t(start)];
    const std::size_t last = character_of[std::size_t(start + length - 1)];
    const auto run = std::span(characters).subspan(first, last + 1 - first);
    if (direction == UBIDI_RTL) {
      append_reversed(run, scratch);
    } else {
      scratch.insert(scratch.end(), run.begin(), run.end());
    }
  }
  characters.swap(scratch);
}

}  // namespace tamis
