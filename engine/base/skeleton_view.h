#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tamis/base/evasion.h"
#include "tamis/base/padded_buffer.h"
#include "tamis/base/text_span.h"

namespace tamis {

/// What stands between a letter of a skeleton and the one before it.
enum class Gap : std::uint8_t {
  none,           ///< nothing that a reader sees; the begin of a skeleton has a `stop` before it
  joiner,         ///< marks that may well be decoration: f*u*c*k
  punctuation,    ///< marks that sentences are made of, without space: f.u.c.k
  ellipsis,       ///< three or more of them, or an apostrophe, such as words have; brackets behind
                  ///< an ideograph
  space,          ///< one space
  wide_space,     ///< several, or the end of a line
  spaced_joiner,  ///< marks with space on both sides
  clause,         ///< marks with space on one side, as sentences have between their parts
  stop,           ///< what no word reaches over
};

/// What a letter is that no code point is: one drawn of several signs, or with a mark that it does
/// not compose with. Different symbols make different ones.
inline constexpr char32_t kNoPlain = 0x110000;
constexpr char32_t no_plain(char32_t symbol) noexcept {
  return kNoPlain + symbol;
}

/// How a term is looked for.
enum class Reading : std::uint8_t {
  written,  ///< by its letters
  sounded,  ///< by its ideographs' syllables
  split,    ///< with ideographs written as their halves
};

/// A letter, digit or symbol that may stand for a letter, of a text with what is not a letter taken
/// out.
struct SkeletonLetter {
  char32_t plain = 0;          ///< the code point that it folds to: always stands for itself
  std::uint32_t readings = 0;  ///< bit i: it may also stand for the letter 'a' + i
  std::uint32_t slang = 0;     ///< … where other letters are disguised, or this one stands where
                               ///< English has none: z for s
  TextSpan origin;             ///< in bytes of the message's text
  char32_t alias = 0;          ///< what it is looked up as: an ideograph's syllable, or what a half
                               ///< of one stands for; 0: nothing else
  EvasionSet disguise;         ///< what is undone to read it as one of `readings`
  EvasionSet undone;           ///< what was undone to read it at all
  EvasionSet gap_undone;       ///< what is undone to read over the gap before it
  std::uint32_t suspects = 0;  ///< how many letters up to and with this one have anything to undo
  Gap gap = Gap::stop;
  bool is_word = false;  ///< of a script with spaces between words
  bool is_ascii_letter = false;
  bool is_digit = false;
  bool is_single = false;    ///< alone between gaps, but for repeats of itself
  bool is_short = false;     ///< … or with one other
  bool is_spelled = false;   ///< one of a run of such letters
  bool is_repeated = false;  ///< one of a run of a letter that no word has

  /// Of several signs.
  bool is_drawn() const noexcept {
    return plain >= kNoPlain && disguise.contains(Evasion::leetspeak);
  }
};

/// Where words begin in a text without spaces between them. Belongs to one thread.
class LetterWords {
 public:
  virtual ~LetterWords() = default;
  /// The letters of one text, which outlive all questions about it.
  virtual void start(std::span<const SkeletonLetter> letters) noexcept = 0;
  /// Whether a word begins with this letter; behind the last letter, one does.
  virtual bool begins(std::size_t letter) = 0;
};

/// Where a term stands in a skeleton, and how it was hidden.
struct SkeletonHit {
  std::uint32_t message = 0;
  std::uint32_t pattern = 0;
  TextSpan origin;  ///< in bytes of the message's text
  EvasionSet undone;
};

/// Skeletons of those texts of a batch in which something may be undone.
///
/// `bytes` holds their keys, joined by '\n': look-alike letters are one symbol in a key, and
/// anything between letters and all repeats are left out. So one literal finds every way to write a
/// term, and others besides: whether a key that is found is the term, its letters tell.
struct SkeletonView {
  struct Segment {
    std::uint32_t message = 0;
    TextSpan span;     ///< in `bytes`
    TextSpan letters;  ///< in `letters`
  };

  PaddedBuffer bytes;
  std::vector<std::uint32_t> letter_at;  ///< of each byte that begins a symbol: its first letter
  std::vector<SkeletonLetter> letters;
  std::vector<Segment> segments;  ///< in the order of their messages; a message may have several
  std::vector<SkeletonHit> hits;  ///< by message

  /// Buffers for more letters are not kept: letters take fifty times the bytes of their text, which
  /// may be a megabyte long.
  static constexpr std::size_t kMostKept = std::size_t{1} << 16;

  void clear() noexcept {
    if (letters.capacity() > kMostKept) {
      *this = {};
      return;
    }
    bytes.clear();
    letter_at.clear();
    letters.clear();
    segments.clear();
    hits.clear();
  }
};

}  // namespace tamis
