#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace tamis {

/// What each match of a regex holds; see required_literals.h.
struct RequiredLiteral {
  std::string bytes;
  bool word_begin = false;  ///< not after a word character as `\b` knows them: [0-9A-Za-z_]
  bool word_end = false;    ///< not before one

  friend auto operator<=>(const RequiredLiteral&, const RequiredLiteral&) = default;
};

/// Something to look for in a view. Its index in a `PatternDatabase` is its name.
struct Pattern {
  enum class Kind : std::uint8_t {
    literal,
    regex,
    weights,  ///< stands for weighted phrases, which no database knows (see phrase_weights.h)
  };

  Kind kind = Kind::literal;
  /// A literal's bytes as they stand in the view (not empty), a regex, or the name of a file of
  /// weighted phrases.
  std::string expression;
  bool word_begin = false;  ///< a literal that counts only where a word begins
  bool word_end = false;    ///< … and only where one ends
  bool whole = false;  ///< … and only where punctuation, space and a few emoji alone are beside it
  bool on_demand = false;   ///< not looked for in all texts, only asked for: by `find_all`, `weigh`
  std::uint32_t model = 0;  ///< of weights: which of the models
  /// Of a regex that is scanned for by literals: each match holds one of `required`, or is one of
  /// `others`, a regex of those of its alternatives that require none (empty: there are none).
  std::vector<RequiredLiteral> required;
  std::string others;
};

}  // namespace tamis
