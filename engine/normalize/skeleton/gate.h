#pragma once

#include <cstdint>
#include <string_view>

#include "tamis/normalize/skeleton/character.h"
#include "tamis/normalize/skeleton/vocabulary.h"

namespace tamis {

/// Tells which texts are worth a skeleton: those in which something odd may hide a term. Most texts
/// have nothing odd; of the rest, most have it in words that are no term's whatever is undone. One
/// for each thread; the vocabulary outlives it.
class Gate {
 public:
  explicit Gate(const SkeletonVocabulary& vocabulary) : vocabulary_(vocabulary) {}

  /// `text` is UTF-8 in a padded buffer.
  bool passes(std::string_view text);

  /// Bits of 32 bytes.
  struct Odd {
    std::uint32_t in_word;  ///< whose word must be looked at
    std::uint32_t alone;    ///< letters that stand alone, with another near
    std::uint32_t encoded;  ///< that may begin something encoded
    std::uint32_t not_ascii;
  };

 private:
  bool passes_ascii(const Odd& odd, std::size_t at);
  bool is_encoded(std::size_t at) const noexcept;
  bool is_spelled(std::size_t at) const noexcept;
  bool has_pair_before(std::size_t at) const noexcept;
  bool passes_word(std::size_t place);
  bool has_key_of_term() const;
  bool may_be_of_term(const SkeletonVocabulary::KeyHash& key) const;
  std::string_view word_before(std::size_t at) const noexcept;
  std::string_view word_after(std::size_t at) const noexcept;
  bool passes_others();
  bool is_ideograph_at(std::size_t at) const noexcept;

  const SkeletonVocabulary& vocabulary_;
  std::string_view text_;
  std::size_t begin_ = 0;      ///< of the word that is looked at
  std::size_t checked_ = 0;    ///< where the last word that was looked at ends
  unsigned lone_letters_ = 0;  ///< odd ones
  Characters word_;
  Characters filled_;
};

}  // namespace tamis
