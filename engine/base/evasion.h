#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tamis {

/// A family of tricks by which a sender hides a word from a screen, not from a reader.
enum class Evasion : std::uint8_t {
  zero_width,
  tag,
  bidi,
  backspace,
  homoglyph,
  letterlike,
  enclosed,
  small_capital,
  upside_down,
  mark,
  leetspeak,
  masked,
  separator,
  spaced,
  repeated,
  emoji,
  html_entity,
  percent_encoding,
  base64,
  traditional,
  radical,
  homophone,
  split_character,
};
inline constexpr std::size_t kEvasionCount = std::size_t(Evasion::split_character) + 1;

/// The family's name in verdicts.
constexpr std::string_view name(Evasion evasion) noexcept {
  constexpr std::array<std::string_view, kEvasionCount> kNames{"zero-width",     "tag",
                                                               "bidi",           "backspace",
                                                               "homoglyph",      "letterlike",
                                                               "enclosed",       "small-capital",
                                                               "upside-down",    "mark",
                                                               "leetspeak",      "masked",
                                                               "separator",      "spaced",
                                                               "repeated",       "emoji",
                                                               "html-entity",    "percent-encoding",
                                                               "base64",         "traditional",
                                                               "radical",        "homophone",
                                                               "split-character"};
  return kNames[std::size_t(evasion)];
}

class EvasionSet {
 public:
  constexpr EvasionSet() noexcept = default;
  constexpr EvasionSet(Evasion evasion) noexcept : bits_(1U << unsigned(evasion)) {}

  constexpr bool contains(Evasion evasion) const noexcept {
    return (bits_ >> unsigned(evasion) & 1) != 0;
  }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr EvasionSet& operator|=(EvasionSet other) noexcept {
    bits_ |= other.bits_;
    return *this;
  }
  constexpr EvasionSet without(EvasionSet other) const noexcept {
    EvasionSet rest = *this;
    rest.bits_ &= ~other.bits_;
    return rest;
  }
  friend constexpr EvasionSet operator|(EvasionSet a, EvasionSet b) noexcept { return a |= b; }
  friend constexpr bool operator==(EvasionSet, EvasionSet) noexcept = default;

 private:
  std::uint32_t bits_ = 0;
};

constexpr EvasionSet operator|(Evasion a, Evasion b) noexcept {
  return EvasionSet(a) | EvasionSet(b);
}

/// What the folded view undoes too: no reason to find in the skeleton what is not in the former.
inline constexpr EvasionSet kFoldedEvasions =
    Evasion::zero_width | Evasion::letterlike | Evasion::traditional;

}  // namespace tamis
