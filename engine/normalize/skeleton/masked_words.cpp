// A mask stands for any letter, so it must not be a pattern: five masks would be 26^5 of them. A
// word is looked up by its length and the first two letters that are known, with their places; few
// words share those. Of these come first the ones that stand beside their neighbors in a term, then
// those that are terms; others are left out. What is found fills in the masks, and then has to pass
// as any other letters must.
#include "tamis/normalize/skeleton/masked_words.h"

#include <algorithm>
#include <array>
#include <map>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/letter_table.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;

constexpr std::size_t kShortestMasked = 3;  // letters
constexpr std::size_t kLongestMasked = 24;
constexpr std::size_t kMaxTried = 64;  // words for one clue

/// Words are indexed by their first letter and another one at most so far from it.
constexpr std::size_t kFarthestMask = 6;

bool is_trailing_mask(char32_t c) noexcept {
  constexpr std::u32string_view kMasks = U"*#@%•●○■□█◼∗＊＃";
  return kMasks.find(c) != kMasks.npos;
}

LetterTable::Entry look_up(char32_t c) noexcept {
  return LetterTable::instance()[c];
}

bool is_ideograph(char32_t c) noexcept {
  const LetterTable::Entry entry = look_up(c);
  return entry.kind == Kind::letter && !entry.is_word && c >= 0x2E80;
}

bool is_unmasked_letter(char32_t c) noexcept {
  const Kind kind = look_up(c).kind;
  return (kind == Kind::letter && !is_ideograph(c)) ||
         (kind == Kind::symbol && !MaskedWords::is_mask(c));
}

/// Of a word of `size` letters that begins with `first` and has `other` at `place`.
std::uint64_t clue_of(std::size_t size, char32_t first, std::size_t place,
                      char32_t other) noexcept {
  return std::uint64_t(size) << 56 | std::uint64_t(place) << 44 | std::uint64_t(first) << 22 |
         other;
}

std::uint64_t clue_of(std::u32string_view word, std::size_t place) noexcept {
  return clue_of(word.size(), look_up(word[0]).symbol, place, look_up(word[place]).symbol);
}

std::uint64_t hash_of(std::uint64_t clue) noexcept {
  clue *= 0x9E3779B97F4A7C15U;
  return clue ^ clue >> 32;
}

// Clues to one masked ideograph have no size, but say where the known ones stand.
constexpr std::size_t kBeside = 1;
constexpr std::size_t kBefore = 2;
constexpr std::size_t kBehind = 3;

std::uint64_t ideograph_clue(std::size_t where, char32_t a, char32_t b) noexcept {
  return clue_of(0, a, where, b);
}

/// Those of an ideograph that is masked between these, of which 0 are none; likewise 0.
std::array<std::uint64_t, 3> clues_around(const MaskedWords::Pair& before,
                                          const MaskedWords::Pair& behind) noexcept {
  const auto clue = [](std::size_t where, char32_t a, char32_t b) {
    return a != 0 && b != 0 ? ideograph_clue(where, a, b) : 0;
  };
  return {clue(kBeside, before[1], behind[0]), clue(kBefore, before[0], before[1]),
          clue(kBehind, behind[0], behind[1])};
}

struct Around {
  MaskedWords::Pair before{};
  MaskedWords::Pair behind{};
};

/// The two ideographs before the character at `at`, and behind it; 0 where others are.
Around around(std::span<const Character> text, std::size_t at) noexcept {
  const auto next = [&](std::size_t& i, std::size_t step) -> char32_t {
    do i += step;
    while (i < text.size() && MaskedWords::is_transparent(text[i].value));
    return i < text.size() && is_ideograph(text[i].value) ? look_up(text[i].value).plain : 0;
  };
  Around found;
  std::size_t i = at;
  if ((found.before[1] = next(i, ~std::size_t{0})) != 0) found.before[0] = next(i, ~std::size_t{0});
  i = at;
  if ((found.behind[0] = next(i, 1)) != 0) found.behind[1] = next(i, 1);
  return found;
}

bool is_of_word(char32_t c) noexcept {
  return MaskedWords::is_mask(c) || is_unmasked_letter(c) || MaskedWords::is_transparent(c);
}

/// Words that fit a masked one: the first that are tried, and how many there are.
class Matches {
 public:
  void add(const std::u32string& word) noexcept {
    if (size_ < first_.size()) first_[size_] = &word;
    ++size_;
  }
  std::size_t size() const noexcept { return size_; }
  const std::u32string& operator[](std::size_t i) const noexcept { return *first_[i]; }

 private:
  std::array<const std::u32string*, MaskedWords::kMaxRanks> first_{};
  std::size_t size_ = 0;
};

/// Where the letters and masks around `at` begin, and end.
std::size_t begin_of_word(const Characters& characters, std::size_t at, std::size_t first) {
  while (at > first && is_of_word(characters[at - 1].value)) --at;
  return at;
}
std::size_t end_of_word(const Characters& characters, std::size_t at) noexcept {
  while (at < characters.size() && is_of_word(characters[at].value)) ++at;
  return at;
}

}  // namespace

bool MaskedWords::is_transparent(char32_t c) noexcept {
  const Kind kind = look_up(c).kind;
  return kind == Kind::mark || kind == Kind::invisible || kind == Kind::emoji;
}

bool MaskedWords::masks_ideographs(char32_t c) noexcept {
  constexpr std::u32string_view kMasks = U"*＊∗○●□■█";
  return kMasks.find(c) != kMasks.npos;
}

bool MaskedWords::may_hold(std::span<const char32_t> symbols) const noexcept {
  if (symbols.size() < kShortestMasked || symbols.size() > kLongestMasked || symbols[0] == 0)
    return false;
  std::size_t known = 1;
  for (std::size_t i = 1; i < symbols.size(); ++i) {
    if (symbols[i] == 0) continue;
    ++known;
    if (!clues_.may_hold(hash_of(clue_of(symbols.size(), symbols[0], i, symbols[i])))) return false;
  }
  return known > 1 && symbols.size() - known <= (symbols.size() + 1) / 2;
}

bool MaskedWords::may_hold_between(const Pair& before, const Pair& behind) const noexcept {
  return std::ranges::any_of(clues_around(before, behind), [&](std::uint64_t clue) {
    return clue != 0 && clues_.may_hold(hash_of(clue));
  });
}

bool MaskedWords::is_other_mask(char32_t c) noexcept {
  constexpr std::u32string_view kMasks = U"·•●○■□█◼∗＊＃";
  const bool may_be = c == U'·' || (c >= 0x2000 && c < 0x2700) || c >= 0xFF00;
  return may_be && kMasks.find(c) != kMasks.npos;
}

MaskedWords::MaskedWords(std::span<const std::string_view> terms) {
  std::map<std::u32string, std::uint32_t> known;
  for (const std::string_view term : terms) add_words(term, known);
  std::ranges::stable_sort(entries_, {}, &Entry::clue);
  std::ranges::stable_sort(uses_, {}, &Use::word);
  std::size_t letters = entries_.size();
  for (const Word& word : words_) letters += word.letters.size();
  clues_ = BloomFilter(letters);
  for (const Entry& entry : entries_) clues_.insert(hash_of(entry.clue));
  for (const Word& word : words_) {
    for (std::size_t i = kFarthestMask + 1; i < word.letters.size(); ++i)
      clues_.insert(hash_of(clue_of(word.letters, i)));
  }
}

void MaskedWords::add_words(std::string_view term, std::map<std::u32string, std::uint32_t>& known) {
  std::u32string word;
  std::u32string ideographs;
  const std::size_t first_use = uses_.size();
  for (std::size_t at = 0; at <= term.size();) {
    const auto c = at < term.size() ? utf8::decode(term.data() + at) : utf8::CodePoint{' ', 1};
    at += c.size;
    if (is_ideograph(c.value)) ideographs += c.value;
    if (is_unmasked_letter(c.value)) {
      word += c.value;
      continue;
    }
    if (word.empty()) continue;
    const auto [found, is_new] =
        known.try_emplace(std::move(word), static_cast<std::uint32_t>(words_.size()));
    word.clear();
    const std::uint32_t index = found->second;
    if (is_new) {
      words_.push_back({found->first});
      add_clues(index);
    }
    const bool is_first = uses_.size() == first_use;
    if (!is_first) uses_.back().behind = index;
    uses_.push_back({index, is_first ? kNone : uses_.back().word, kNone});
  }
  if (uses_.size() == first_use + 1) {
    words_[uses_.back().word].is_term = true;
    uses_.pop_back();
  }
  if (ideographs.size() >= kShortestMasked && known.try_emplace(ideographs, kNone).second)
    add_ideographs(ideographs);
}

void MaskedWords::add_clues(std::uint32_t word) {
  const std::u32string& letters = words_[word].letters;
  if (letters.size() < kShortestMasked || letters.size() > kLongestMasked) return;
  for (std::size_t i = 1; i < letters.size() && i <= kFarthestMask; ++i)
    entries_.push_back({clue_of(letters, i), word, 0});
}

void MaskedWords::add_ideographs(std::u32string_view term) {
  for (std::size_t i = 0; i < term.size(); ++i) {
    const auto add = [&](std::size_t where, std::size_t a, std::size_t b) {
      entries_.push_back({ideograph_clue(where, term[a], term[b]),
                          static_cast<std::uint32_t>(words_.size()),
                          static_cast<std::uint32_t>(i)});
    };
    if (i > 0 && i + 1 < term.size()) add(kBeside, i - 1, i + 1);
    if (i > 1) add(kBefore, i - 2, i - 1);
    if (i + 2 < term.size()) add(kBehind, i + 1, i + 2);
  }
  words_.push_back({std::u32string(term)});
}

std::span<const MaskedWords::Entry> MaskedWords::entries(std::uint64_t clue) const noexcept {
  if (!clues_.may_hold(hash_of(clue))) return {};
  const auto first = std::ranges::lower_bound(entries_, clue, {}, &Entry::clue);
  const auto last = std::ranges::upper_bound(first, entries_.end(), clue, {}, &Entry::clue);
  const std::span<const Entry> found(first, last);
  return found.first(std::min(found.size(), kMaxTried));
}

/// Whether a mask stands behind a letter, and before one or another mask unless it may end a word.
bool MaskedWords::has_masked_word(std::span<const Character> characters) noexcept {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    const char32_t c = characters[i].value;
    if (!is_mask(c)) continue;
    if (!MaskedWords::is_weak_mask(c)) return true;
    const char32_t next = i + 1 < characters.size() ? characters[i + 1].value : ' ';
    if (is_mask(next) || is_unmasked_letter(next)) return true;
  }
  return false;
}

bool MaskedWords::fill(std::span<const Character> characters, std::size_t rank,
                       Characters& filled) const {
  if (entries_.empty() || !has_masked_word(characters)) return false;
  filled.assign(characters.begin(), characters.end());
  bool any = false;
  std::size_t done = 0;
  for (std::size_t mask = 0; mask < filled.size(); ++mask) {
    if (!is_mask(filled[mask].value)) continue;
    const std::size_t begin = begin_of_word(filled, mask, done);
    done = end_of_word(filled, mask);
    for (std::size_t i = mask; i < done; ++i) {
      if (masks_ideographs(filled[i].value)) any = fill_ideograph(filled, i, rank) || any;
    }
    if (done > begin + 1) any = fill_word(filled, begin, done, rank) || any;
    mask = done - 1;
  }
  return any;
}

/// Takes out what is seen through: marks, what is invisible, emoji, and joiners where other signs
/// are masks. Signs at a word's ends do not belong to it.
bool MaskedWords::fill_word(Characters& text, std::size_t begin, std::size_t end,
                            std::size_t rank) const {
  thread_local std::vector<std::size_t> places;
  const auto stretch = std::span(text).subspan(begin, end - begin);
  const auto is_strong = [](const Character& c) {
    return is_mask(c.value) && !MaskedWords::is_weak_mask(c.value);
  };
  const bool has_strong = std::ranges::any_of(stretch, is_strong);
  if (!has_strong &&
      std::ranges::none_of(stretch, [](const Character& c) { return is_mask(c.value); }))
    return false;
  places.clear();
  bool any = false;
  for (std::size_t i = begin; i <= end; ++i) {
    const bool is_weak = i < end && MaskedWords::is_weak_mask(text[i].value);
    // A hyphen between words ends one where other signs are masks; between single letters it joins.
    const bool joins =
        is_weak && has_strong && i + 2 < end && MaskedWords::is_weak_mask(text[i + 2].value);
    const bool joined =
        is_weak && has_strong && i >= begin + 2 && MaskedWords::is_weak_mask(text[i - 2].value);
    if (i == end || (is_weak && has_strong && !joins && !joined)) {
      any = fill_places(text, places, rank) || any;
      places.clear();
    } else if (!is_transparent(text[i].value) && !(is_weak && has_strong)) {
      places.push_back(i);
    }
  }
  return any;
}

/// A word begins with a letter that is known; `*word*` is emphasis. Words that stand beside their
/// neighbor in a term come before those that are terms.
bool MaskedWords::fill_places(Characters& text, std::span<const std::size_t> word,
                              std::size_t rank) const {
  const auto value = [&](std::size_t i) { return text[word[i]].value; };
  const auto is_sign = [&](std::size_t i) {
    return look_up(value(i)).kind == Kind::symbol && !is_mask(value(i));
  };
  while (!word.empty() && is_sign(0)) word = word.subspan(1);
  while (!word.empty() &&
         (is_sign(word.size() - 1) ||
          (is_mask(value(word.size() - 1)) && !is_trailing_mask(value(word.size() - 1))))) {
    word = word.first(word.size() - 1);
  }
  if (word.size() < kShortestMasked || word.size() > kLongestMasked || is_mask(value(0)))
    return false;
  struct Known {
    std::size_t place;
    char32_t symbol;
  };
  std::array<Known, kLongestMasked> letters;
  std::size_t count = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_mask(value(i))) letters[count++] = {i, look_up(value(i)).symbol};
  }
  const auto known = std::span(letters).first(count);
  const std::size_t masks = word.size() - count;
  const bool is_abbreviation =
      word.size() == kShortestMasked && MaskedWords::is_weak_mask(value(1));  // p.m a-z
  if (masks == 0 || count < 2 || masks > (word.size() + 1) / 2) return false;
  // Of a phrase they may be a word all the same.
  const bool is_wildcard =
      is_abbreviation || (masks == 1 && count < 3 && is_mask(value(word.size() - 1)));  // as*

  const auto fits = [&](const std::u32string& candidate) {
    return std::ranges::all_of(known, [&](const Known& letter) {
      return look_up(candidate[letter.place]).symbol == letter.symbol;
    });
  };
  Matches beside;
  Matches others;
  for (const Entry& entry :
       entries(clue_of(word.size(), known[0].symbol, known[1].place, known[1].symbol))) {
    const auto& [candidate, is_term] = words_[entry.word];
    if (!fits(candidate)) continue;
    if (is_beside(entry.word, text, word.front(), word.back())) {
      beside.add(candidate);
    } else if (is_term && !is_wildcard) {
      others.add(candidate);
    }
  }
  const std::size_t matches = beside.size() + others.size();
  if (matches == 0) return false;
  const std::size_t chosen = std::min(rank, matches - 1);
  const std::u32string& match =
      chosen < beside.size() ? beside[chosen] : others[chosen - beside.size()];
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (!is_mask(value(i))) continue;
    text[word[i]].value = match[i];
    text[word[i]].undone |= Evasion::masked;
  }
  return matches > rank;
}

/// Whether a word that stands from `first` to `last` stands beside one that is beside it in a term.
bool MaskedWords::is_beside(std::uint32_t word, const Characters& text, std::size_t first,
                            std::size_t last) const {
  constexpr std::size_t kMostBetween = 4;
  const auto has_beside = [&](std::uint32_t neighbor, std::size_t at, std::size_t step) {
    if (neighbor == kNone) return false;
    const std::u32string& letters = words_[neighbor].letters;
    std::size_t between = 0;
    std::size_t matched = 0;
    for (std::size_t i = at + step; i < text.size() && matched < letters.size(); i += step) {
      const char32_t c = text[i].value;
      const char32_t wanted = letters[step == 1 ? matched : letters.size() - 1 - matched];
      if (is_transparent(c)) continue;
      if ((is_mask(c) && (matched != 0 || !is_weak_mask(c))) ||
          (is_unmasked_letter(c) && look_up(c).symbol == look_up(wanted).symbol)) {
        ++matched;
      } else if (matched != 0 || is_unmasked_letter(c) || ++between > kMostBetween) {
        return false;
      }
    }
    return matched == letters.size();
  };
  const auto first_use = std::ranges::lower_bound(uses_, word, {}, &Use::word);
  const auto last_use = std::ranges::upper_bound(first_use, uses_.end(), word, {}, &Use::word);
  return std::any_of(first_use, last_use, [&](const Use& use) {
    return has_beside(use.behind, last, 1) || has_beside(use.before, first, ~std::size_t{0});
  });
}

bool MaskedWords::fill_ideograph(std::span<Character> text, std::size_t at,
                                 std::size_t rank) const {
  const auto [before, behind] = around(text, at);
  const auto clues = clues_around(before, behind);
  std::size_t matches = 0;
  char32_t match = 0;
  for (const bool is_whole : {true, false}) {
    for (const std::uint64_t clue : clues) {
      if (clue == 0) continue;
      for (const Entry& entry : entries(clue)) {
        if (is_around(entry, text, at) != is_whole) continue;
        if (matches <= rank) match = words_[entry.word].letters[entry.place];
        ++matches;
      }
    }
  }
  if (matches == 0) return false;
  text[at].value = match;
  text[at].undone |= Evasion::masked;
  return matches > rank;
}

/// Whether all other ideographs of the term stand around `at`, some of them masked.
bool MaskedWords::is_around(const Entry& entry, std::span<const Character> text,
                            std::size_t at) const {
  const std::u32string_view term = words_[entry.word].letters;
  const auto fits = [&](std::u32string_view rest, std::size_t step) {
    std::size_t matched = 0;
    for (std::size_t i = at + step; i < text.size() && matched < rest.size(); i += step) {
      const char32_t c = text[i].value;
      if (is_transparent(c)) continue;
      const char32_t wanted = rest[step == 1 ? matched : rest.size() - 1 - matched];
      if (!masks_ideographs(c) && look_up(c).plain != wanted) return false;
      ++matched;
    }
    return matched == rest.size();
  };
  return fits(term.substr(entry.place + 1), 1) &&
         fits(term.substr(0, entry.place), ~std::size_t{0});
}

}  // namespace tamis
