#pragma once

#include <span>
#include <vector>

#include "tamis/base/skeleton_view.h"
#include "tamis/normalize/skeleton/character.h"
#include "tamis/normalize/skeleton/leet_sequences.h"
#include "tamis/normalize/skeleton/letter_table.h"

namespace tamis {

/// Reads characters as the letters of a skeleton. Keeps buffers from call to call; belongs to one
/// thread.
class LetterReader {
 public:
  /// What signs among letters are: f|u|c|k or she|ter; or letters, but none that several of them
  /// are drawn as: those have been put together.
  enum class Signs : std::uint8_t { letters, decoration, single_letters };

  /// Appends the letters of one text, and its key, to `view` as a segment of `message`. Says
  /// whether there are signs among the letters.
  bool append(std::span<const Character> characters, Signs signs, std::uint32_t message,
              SkeletonView& view);

  /// Appends another segment for the text that was appended last, with its ideographs' syllables in
  /// the key, unless it has none.
  void append_syllables(std::uint32_t message, SkeletonView& view);

 private:
  /// What has been seen since the last letter.
  struct Between {
    unsigned spaces = 0;
    unsigned marks = 0;
    bool starts_with_space = false;
    bool ends_with_space = false;
    bool has_stop = false;
    unsigned punctuation = 0;
    bool has_apostrophe = false;
    bool has_bracket = false;
    bool ends_clause =
        false;  ///< of Chinese: what sentences are put together with, or a line's end
    bool has_emoji = false;
    EvasionSet invisible;  ///< families of what nobody sees
  };

  void read(std::span<const Character> characters);
  void see(LetterTable::Kind kind) noexcept;
  void see_mark(const Character& character);
  void add(const LetterTable::Entry& entry, const Character& character);
  void add_expansion(const Character& character);
  std::size_t read_sign(std::span<const Character> characters, std::size_t at);
  bool is_only_apostrophe(std::span<const Character> characters, std::size_t at) const noexcept;
  std::size_t add_drawn(const LeetSequence& drawn, std::span<const Character> characters);
  LeetSequence leet_pair(std::span<const Character> characters, std::size_t at) const;
  bool is_letter_or_sign(const Character& character) const noexcept;
  bool has_letter_before(std::span<const Character> characters, std::size_t at) const noexcept;
  bool stands_alone(std::span<const Character> characters, std::size_t at) const noexcept;
  bool has_letter_after(std::span<const Character> characters, std::size_t end) const noexcept;
  Gap gap() const noexcept;
  EvasionSet gap_families(Gap gap) const noexcept;
  void append_segment(std::uint32_t message, SkeletonView& view) const;
  void append_key(SkeletonView& view, std::uint32_t first_letter) const;

  const LetterTable& table_ = LetterTable::instance();
  std::vector<SkeletonLetter> letters_;
  std::vector<char32_t> symbols_;      ///< of each letter
  std::vector<std::uint8_t> scripts_;  ///< of each letter
  Between between_;
  Signs signs_ = Signs::letters;
  bool has_inner_signs_ = false;
  std::size_t drawn_end_ = 0;     ///< behind the last signs that may be a letter
  std::size_t brackets_end_ = 0;  ///< behind the last bracket that closes others
  bool has_framed_ = false;       ///< letters in frames, beside which a flag is two more of them
};

}  // namespace tamis
