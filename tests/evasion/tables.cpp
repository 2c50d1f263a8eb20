#include "tables.h"

#include <stdexcept>

#include "data.h"
#include "tamis/base/utf8.h"

namespace tamis::evasion {
namespace {

template <typename Function>
void for_each_piece(std::string_view text, char separator, Function function) {
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (const auto piece = text.substr(0, end); !piece.empty()) function(piece);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
}

/// The lines between `[name]` and the next section.
std::string_view section(std::string_view text, Family family) {
  const std::string heading = "\n[" + std::string(name(family)) + "]\n";
  const std::size_t begin = text.find(heading);
  if (begin == std::string_view::npos) throw std::logic_error("no section" + heading);
  text = text.substr(begin + heading.size());
  return text.substr(0, text.find("\n["));
}

}  // namespace

Table::Table(std::string_view lines, Line kind) {
  for_each_piece(lines, '\n', [&](std::string_view line) {
    if (line.starts_with("#")) return;
    std::vector<std::string_view> pieces;
    for_each_piece(line, ' ', [&](std::string_view piece) { pieces.push_back(piece); });
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (i > 0 && kind == Line::first_to_others) break;
      std::vector<std::string_view>& symbols = symbols_[utf8::decode(pieces[i].data()).value];
      for (std::size_t other = 0; other < pieces.size(); ++other) {
        if (other != i) symbols.push_back(pieces[other]);
      }
    }
  });
}

std::span<const std::string_view> Table::of(char32_t letter) const {
  auto found = symbols_.find(letter);
  if (found == symbols_.end() && letter >= 'A' && letter <= 'Z') found = symbols_.find(letter | 32);
  return found == symbols_.end() ? std::span<const std::string_view>() : found->second;
}

const Table& table(Family family) {
  using enum Table::Line;
  static const Table homoglyphs(section(data::kSymbols, Family::homoglyph), first_to_others);
  static const Table letterlike(section(data::kSymbols, Family::letterlike), first_to_others);
  static const Table enclosed(section(data::kSymbols, Family::enclosed), first_to_others);
  static const Table small_capitals(section(data::kSymbols, Family::small_capital),
                                    first_to_others);
  static const Table upside_down(section(data::kSymbols, Family::upside_down), first_to_others);
  static const Table leetspeak(section(data::kSymbols, Family::leetspeak), first_to_others);
  static const Table marked(section(data::kSymbols, Family::mark), first_to_others);
  static const Table traditional(data::kTraditional, first_to_others);
  static const Table radicals(data::kRadicals, first_to_others);
  static const Table homophones(data::kHomophones, each_to_others);
  static const Table splits(data::kSplits, first_to_others);
  switch (family) {
    case Family::homoglyph:
      return homoglyphs;
    case Family::letterlike:
      return letterlike;
    case Family::enclosed:
      return enclosed;
    case Family::small_capital:
      return small_capitals;
    case Family::upside_down:
      return upside_down;
    case Family::leetspeak:
      return leetspeak;
    case Family::mark:
      return marked;
    case Family::traditional:
      return traditional;
    case Family::radical:
      return radicals;
    case Family::homophone:
      return homophones;
    case Family::split_character:
      return splits;
    default:
      throw std::logic_error("this family has no table");
  }
}

}  // namespace tamis::evasion
