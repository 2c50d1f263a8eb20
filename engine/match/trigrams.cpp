#include "tamis/match/trigrams.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "tamis/match/required_literals.h"

namespace tamis {
namespace {

constexpr std::size_t kMostOfALiteral = 6;  // trigrams
constexpr std::size_t kMostOfASet = 400;    // literals; past that RE2 is as fast

/// Marks a byte among the places of trigrams. Literals too short for a trigram are looked for as
/// they are.
constexpr std::uint16_t kByte = 1 << 15;

using Query = std::vector<std::uint16_t>;

/// Adds a part that begins with where it ends.
template <typename Add>
void add_part(Query& query, Add add) {
  const std::size_t begin = query.size();
  query.push_back(0);
  add();
  query[begin] = static_cast<std::uint16_t>(query.size());
}

void add_literal(Query& query, std::string_view literal) {
  add_part(query, [&] {
    if (literal.size() < 3) {
      for (const unsigned char byte : literal) query.push_back(kByte | byte);
      return;
    }
    const std::size_t count = std::min(literal.size() - 2, kMostOfALiteral);
    for (std::size_t i = 0; i < count; ++i) query.push_back(Trigrams::place_of(&literal[i]));
  });
}

/// Walks the parts from `begin` to `end`.
template <typename Says>
bool any_part(const Query& query, std::size_t begin, std::size_t end, Says says) {
  for (; begin != end; begin = query[begin]) {
    if (says(begin + 1, query[begin])) return true;
  }
  return false;
}

}  // namespace

std::uint16_t Trigrams::place_of(const char* three) noexcept {
  std::uint32_t value = 0;
  std::memcpy(&value, three, 3);
  return static_cast<std::uint16_t>(value * 0x9E3779B1U >> (32 - kBits));
}

void Trigrams::assign(std::string_view text) noexcept {
  text_ = text;
  bits_.fill(0);
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const std::uint16_t place = place_of(&text[i]);
    bits_[place / 64] |= std::uint64_t{1} << (place % 64);
  }
}

TrigramQuery::TrigramQuery(std::string_view regex) {
  for (Conjunction& sets : conjunctions(regex)) {
    std::erase_if(sets, [](const LiteralSet& set) { return set.size() > kMostOfASet; });
    std::ranges::sort(sets, {}, &LiteralSet::size);
    add_part(query_, [&] {
      for (const LiteralSet& set : sets) {
        add_part(query_, [&] {
          for (const std::string_view literal : set) add_literal(query_, literal);
        });
      }
    });
    if (sets.empty() || query_.size() > std::numeric_limits<std::uint16_t>::max()) {
      query_.clear();
      return;
    }
  }
}

bool TrigramQuery::may_match(const Trigrams& trigrams) const noexcept {
  const auto literal_is_there = [&](std::size_t begin, std::size_t end) {
    if ((query_[begin] & kByte) != 0) {
      const char bytes[] = {char(query_[begin]), char(query_[end - 1])};
      return trigrams.text().find({bytes, end - begin}) != std::string_view::npos;
    }
    return std::all_of(query_.begin() + std::ptrdiff_t(begin), query_.begin() + std::ptrdiff_t(end),
                       [&](std::uint16_t place) { return trigrams.may_hold(place); });
  };
  const auto set_is_missing = [&](std::size_t begin, std::size_t end) {
    return !any_part(query_, begin, end, literal_is_there);
  };
  const auto alternative_may_match = [&](std::size_t begin, std::size_t end) {
    return !any_part(query_, begin, end, set_is_missing);
  };
  return query_.empty() || any_part(query_, 0, query_.size(), alternative_may_match);
}

}  // namespace tamis
