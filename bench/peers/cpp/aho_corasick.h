#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tamis::bench {

/// Aho and Corasick's automaton (CACM 18:6, 1975) over bytes, written to be plainly right: the
/// reference that says which texts hold a word. Empty words are in no text.
class AhoCorasick {
 public:
  explicit AhoCorasick(const std::vector<std::string>& words);

  bool is_in(std::string_view text) const;

 private:
  using State = std::uint32_t;
  static constexpr State kStart = 0;

  static std::uint64_t edge(State from, char byte) {
    return std::uint64_t{from} << 8 | static_cast<unsigned char>(byte);
  }
  State next(State state, char byte) const;
  void add(std::string_view word);
  void link();

  std::unordered_map<std::uint64_t, State> edges_;
  std::vector<State> failure_{kStart};
  std::vector<bool> is_accepting_{false};
};

}  // namespace tamis::bench
