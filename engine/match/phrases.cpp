#include "tamis/match/phrases.h"

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

bool is_number_digit(char byte) noexcept {
  return byte >= '0' && byte <= '9';
}

/// FNV-1a of 64 bits, its high bits mixed into the low ones.
std::uint64_t hash_of_token(std::string_view bytes) noexcept {
  std::uint64_t h = 0xCBF29CE484222325U;
  for (const char byte : bytes) h = (h ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return h ^ h >> 32;
}

/// Where the word ends that `begin` begins.
std::size_t word_end(std::string_view text, std::size_t begin, const CodePointSet& spaced_word) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && !is_number_digit(text[at]) &&
           spaced_word.contains(utf8::decode(text.data() + at).value);
  };
  std::size_t end = begin;
  while (is_letter(end) || (end != begin && text[end] == '\'' && is_letter(end + 1))) {
    end += utf8::decode(text.data() + end).size;
    if (end == text.size()) break;
  }
  return end;
}

}  // namespace

std::optional<Token> TokenReader::next() {
  static constexpr std::string_view kZeros = "000000000000";
  while (at_ < text_.size()) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_number_digit(text_[at_])) ++at_;
    const std::string_view number = kZeros.substr(0, at_ - begin);
    if (number.empty()) at_ = word_end(text_, begin, words_.spaced_word);
    bool says_something = at_ != begin;
    if (!says_something) {
      const auto c = utf8::decode(text_.data() + begin);
      says_something = words_.content.contains(c.value);
      at_ += c.size;
    }
    if (says_something) {
      return Token{{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)},
                   hash_of_token(number.empty() ? text_.substr(begin, at_ - begin) : number)};
    }
  }
  return std::nullopt;
}

std::vector<Token> tokens_of(std::string_view text, WordRules words) {
  std::vector<Token> tokens;
  for (TokenReader reader(text, words); const auto token = reader.next();) tokens.push_back(*token);
  return tokens;
}

}  // namespace tamis
