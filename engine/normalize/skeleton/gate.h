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
  enum class State : std::uint8_t { ordinary, has_others, passes };

  /// What stands between two runs of ideographs.
  struct Between {
    unsigned spaces = 0;
    unsigned joiners = 0;
    unsigned punctuation = 0;
  };

  /// Some bytes of the text.
  struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const noexcept { return end - begin; }
  };

  void look_at_folded(const JoinedView& view);
  void start(std::string_view text) noexcept;
  bool passes_odd(std::size_t place, bool encoded, bool alone, bool in_word);
  bool passes_original(std::string_view text, const JoinedView::Traits& traits, bool has_others);
  bool holds_base64();
  bool is_encoded(std::size_t at);
  bool is_spelled(std::size_t place);
  bool spells_term(std::span<const Run> pieces) const;
  std::string_view word_around(std::size_t place) const noexcept;
  static bool is_link(std::string_view word) noexcept;
  enum class Look : std::uint8_t { nothing, unsure };
  Look look_quickly(std::string_view word) const noexcept;
  bool passes_word(std::size_t place);
  bool may_hide_masked_word() const;
  bool hides_masked_word();
  bool is_odd_pair(std::size_t second) const noexcept;
  void add_ascii(char32_t c);
  void add_unit(const LetterTable::Entry& entry);
  bool is_of_term();
  bool is_of_term(std::span<const Unit> all) const;
  bool is_of_term(std::span<const Unit> word, bool has_sign) const;
  bool has_key(std::span<const Unit> word, bool with_signs) const;
  std::string_view word_before(std::size_t at) const noexcept;
  std::string_view word_after(std::size_t at) const noexcept;
  bool passes_others();
  bool stands_between_singles(std::size_t begin, std::size_t end) const noexcept;
  std::size_t ideographs_at(std::size_t at) const noexcept;
  bool may_join(Run before, Run after, const Between& between) const noexcept;
  bool is_beside_ascii(std::size_t begin, std::size_t end) const noexcept;

  const SkeletonVocabulary& vocabulary_;
  const LetterTable& table_ = LetterTable::instance();
  std::array<char32_t, 10> digit_symbols_{};
  std::span<const JoinedView::Segment> segments_;
  std::vector<State> passing_;  ///< of each segment
  std::string_view text_;
  std::size_t begin_ = 0;  ///< of the word that is looked at
  std::size_t end_ = 0;
  std::size_t checked_ = 0;      ///< where the last word that was looked at ends
  std::size_t spelled_end_ = 0;  ///< of the last letters that stand alone
  std::size_t base64_end_ = 0;   ///< of the last run of base64's alphabet
  unsigned lone_letters_ = 0;    ///< odd ones
  std::vector<Unit> units_;      ///< of the word
  Characters word_;
  Characters filled_;
};

}  // namespace tamis
