#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/text_span.h"
#include "tamis/base/word_rules.h"

namespace tamis {

/// What phrases are made of.
struct Token {
  TextSpan span;       ///< in the text
  std::uint64_t hash;  ///< of what it says
};

/// So many tokens a phrase has at most.
inline constexpr std::size_t kLongestPhrase = 2;

/// Reads the tokens of a folded text, which outlives it, one by one:
///  - letters of scripts with spaces between words, and apostrophes between them: a word;
///  - digits: a number, which says how many of them there are (up to twelve) and not which;
///  - any other character alone, such as an ideograph or an emoji.
/// Punctuation and spaces are none.
class TokenReader {
 public:
  TokenReader(std::string_view text, WordRules words) : text_(text), words_(words) {}

  /// Nothing at the end.
  std::optional<Token> next();

 private:
  std::string_view text_;
  WordRules words_;
  std::size_t at_ = 0;
};

/// All of them.
std::vector<Token> tokens_of(std::string_view text, WordRules words);

/// What the tokens of a phrase say in that order; of one alone, what it says.
constexpr std::uint64_t hash_of_phrase(std::span<const Token> tokens) noexcept {
  std::uint64_t hash = 0;
  for (const Token& token : tokens) hash = hash * 0x9E3779B97F4A7C15U + token.hash;
  return hash;
}

}  // namespace tamis
