#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tamis/base/evasion.h"

namespace tamis {

/// What each code point is to a reader who looks for letters. Immutable; shared by all threads.
class LetterTable {
 public:
  enum class Kind : std::uint8_t {
    letter,     ///< of any script; digits too
    symbol,     ///< may stand for a letter among letters: @ $ !
    mark,       ///< combines with what stands before it
    expansion,  ///< stands for several letters, those that it folds to
    space,
    line_end,
    joiner,       ///< marks that do not belong into sentences without space beside them: * _ |
    punctuation,  ///< marks that do: . , '
    apostrophe,
    stop,  ///< marks that no word reaches over
    emoji,
    invisible,
  };

  struct Entry {
    char32_t plain = 0;          ///< what it folds to
    std::uint32_t readings = 0;  ///< bit i: it may also stand for 'a' + i
    char32_t symbol = 0;         ///< what it is in a key: the same for all that look alike
    EvasionSet disguise;         ///< the family by which it stands for its readings
    EvasionSet undone;           ///< the family that folding undoes
    Kind kind = Kind::letter;
    std::uint8_t script = 0;     ///< 0: Latin, 1: none; others share what is left up to 31
    bool is_turned : 1 = false;  ///< seldom seen but in texts upside down
    bool is_word : 1 = false;    ///< of a script with spaces between words
    bool folds_from_odd : 1 =
        false;  ///< a letter that folds to it has readings that it has not, or stands on its head
  };

  /// Made from ICU's data at the first call.
  static const LetterTable& instance();

  Entry operator[](char32_t c) const noexcept {
    const std::uint32_t block = index_[c >> 8];
    return block == kIdeographs ? ideograph(c) : blocks_[block + (c & 0xFF)];
  }
  Kind kind(char32_t c) const noexcept {
    const std::uint32_t block = index_[c >> 8];
    return block == kIdeographs ? ideograph(c).kind : blocks_[block + (c & 0xFF)].kind;
  }

 private:
  LetterTable();

  void note_odd_origins() noexcept;
  static Entry ideograph(char32_t c) noexcept;

  static constexpr std::uint32_t kIdeographs = ~0U;  ///< a block that the fold table says all about
  std::array<std::uint32_t, 0x1100> index_{};
  std::vector<Entry> blocks_;
};

/// The symbol of all letters that share a look-alike with `letter`, which is a to z.
constexpr char32_t letter_class(char32_t letter) noexcept {
  // l: 1 ! |; g, q: 6 9; p: |>; z: bastardz; v: cvnt
  constexpr std::string_view kClasses = "abcdefbhijkimnodbrstuuwxys";
  return static_cast<unsigned char>(kClasses[letter - 'a']);
}

/// The symbol of a set of readings (bit i: 'a' + i), all of which share one.
char32_t symbol_of(std::uint32_t readings) noexcept;

}  // namespace tamis
