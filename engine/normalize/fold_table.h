#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tamis {

/// What folding does to each code point, looked up instead of computed. Immutable; shared by all
/// threads.
class FoldTable {
 public:
  enum class Kind : std::uint8_t {
    copy,     ///< stands as it is: ASCII, and beyond the BMP
    replace,  ///< becomes one code point of at most three bytes, perhaps itself
    expand,   ///< becomes a string
    drop,     ///< vanishes
    join,     ///< may reorder or compose with what stands before it: ICU decides
  };

  /// Packed, so that the common cases need no second look-up.
  class Entry {
   public:
    constexpr Entry() noexcept = default;
    static constexpr Entry of(Kind kind) noexcept { return Entry(std::uint32_t(kind)); }
    static Entry replacement(std::string_view utf8) noexcept;
    static Entry expansion(std::size_t offset, std::size_t size) noexcept;

    constexpr Kind kind() const noexcept { return Kind(bits_ & 7); }
    constexpr unsigned size() const noexcept { return bits_ >> 3 & 31; }   ///< of a replacement
    constexpr std::uint32_t bytes() const noexcept { return bits_ >> 8; }  ///< of a replacement
    constexpr unsigned expansion_size() const noexcept { return bits_ >> 3 & 511; }
    constexpr unsigned expansion_offset() const noexcept { return bits_ >> 12; }

   private:
    explicit constexpr Entry(std::uint32_t bits) noexcept : bits_(bits) {}
    std::uint32_t bits_ = 0;
  };

  /// Made from ICU's data at the first call.
  static const FoldTable& instance();

  Entry operator[](char32_t c) const noexcept { return blocks_[index_[c >> 8] + (c & 0xFF)]; }
  std::string_view expansion(Entry entry) const noexcept {
    return std::string_view(pool_).substr(entry.expansion_offset(), entry.expansion_size());
  }

  /// Folds UTF-8 in which code points join, by ICU: steps 1 to 3 of `normalize`. `folded` is
  /// overwritten.
  void fold_joined(std::string_view segment, std::string& scratch, std::string& folded) const;

  /// No code point's folded form is more than this many times as long as itself.
  static constexpr std::size_t kMaxGrowth = 11;

 private:
  FoldTable();

  std::array<std::uint32_t, 0x1100>
      index_{};  ///< where the block of 256 code points begins in `blocks_`
  std::vector<Entry> blocks_;
  std::string pool_;
};

}  // namespace tamis
