// Nothing marks base64 as such: any word is a run of its alphabet. So it is taken for base64 only
// if it does not look like a word (mixed case, digits or padding, or a length that no word has),
// its bytes are UTF-8, and nearly all of that is letters and spaces. A word that passes all three
// by chance decodes to gibberish, in which no term stands.
#include <algorithm>
#include <span>
#include <vector>

#include "tamis/normalize/skeleton/bytes.h"
#include "tamis/normalize/skeleton/encodings.h"
#include "tamis/normalize/skeleton/letter_table.h"

namespace tamis {
namespace {

constexpr std::size_t kShortest = 4;  // characters

int sextet(char32_t c) noexcept {
  if (c >= 'A' && c <= 'Z') return int(c - 'A');
  if (c >= 'a' && c <= 'z') return int(c - 'a') + 26;
  if (c >= '0' && c <= '9') return int(c - '0') + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

using Run = std::span<const Character>;

bool looks_like_a_word(Run run) noexcept {
  const auto is_capital = [](const Character& c) { return c.value >= 'A' && c.value <= 'Z'; };
  const auto is_small = [](const Character& c) { return c.value >= 'a' && c.value <= 'z'; };
  return std::ranges::all_of(run.subspan(1), is_small) || std::ranges::all_of(run, is_capital);
}

void decode(Run run, std::vector<DecodedByte>& bytes) {
  bytes.clear();
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < run.size(); ++i) {
    bits = bits << 6 | std::uint32_t(sextet(run[i].value));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back({static_cast<std::uint8_t>(bits >> count),
                     {run[i - 1].origin.begin, run[i].origin.end},
                     run[i].undone | Evasion::base64});
  }
}

/// Bytes are letters by chance one time in four, and printable one time in three: what is short
/// must be all letters.
bool is_text(std::span<const Character> decoded, std::size_t bytes) {
  constexpr std::size_t kShort = 6;
  const LetterTable& table = LetterTable::instance();
  std::size_t letters = 0;
  bool is_ascii = true;
  bool has_control = false;
  for (const Character& c : decoded) {
    is_ascii &= c.value < 0x80;
    const auto kind = table[c.value].kind;
    letters += kind == LetterTable::Kind::letter || kind == LetterTable::Kind::space;
    has_control |= c.value < 0x20 && c.value != '\b' && kind == LetterTable::Kind::invisible;
  }
  if (has_control && is_ascii) return false;  // bytes are UTF-8 of more than one by chance seldom
  return bytes < kShort ? letters == decoded.size() : letters != 0;
}

/// Appends what a run stands for, or nothing.
bool append_decoded(Run run, bool is_padded, Characters& out) {
  thread_local std::vector<DecodedByte> bytes;
  if (run.size() + is_padded < kShortest || run.size() % 4 == 1) return false;
  if (!is_padded && looks_like_a_word(run)) return false;
  decode(run, bytes);
  const std::size_t before = out.size();
  if (!append_utf8(bytes, out)) return false;
  if (is_text(std::span(out).subspan(before), bytes.size())) return true;
  out.resize(before);
  return false;
}

}  // namespace

bool decodes_to_text(std::string_view run, bool is_padded) {
  thread_local Characters characters;
  thread_local Characters decoded;
  characters.clear();
  decoded.clear();
  for (const char c : run) characters.push_back({char32_t(static_cast<unsigned char>(c)), {}, {}});
  return append_decoded(characters, is_padded, decoded);
}

bool decode_base64(Characters& characters, Characters& scratch) {
  scratch.clear();
  std::size_t copied = 0;  // how many characters are in `scratch`, decoded or not
  bool any = false;
  const auto copy_to = [&](std::size_t at) {
    scratch.insert(scratch.end(), characters.begin() + std::ptrdiff_t(copied),
                   characters.begin() + std::ptrdiff_t(at));
  };
  for (std::size_t at = 0; at < characters.size();) {
    std::size_t end = at;
    while (end < characters.size() && sextet(characters[end].value) >= 0) ++end;
    std::size_t padded_end = end;
    while (padded_end < std::min(characters.size(), end + 2) &&
           characters[padded_end].value == '=') {
      ++padded_end;
    }
    thread_local Characters decoded;
    decoded.clear();
    if (append_decoded(Run(characters).subspan(at, end - at), padded_end != end, decoded)) {
      decoded.back().origin.end = characters[padded_end - 1].origin.end;
      copy_to(at);
      scratch.insert(scratch.end(), decoded.begin(), decoded.end());
      copied = end = padded_end;
      any = true;
    }
    at = std::max(end, at + 1);
  }
  if (!any) return false;
  copy_to(characters.size());
  characters.swap(scratch);
  return true;
}

}  // namespace tamis
