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

/// Few bytes are letters by chance; many are printable by chance as seldom.
bool is_text(std::span<const Character> decoded, std::size_t bytes) {
  constexpr std::size_t kFew = 6;
  const LetterTable& table = LetterTable::instance();
  std::size_t letters = 0;
  for (const Character& c : decoded) {
    const auto kind = table[c.value].kind;
    letters += kind == LetterTable::Kind::letter || kind == LetterTable::Kind::space;
    if (kind == LetterTable::Kind::stop && c.value > 0xFFFF) return false;
  }
  return letters != 0 && (bytes >= kFew || 4 * letters >= 3 * decoded.size());
}

}  // namespace

bool decode_base64(Characters& characters, Characters& scratch) {
  thread_local std::vector<DecodedByte> bytes;
  scratch.clear();
  bool any = false;
  for (std::size_t at = 0; at < characters.size();) {
    std::size_t end = at;
    while (end < characters.size() && sextet(characters[end].value) >= 0) ++end;
    const Run run(characters.data() + at, end - at);
    std::size_t padded_end = end;
    while (padded_end < characters.size() && padded_end < end + 2 &&
           characters[padded_end].value == '=') {
      ++padded_end;
    }
    const std::size_t before = scratch.size();
    const bool is_padded = padded_end != end;
    bool is_decoded = run.size() >= kShortest - is_padded && run.size() % 4 != 1 &&
                      (is_padded || !looks_like_a_word(run));
    if (is_decoded) {
      decode(run, bytes);
      is_decoded =
          append_utf8(bytes, scratch) && is_text(std::span(scratch).subspan(before), bytes.size());
    }
    if (is_decoded) {
      scratch.back().origin.end = characters[padded_end - 1].origin.end;
      any = true;
      at = padded_end;
      continue;
    }
    scratch.resize(before);
    scratch.insert(scratch.end(), run.begin(), run.end());
    at = end;
    if (at < characters.size()) scratch.push_back(characters[at++]);
  }
  if (any) characters.swap(scratch);
  return any;
}

}  // namespace tamis
