#pragma once

#include <string_view>

namespace tamis {

/// The two halves as which a character is written that is to be hidden: 好 as 女子. Each is a
/// character of its own. Empty if it is not split so.
std::u32string_view halves_of(char32_t ideograph) noexcept;

/// What a half stands for that is no character of its own: 亻 for 人. Others stand for themselves.
constexpr char32_t standing_half(char32_t c) noexcept {
  switch (c) {
    case U'亻':
      return U'人';
    case U'讠':
      return U'言';
    case U'钅':
      return U'金';
    case U'犭':
      return U'犬';
    default:
      return c;
  }
}

}  // namespace tamis
