#include "tamis/match/phrases.h"

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

bool is_digit(char byte) noexcept {
  return byte >= '0' && byte <= '9';
}

/// FNV-1a of 64 bits, its high bits mixed into the low ones.
std::uint64_t hash(std::string_view bytes) noexcept {
  std::uint64_t h = 0xCBF29CE484222325U;
  for (const char byte : bytes) h = (h ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  return h ^ h >> 32;
}

/// Where the word ends that `begin` begins.
std::size_t end_of_word(std::string_view text, std::size_t begin, const CodePointSet& spaced_word) {
  const auto is_letter = [&](std::size_t at) {
    return at < text.size() && !is_digit(text[at]) &&
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

void split_into_tokens(std::string_view text, WordRules words, std::vector<Token>& tokens) {
  static constexpr std::string_view kZeros = "000000000000";
  tokens.clear();
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::string_view number = kZeros.substr(0, end - begin);
    if (number.empty()) end = end_of_word(text, begin, words.spaced_word);
    bool says_something = end != begin;
    if (!says_something) {
      const auto c = utf8::decode(text.data() + begin);
      says_something = words.content.contains(c.value);
      end += c.size;
    }
    if (says_something) {
      const std::string_view said = number.empty() ? text.substr(begin, end - begin) : number;
      tokens.push_back(
          {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, hash(said)});
    }
    begin = end;
  }
}

}  // namespace tamis
