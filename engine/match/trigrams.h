#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tamis {

/// Which three bytes in a row a text has: says cheaply of most regexes that they do not match it.
/// (R. Cox, "Regular Expression Matching with a Trigram Index", 2012.)
class Trigrams {
 public:
  /// Those of `text`, which must outlive their use.
  void assign(std::string_view text) noexcept;
  std::string_view text() const noexcept { return text_; }

  /// Never false of three bytes in a row of the text; by `place_of`.
  bool may_hold(std::uint16_t place) const noexcept {
    return (bits_[place / 64] >> (place % 64) & 1) != 0;
  }
  static std::uint16_t place_of(const char* three) noexcept;

 private:
  static constexpr unsigned kBits = 13;  ///< of a place: a tenth of them are taken by 800 bytes
  std::string_view text_;
  std::array<std::uint64_t, (std::size_t{1} << kBits) / 64> bits_{};
};

/// What trigrams a text must have for a regex to match it. Immutable; may be shared by threads.
class TrigramQuery {
 public:
  TrigramQuery() = default;
  /// `regex`: in RE2's syntax. What of it is not understood is not asked for.
  explicit TrigramQuery(std::string_view regex);

  /// Never false of a text that the regex matches.
  bool may_match(const Trigrams& trigrams) const noexcept;

 private:
  /// Alternatives, of sets, of literals, of places of trigrams (or of bytes, see trigrams.cpp).
  /// Each but the last begins with where it ends. Empty: any text may match.
  std::vector<std::uint16_t> query_;
};

}  // namespace tamis
