#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/normalize/skeleton/bloom_filter.h"
#include "tamis/normalize/skeleton/character.h"

namespace tamis {

/// The words of all terms, to be found when letters of them are masked: `f*ck`, `sh**`, 加*信.
/// Immutable once filled; may be shared by threads.
class MaskedWords {
 public:
  MaskedWords() = default;
  /// `terms` are folded.
  explicit MaskedWords(std::span<const std::string_view> terms);

  /// Fills the masked letters of each word in `characters` that may be one of these; where there
  /// are several, with the one that is number `rank`. Says whether any word has so many. `filled`
  /// is overwritten. Linear in the text.
  bool fill(std::span<const Character> characters, std::size_t rank, Characters& filled) const;

  /// Whether a sign may stand for any letter.
  static bool is_mask(char32_t c) noexcept {
    return c < 0x80 ? (kAsciiMasks[c >> 6] >> (c & 63) & 1) != 0 : is_other_mask(c);
  }

  /// Marks that words are joined by, too; they are masks only where no other stands.
  static bool is_weak_mask(char32_t c) noexcept { return c == '-' || c == '.' || c == '_'; }
  /// What a word is read through: marks, what is invisible, emoji.
  static bool is_transparent(char32_t c) noexcept;
  /// Whether a sign may stand for an ideograph.
  static bool masks_ideographs(char32_t c) noexcept;
  /// Never false of one of these words whose letters are masked where `symbols` has 0; letters are
  /// symbols, see `LetterTable`.
  bool may_hold(std::span<const char32_t> symbols) const noexcept;
  using Pair = std::array<char32_t, 2>;
  /// Never false of an ideograph that is masked where these stand before and behind it; 0: none.
  bool may_hold_between(const Pair& before, const Pair& behind) const noexcept;

  /// So many words for one masked word are looked at.
  static constexpr std::size_t kMaxRanks = 4;

 private:
  static bool is_other_mask(char32_t c) noexcept;
  /// Bits of # % * - . and of @ ^ _ ~
  static constexpr std::uint64_t kAsciiMasks[2] = {
      1ULL << '#' | 1ULL << '%' | 1ULL << '*' | 1ULL << '-' | 1ULL << '.',
      1ULL << ('@' - 64) | 1ULL << ('^' - 64) | 1ULL << ('_' - 64) | 1ULL << ('~' - 64)};

  struct Entry {
    std::uint64_t clue;  ///< the word's length, and two of its letters with their places
    std::uint32_t word;
    std::uint32_t place;  ///< of the ideograph that a clue stands for
  };

  struct Word {
    std::u32string letters;  ///< folded; or all ideographs of a term
    bool is_term = false;    ///< the only word of one
  };

  /// A word in a term of several, and those before and behind it there; `kNone`: there are none.
  struct Use {
    std::uint32_t word;
    std::uint32_t before;
    std::uint32_t behind;
  };
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  static bool has_masked_word(std::span<const Character> characters) noexcept;
  void add_words(std::string_view term, std::map<std::u32string, std::uint32_t>& known);
  void add_clues(std::uint32_t word);
  void add_ideographs(std::u32string_view term);
  bool fill_word(Characters& text, std::size_t begin, std::size_t end, std::size_t rank) const;
  bool fill_places(Characters& text, std::span<const std::size_t> word, std::size_t rank) const;
  bool is_beside(std::uint32_t word, const Characters& text, std::size_t first,
                 std::size_t last) const;
  bool fill_ideograph(std::span<Character> text, std::size_t at, std::size_t rank) const;
  bool is_around(const Entry& entry, std::span<const Character> text, std::size_t at) const;
  std::span<const Entry> entries(std::uint64_t clue) const noexcept;

  std::vector<Word> words_;
  BloomFilter clues_;
  std::vector<Entry> entries_;  ///< by clue
  std::vector<Use> uses_;       ///< by word
};

}  // namespace tamis
