#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/normalize/skeleton/character.h"
#include "tamis/normalize/skeleton/letter_table.h"
#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

class QuickWord;

/// Tells which texts are worth a skeleton: those in which something odd may hide a term. Most texts
/// have nothing odd; of the rest, most have it in words that are no term's whatever is undone. One
/// for each thread; the vocabulary outlives it.
class Gate {
 public:
  explicit Gate(const SkeletonVocabulary& vocabulary);

  /// Appends those messages of a batch that `normalize` has worked on, ascending.
  void find(const Batch& batch, std::vector<std::uint32_t>& messages);

 private:
  /// A letter, or what stands between letters, of a word.
  struct Unit {
    enum class Kind : std::uint8_t { letter, sign, separator };
    char32_t symbol;
    char32_t plain;
    Kind kind;
    bool is_odd;   ///< not written as it would be without anything to hide
    bool is_lone;  ///< odd even where it stands alone
  };

  /// What is known of a text so far.
  enum class State : std::uint8_t { ordinary, has_odd_origins, passes };

  /// What stands between two ideographs.
  struct Between {
    void add(LetterTable::Kind kind) noexcept;
    unsigned joiners = 0;  ///< emoji, too
    unsigned pauses = 0;   ///< spaces and punctuation
  };

  /// Some bytes of the text.
  struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const noexcept { return end - begin; }
  };

  void look_at_folded(const JoinedView& view);
  void start(std::string_view text, bool is_folded) noexcept;
  bool opens_pinyin(std::string_view text) const noexcept;
  bool passes_original(std::string_view text, const JoinedView::Traits& traits,
                       bool has_odd_origins);
  bool holds_base64();
  bool is_encoded(std::size_t at);
  bool is_spelled(std::size_t place);
  std::size_t first_piece(std::size_t place) const noexcept;
  bool spells_term(std::span<const Run> pieces) const;
  std::string_view word_around(std::size_t place) const noexcept;
  static bool is_link(std::string_view word) noexcept;
  bool may_hide_term(std::string_view word) const noexcept;
  static bool add_wide(const LetterTable::Entry& entry, QuickWord& quick) noexcept;
  bool passes_word(std::size_t place);
  bool hides_masked_word();
  bool may_hide_longer_word() const noexcept;
  void note_spelling() noexcept;
  void add_ascii(char32_t c);
  void add_unit(const LetterTable::Entry& entry);
  bool is_of_term();
  bool is_of_term(std::span<const Unit> all) const;
  bool is_of_term(std::span<const Unit> word, bool has_sign) const;
  bool has_key(std::span<const Unit> word, bool with_signs) const;
  bool has_open_bracket(std::string_view word) noexcept;
  std::string_view word_before(std::size_t at) const noexcept;
  std::string_view word_after(std::size_t at) const noexcept;
  bool passes_others();
  bool passes_other(std::size_t place);
  bool is_odd_letter(const LetterTable::Entry& entry, std::size_t place, std::size_t end);
  void look_at_letters(std::size_t place, std::size_t end, unsigned script) noexcept;
  bool is_written_in(unsigned script, std::size_t place) noexcept;
  LetterTable::Entry entry_at(std::size_t at) const noexcept;
  bool stands_between_singles(std::size_t begin, std::size_t end) const noexcept;
  bool is_ideograph_at(std::size_t at) const noexcept;
  char32_t ideograph_at(std::size_t at) const noexcept;
  bool is_ideograph_before(std::size_t place) const noexcept;
  bool may_mask_ideograph(std::size_t begin, std::size_t end) const noexcept;
  bool is_ordinary_pause(std::size_t place) const noexcept;
  bool joins_ideographs(std::size_t place) noexcept;
  bool stands_between_ideographs(std::size_t at) const noexcept;
  bool may_join(std::size_t begin, std::size_t end, const Between& between) const noexcept;

  const SkeletonVocabulary& vocabulary_;
  const LetterTable& table_ = LetterTable::instance();
  std::array<char32_t, 10> digit_symbols_{};
  std::vector<State> passing_;  ///< of each segment
  std::string_view text_;
  bool is_folded_ = false;
  std::size_t begin_ = 0;  ///< of the word that is looked at
  std::size_t end_ = 0;
  Run piece_;                    ///< of it, between apostrophes and ideographs
  std::size_t checked_ = 0;      ///< where the last word that was looked at ends
  std::size_t spelled_end_ = 0;  ///< of the last letters that stand alone
  std::size_t base64_end_ = 0;   ///< of the last run of base64's alphabet
  std::size_t between_end_ = 0;  ///< of the last stretch between ideographs
  std::size_t letters_end_ = 0;  ///< of the last word that is not of Latin letters
  bool is_mixed_ = false;        ///< it may be of letters that stand for others
  bool has_odd_origins_ = false;
  std::uint32_t known_ = 0;       ///< scripts that were looked for, a bit each
  std::uint32_t proper_ = 0;      ///< … that are used as they should be
  unsigned lone_letters_ = 0;     ///< odd ones
  std::size_t brackets_end_ = 0;  ///< behind the last bracket that closes; npos: not looked for
  std::vector<Unit> units_;       ///< of the word
  Characters word_;
  Characters filled_;
};

}  // namespace tamis
