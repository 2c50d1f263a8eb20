#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::test {

/// The folded view as engine/normalize/normalizer.h defines it, by ICU, a step after the other.
/// Texts in which a base has more than 64 code points of marks are beyond it.
std::string fold_slowly(std::string_view text);

std::string utf8(char32_t c);
std::string utf8(std::u32string_view text);
std::vector<std::string> code_points(std::string_view text);
/// "U+0041 U+0301", for messages.
std::string hex(std::string_view text);

/// Undoes \u{…}, \n, \t and \\.
std::string unescaped(std::string_view text);

/// Texts of an alphabet in which much happens: marks, jamo, joiners, spaces, case, Han, emoji.
class RandomTexts {
 public:
  explicit RandomTexts(std::uint32_t seed) : random_(seed) {}
  std::string next(std::size_t longest);
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

 private:
  std::mt19937 random_;
};

/// Each code point but the surrogates.
template <typename Function>
void for_each_code_point(Function function) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c < 0xD800 || c > 0xDFFF) function(c);
  }
}

}  // namespace tamis::test
