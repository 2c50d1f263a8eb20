#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "tamis/base/text_span.h"
#include "tamis/match/word_rules.h"

namespace tamis {

/// What phrases are made of.
struct Token {
  TextSpan span;       ///< in the text
  std::uint64_t hash;  ///< of what it says
};

/// So many tokens a phrase has at most.
inline constexpr std::size_t kLongestPhrase = 2;

/// Replaces `tokens` by those of a folded text, in its order:
///  - letters of scripts with spaces between words, and apostrophes between them: a word;
///  - digits: a number, which says how many of them there are (up to twelve) and not which;
///  - any other character alone, such as an ideograph or an emoji.
/// Punctuation and spaces are none.
void split_into_tokens(std::string_view text, WordRules words, std::vector<Token>& tokens);

/// What the tokens of a phrase say in that order; of one alone, what it says.
constexpr std::uint64_t hash_of_phrase(std::span<const Token> tokens) noexcept {
  std::uint64_t hash = 0;
  for (const Token& token : tokens) hash = hash * 0x9E3779B97F4A7C15U + token.hash;
  return hash;
}

}  // namespace tamis
