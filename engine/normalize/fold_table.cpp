// NFKC_Casefold maps each code point, then composes (NFC). Composition is what makes it slow, and
// almost nothing composes: only a code point without a normalization boundary before it (a
// combining mark, a vowel or final of Hangul) can change what stands before. So the mapping is
// tabulated for every code point once, ICU's own answer, and those few are marked `join`: where one
// stands, its whole segment goes to ICU. By the definition of a boundary (UAX #15, section 9), the
// pieces put together are what ICU makes of the whole.
#include "tamis/normalize/fold_table.h"

#include <stdexcept>
#include <unordered_map>

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) {
    throw std::runtime_error(std::string("ICU has no data for ") + what + ": " +
                             u_errorName(status));
  }
}

const icu::Normalizer2& nfkc_casefold() {
  static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
    require(status, "NFKC_Casefold");
    return *normalizer;
  }();
  return instance;
}

/// Step 1: what NFKC_Casefold leaves standing although nobody sees it.
bool is_removed(UChar32 c) {
  return (u_charType(c) == U_CONTROL_CHAR && !u_isUWhiteSpace(c)) || c == 0x2800 ||
         (c >= 0xFFF9 && c <= 0xFFFC);
}

struct Replacement {
  char32_t from;
  char32_t to;
};

/// Step 3: traditional characters by ICU's Hant-Hans, and what word processors make of ' " and -.
std::unordered_map<char32_t, char32_t> replacements() {
  static constexpr Replacement kMarks[] = {
      {0x2018, '\''}, {0x2019, '\''}, {0x201B, '\''}, {0x02BC, '\''}, {0x201C, '"'},
      {0x201D, '"'},  {0x201E, '"'},  {0x201F, '"'},  {0x2010, '-'},  {0x2012, '-'},
      {0x2013, '-'},  {0x2014, '-'},  {0x2015, '-'},  {0x2212, '-'},
  };
  static constexpr Replacement kSimplified[] = {
#include "simplified.inc"  // by make_simplified.cpp
  };
  std::unordered_map<char32_t, char32_t> all;
  for (const auto& [from, to] : kMarks) all.emplace(from, to);
  for (const auto& [from, to] : kSimplified) {
    const auto mark = all.find(to);  // 「 is “ in simplified Chinese
    all.emplace(from, mark == all.end() ? to : mark->second);
  }
  return all;
}

/// Planes 4 to 13, 15 and 16 hold no characters but for private use.
bool is_empty_plane(std::uint32_t block) noexcept {
  return (block >= 0x400 && block < 0xE00) || block >= 0xF00;
}

std::string to_utf8(const icu::UnicodeString& string) {
  std::string utf8;
  string.toUTF8String(utf8);
  return utf8;
}

}  // namespace

FoldTable::Entry FoldTable::Entry::replacement(std::string_view utf8) noexcept {
  std::uint32_t bits = std::uint32_t(Kind::replace) | std::uint32_t(utf8.size()) << 3;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    bits |= std::uint32_t(static_cast<unsigned char>(utf8[i])) << (8 + 8 * i);
  }
  return Entry(bits);
}

FoldTable::Entry FoldTable::Entry::expansion(std::size_t offset, std::size_t size) noexcept {
  return Entry(std::uint32_t(Kind::expand) | std::uint32_t(size) << 3 |
               std::uint32_t(offset) << 12);
}

const FoldTable& FoldTable::instance() {
  static const FoldTable table;
  return table;
}

FoldTable::FoldTable() {
  const icu::Normalizer2& normalizer = nfkc_casefold();
  const auto replaced = replacements();

  const auto replace = [&](UChar32 c) {
    const auto found = replaced.find(char32_t(c));
    return found == replaced.end() ? c : UChar32(found->second);
  };
  const auto replace_each = [&](const icu::UnicodeString& string) {
    icu::UnicodeString result;
    for (std::int32_t i = 0; i < string.length(); i = string.moveIndex32(i, 1))
      result.append(replace(string.char32At(i)));
    return result;
  };
  // One way for most: replaced by itself is as good as copied.
  const auto same = [](UChar32 c) {
    if (c < 0x80 || c > 0xFFFF || U_IS_SURROGATE(c)) return Entry();
    char bytes[4];
    return Entry::replacement({bytes, utf8::encode(char32_t(c), bytes)});
  };
  const auto entry_of = [&](UChar32 c) -> Entry {
    if (is_removed(c)) return Entry::of(Kind::drop);
    if (u_isUWhiteSpace(c)) return c == ' ' ? Entry() : Entry::replacement(" ");
    const bool is_simple = normalizer.isInert(c);
    if (is_simple && replace(c) == c) return same(c);
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString folded =
        is_simple ? icu::UnicodeString(c) : normalizer.normalize(icu::UnicodeString(c), status);
    require(status, "NFKC_Casefold");
    if (folded.isEmpty()) return Entry::of(Kind::drop);
    if (!normalizer.hasBoundaryBefore(c)) return Entry::of(Kind::join);
    folded = replace_each(folded);
    if (folded == icu::UnicodeString(c)) return same(c);
    const std::string utf8 = to_utf8(folded);
    const bool looks_like_another = c == 0x17F;  // ſ, an s, looks like an f: to be told as ß is
    if (utf8.size() <= 3 && folded.countChar32() == 1 && !looks_like_another)
      return Entry::replacement(utf8);
    pool_ += utf8;
    return Entry::expansion(pool_.size() - utf8.size(), utf8.size());
  };

  blocks_.resize(256);  // the first block copies; whole blocks of nothing else share it
  std::array<Entry, 256> block;
  for (std::uint32_t i = 0; i < index_.size(); ++i) {
    if (is_empty_plane(i)) continue;
    bool all_copied = true;
    for (std::uint32_t j = 0; j < 256; ++j) {
      block[j] = entry_of(static_cast<UChar32>(i << 8 | j));
      all_copied &= block[j].kind() == Kind::copy;
    }
    if (all_copied) continue;
    index_[i] = static_cast<std::uint32_t>(blocks_.size());
    blocks_.insert(blocks_.end(), block.begin(), block.end());
  }
}

void FoldTable::fold_joined(std::string_view segment, std::string& scratch,
                            std::string& folded) const {
  folded.clear();
  for (std::size_t at = 0; at < segment.size();) {
    const auto c = utf8::decode(segment.data() + at);
    const Entry entry = (*this)[c.value];
    if (entry.kind() != Kind::drop) {
      // Only white space must be mapped before ICU sees it; it gives the same whether the rest is
      // or not.
      if (entry.kind() == Kind::replace && entry.bytes() == ' ') {
        folded += ' ';
      } else {
        folded += segment.substr(at, c.size);
      }
    }
    at += c.size;
  }
  scratch.clear();
  icu::StringByteSink<std::string> sink(&scratch);
  UErrorCode status = U_ZERO_ERROR;
  nfkc_casefold().normalizeUTF8(0, folded, sink, nullptr, status);
  if (U_FAILURE(status)) throw std::bad_alloc();  // nothing else can go wrong
  folded.clear();
  for (std::size_t at = 0; at < scratch.size();) {
    const auto c = utf8::decode(scratch.data() + at);
    const Entry entry = (*this)[c.value];
    if (entry.kind() == Kind::replace) {
      const std::uint32_t bytes = entry.bytes();
      folded.append(reinterpret_cast<const char*>(&bytes), entry.size());
    } else if (entry.kind() == Kind::expand) {
      folded += expansion(entry);
    } else {
      folded += std::string_view(scratch).substr(at, c.size);
    }
    at += c.size;
  }
}

}  // namespace tamis
