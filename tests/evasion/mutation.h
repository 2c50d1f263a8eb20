#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tamis/base/text_span.h"

/// What a determined sender does to a term so that a filter misses it and a person still reads it.
///
/// Written from Unicode's data and from what is seen in abuse, not from what the engine undoes, and
/// it uses nothing of the engine but UTF-8 and spans. Everything here is a pure function: the same
/// arguments give the same result on each machine. Safe to call from any thread.
namespace tamis::evasion {

enum class Family : std::uint8_t {
  zero_width,        ///< invisible characters between letters
  tag,               ///< the term, or a run of it, in tag characters (U+E0000..)
  bidi,              ///< reversed letters in a right-to-left override, isolates, harmless marks
  backspace,         ///< wrong characters, each deleted again by U+0008 or U+007F
  homoglyph,         ///< letters of other scripts that look alike
  letterlike,        ///< fullwidth, mathematical, circled, squared, superscript
  enclosed,          ///< parenthesized, negative circled or squared, regional indicators
  small_capital,     ///< ꜰᴜʟʟʏ
  upside_down,       ///< turned by 180 degrees, so in reverse order
  mark,              ///< combining and enclosing marks, precomposed letters
  leetspeak,         ///< digits and punctuation read as letters
  masked,            ///< f*ck: at most half the letters of a word, a third of a Chinese one
  separator,         ///< f.u.c.k, 加*微*信
  spaced,            ///< f u c k
  repeated,          ///< fuuuck; alphabetic letters only
  emoji,             ///< emoji between letters
  html_entity,       ///< numeric character references
  percent_encoding,  ///< as in URLs
  base64,            ///< of the whole term
  traditional,       ///< traditional Chinese characters
  radical,           ///< radicals and compatibility ideographs of the same shape
  homophone,         ///< characters of the same toneless syllable
  split_character,   ///< 好 as 女子
};
inline constexpr std::size_t kFamilyCount = 23;

inline constexpr std::array<Family, kFamilyCount> kAllFamilies = [] {
  std::array<Family, kFamilyCount> families{};
  for (std::size_t i = 0; i < kFamilyCount; ++i) families[i] = Family(i);
  return families;
}();

/// The enum's spelling, with hyphens: "zero-width".
std::string_view name(Family family) noexcept;

/// Whether it is undone only for rules that ask for it, by `views: [pinyin]`.
constexpr bool is_opt_in(Family family) noexcept {
  return family == Family::homophone || family == Family::split_character;
}

/// Whether the family can do anything to the term: `split_character` only where a character splits.
bool applies(Family family, std::string_view term);

/// Whether the families make sense nested in this order. There must be one to three, none twice.
/// Nothing but an encoding follows base64; the others leave readable whatever follows them, except:
/// - two reversals (bidi, upside-down), which would give the term back;
/// - masked with another family that leaves letters to be guessed (leetspeak, homophone,
///   split-character).
bool combinable(std::span<const Family> families) noexcept;

struct Mutated {
  std::string text;
  /// The term's true place: the bytes from its first letter to its last, with the marks on them.
  /// Controls before the first letter and after the last (an override and its end) lie outside.
  TextSpan term;
};

/// Mutates the term, which stands at `term` in `text` (UTF-8), by each family in turn, the first
/// one innermost; what stands outside the term stays as it is. The seed, with the term and the
/// families, decides which letters are touched (one, some or all), which of several symbols stands
/// for each, and in half of the cases changes the case of ASCII letters. Nothing if the families
/// are not combinable, if one of them finds nothing to do after those before it, or if base64 would
/// run into what stands beside it.
std::optional<Mutated> mutate(std::string_view text, TextSpan term,
                              std::span<const Family> families, std::uint64_t seed);

}  // namespace tamis::evasion
