// What looks odd in a text is mostly an ordinary word: 3pm, re-do, café. Only if its key, with
// signs for letters or without them, is that of a term, or of a word of a phrase whose neighbor
// stands beside it, is a skeleton made.
#include <algorithm>
#include <span>

#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/normalize/skeleton/drawn_words.h"
#include "tamis/normalize/skeleton/english.h"
#include "tamis/normalize/skeleton/gate.h"
#include "tamis/normalize/skeleton/leet_sequences.h"
#include "tamis/normalize/skeleton/letter_table.h"
#include "tamis/normalize/skeleton/quick_word.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;
using KeyHash = SkeletonVocabulary::KeyHash;

constexpr std::size_t kLongestBeside = 64;  // bytes of a word beside

bool is_space(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/// Of a word beside the one that is looked at: signs in it are letters, those at its ends are not;
/// or no sign is.
KeyHash key_of(std::string_view word, bool with_signs) noexcept {
  const LetterTable& table = LetterTable::instance();
  KeyHash key;
  for (std::size_t at = 0; at < word.size();) {
    if (const LeetSequence drawn = leet_sequence(word.substr(at)); drawn.size != 0) {
      key.add(symbol_of(drawn.readings));
      at += drawn.size;
      continue;
    }
    const auto c = utf8::decode(word.data() + at);
    const LetterTable::Entry& entry = table[c.value];
    const bool is_at_end = at + c.size == word.size() && (c.value == '!' || c.value == ';');
    if (entry.kind == Kind::letter || (with_signs && entry.kind == Kind::symbol && !is_at_end))
      key.add(entry.symbol);
    at += c.size;
  }
  return key;
}

/// A letter that is itself odd, as those are which stand alone: 🅕 🅤.
bool is_drawn_letter(const LetterTable::Entry& entry) noexcept {
  return entry.kind == Kind::letter && entry.readings != 0 &&
         !entry.disguise.contains(Evasion::mark) && entry.plain >= 0x80;
}

/// Where a word of a phrase ends: can't has two.
bool parts_words(char c) noexcept {
  return is_space(c) || c == '\'';
}

/// Marks between words that mask no letter.
bool joins_words(char c) noexcept {
  return c == '/' || c == ',' || c == ':' || c == '?';
}

/// Whether what stands behind an apostrophe is no ending, as in you'll.
bool has_odd_ending(std::string_view behind) noexcept {
  const auto small = [&](std::size_t i) {
    return i < behind.size() ? char32_t(behind[i] | 0x20) : 0;
  };
  return !is_ending(small(0), small(1), small(2));
}

/// Marks around words.
bool is_bracket(char c) noexcept {
  constexpr std::uint64_t kMarks = 1ULL << '.' | 1ULL << ',' | 1ULL << ':' | 1ULL << ';' |
                                   1ULL << '?' | 1ULL << '"' | 1ULL << '\'' | 1ULL << '(' |
                                   1ULL << ')' | 1ULL << '-';
  return c == '_' || (static_cast<unsigned char>(c) < 64 && (kMarks >> c & 1) != 0);
}

/// ()ld, ;ust: what stands around words, but before a letter, where it is none of a sentence's.
bool begins_with_letter_sign(std::string_view word) noexcept {
  const std::size_t size = word.starts_with("()") ? 2 : word.starts_with(';') ? 1 : 0;
  return size != 0 && word.size() > size && is_ascii_letter(word[size]);
}

/// mon().
bool holds_drawn_o(std::string_view word) noexcept {
  const std::size_t at = word.find("()");
  return at != std::string_view::npos && at > 0 && is_ascii_letter(word[at - 1]);
}

/// 3pm, 21st: a number and what it counts.
bool is_number(std::string_view word) noexcept {
  std::size_t digits = 0;
  while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9') ++digits;
  std::size_t end = word.size();
  while (end > digits && unsigned((word[end - 1] | 0x20) - 'a') > 25) --end;
  const std::string_view unit = word.substr(digits, end - digits);
  for (const std::string_view known : {"st", "nd", "rd", "th", "am", "pm"}) {
    if (unit == known) return digits > 0;
  }
  return false;
}

}  // namespace

/// Whether more must be known of a word: not of most that are of letters, digits and what joins
/// words.
bool Gate::may_hide_term(std::string_view word) const noexcept {
  if (begins_with_letter_sign(word) || holds_drawn_o(word)) return true;
  while (!word.empty() && is_bracket(word.front())) word.remove_prefix(1);
  while (!word.empty() && is_bracket(word.back())) word.remove_suffix(1);
  QuickWord quick(vocabulary_);
  char before = 0;
  bool has_apostrophe = false;
  for (std::size_t i = 0; i < word.size();) {
    const char c = word[i];
    if (is_ascii_letter(c)) {
      const char small = char(c | 0x20);
      if (small == before || is_slang(before, small)) quick.note_odd();
      if ((small == 'h' && before == 'p') || (small == 'v' && before == 'v')) return true;
      quick.add_letter(letter_class(char32_t(small)));
      before = small;
      ++i;
      continue;
    }
    if (is_slang(before, 0)) quick.note_odd();
    before = 0;
    if (c >= '0' && c <= '9') {
      quick.add_digit(digit_symbols_[std::size_t(c - '0')]);
    } else if (MaskedWords::is_weak_mask(char32_t(c))) {
      quick.add_weak_mask();
    } else if (c == '\'') {
      if (has_apostrophe || has_odd_ending(word.substr(i + 1))) return true;
      has_apostrophe = true;
      quick.split();
    } else if (joins_words(c)) {
      if (leet_sequence(word.substr(i)).size != 0) return true;
      quick.add_joiner();
    } else if (static_cast<signed char>(c) < 0) {
      const auto character = utf8::decode(word.data() + i);
      if (!add_wide(table_[character.value], quick)) return true;
      i += character.size - 1;
    } else {
      return true;
    }
    ++i;
  }
  if (is_slang(before, 0)) quick.note_odd();
  return quick.may_hide_term();
}

/// Adds what is not ASCII, unless it is neither a mark nor a letter of a word.
bool Gate::add_wide(const LetterTable::Entry& entry, QuickWord& quick) noexcept {
  switch (entry.kind) {
    case Kind::letter:
      if (!entry.is_word) return false;
      quick.add_letter(entry.symbol);
      quick.note_odd();
      return true;
    case Kind::mark:
    case Kind::invisible:
      quick.note_odd();
      return true;
    case Kind::punctuation:
      quick.add_joiner();
      return true;
    default:
      return false;
  }
}

/// What stands around `place` between spaces and ideographs.
std::string_view Gate::word_around(std::size_t place) const noexcept {
  // Most is ASCII, which is told apart at once; so are controls, though they part no words.
  std::size_t begin = place;
  while (begin > 0 &&
         (text_[begin - 1] > ' ' || (!is_space(text_[begin - 1]) && !is_ideograph_before(begin)))) {
    --begin;
  }
  std::size_t end = place;
  while (end < text_.size() &&
         (text_[end] > ' ' || (!is_space(text_[end]) && !is_ideograph_at(end)))) {
    ++end;
  }
  return text_.substr(begin, end - begin);
}

/// Nobody reads a word out of a link; and links are full of odd words.
bool Gate::is_link(std::string_view word) noexcept {
  return word.find("://") != std::string_view::npos;
}

/// Whether nothing closes the last bracket that a word opens: it may be a c.
bool Gate::has_open_bracket(std::string_view word) noexcept {
  const std::size_t at = word.rfind('(');
  if (at == std::string_view::npos) return false;
  if (brackets_end_ == std::string_view::npos) brackets_end_ = text_.rfind(')') + 1;
  return static_cast<std::size_t>(word.data() - text_.data()) + at >= brackets_end_;
}

/// Looks at what stands around `place` between spaces.
bool Gate::passes_word(std::size_t place) {
  const std::string_view around = word_around(place);
  begin_ = std::max(checked_, static_cast<std::size_t>(around.data() - text_.data()));
  end_ = static_cast<std::size_t>(around.data() - text_.data()) + around.size();
  checked_ = end_;
  if (is_link(around) || is_number(around)) return false;
  const bool has_open = has_open_bracket(around);
  if (!has_open && !may_hide_term(around)) return false;
  units_.clear();
  piece_.begin = begin_;
  bool has_mask = false;
  bool may_be_drawn = has_open || around.find("ph") != std::string_view::npos;
  const std::size_t apostrophe = around.find('\'');
  const bool has_apostrophes = apostrophe != std::string_view::npos &&
                               (around.find('\'', apostrophe + 1) != std::string_view::npos ||
                                has_odd_ending(around.substr(apostrophe + 1)));
  for (std::size_t at = begin_; at < end_;) {
    const auto c = utf8::decode(text_.data() + at);
    piece_.end = at;
    has_mask |= MaskedWords::is_mask(c.value) && !units_.empty();
    if (c.value < 0x80 && !begins_leet_sequence(c.value)) {
      at += c.size;
      if (c.value != '\'' || has_apostrophes) {
        add_ascii(c.value);
        continue;
      }
    } else if (const LeetSequence drawn = leet_sequence(text_.substr(at, end_ - at));
               drawn.size != 0) {
      may_be_drawn = true;
      units_.push_back({symbol_of(drawn.readings), 0, Unit::Kind::sign, true, false});
      at += drawn.size;
      continue;
    } else {
      at += c.size;
      const LetterTable::Entry entry = table_[c.value];
      const bool is_regional = c.value >= 0x1F1E6 && c.value <= 0x1F1FF;
      if (entry.kind == Kind::expansion || (is_regional && !units_.empty())) return true;
      const bool is_ideograph = entry.kind == Kind::letter && !entry.is_word && entry.readings == 0;
      if (!is_ideograph && entry.kind != Kind::apostrophe) {
        add_unit(entry);
        continue;
      }
    }
    if (is_of_term()) return true;
    units_.clear();
    piece_.begin = at;
  }
  piece_.end = end_;
  if (units_.size() == 1) lone_letters_ += units_.front().is_lone;
  if (lone_letters_ >= 2 || is_of_term()) return true;
  if (!may_be_drawn && !has_mask) return false;
  decode(text_.substr(begin_, end_ - begin_), word_);
  return (may_be_drawn && may_be_drawn_word(word_, vocabulary_)) ||
         (has_mask && hides_masked_word());
}

/// Whether `word_`, in which signs may be masks, is one of a term, or of a phrase of which another
/// stands beside it.
bool Gate::hides_masked_word() {
  if (may_hide_longer_word()) return true;
  const std::string_view before = word_before(begin_);
  const std::string_view after = word_after(end_);
  const char* const begin = before.empty() ? text_.data() + begin_ : before.data();
  const char* const end = after.empty() ? text_.data() + end_ : after.data() + after.size();
  decode({begin, end}, word_);
  return vocabulary_.masked_words().fill(word_, 0, filled_);
}

/// Whether `word_` has as many masks in a row as folding leaves, which may have been more, behind
/// letters that a word of a term begins with: the first letters, or those behind a mark that words
/// are joined by. Signs before them are none of a masked word's.
bool Gate::may_hide_longer_word() const noexcept {
  KeyHash first;
  KeyHash last;
  bool has_first = false;
  bool has_strong = false;  ///< what comes before the run is masked itself
  std::size_t run = 0;
  for (std::size_t i = 0; i < word_.size(); ++i) {
    const char32_t c = word_[i].value;
    if (MaskedWords::is_mask(c)) {
      run = run != 0 && word_[i - 1].value == c ? run + 1 : 1;
      if (run == kLongestFoldedRun && last.size() != 0 &&
          (has_strong || vocabulary_.may_begin_word(first) || vocabulary_.may_begin_word(last)))
        return true;
      continue;
    }
    if (MaskedWords::is_transparent(c)) continue;
    const LetterTable::Entry entry = table_[c];
    const bool is_letter = entry.kind == Kind::letter || entry.kind == Kind::symbol;
    if (run != 0) {  // a mask stands before this
      has_strong |= !MaskedWords::is_weak_mask(word_[i - 1].value);
      has_first |= first.size() != 0;
      last = {};
      run = 0;
    }
    if (!is_letter) {
      first = last = {};
      has_first = has_strong = false;
      continue;
    }
    if (!has_first && (first.size() != 0 || entry.kind == Kind::letter)) first.add(entry.symbol);
    if (last.size() != 0 || entry.kind == Kind::letter) last.add(entry.symbol);
  }
  return false;
}

/// Letters are most of a word, so they are told without a look-up.
void Gate::add_ascii(char32_t c) {
  const char32_t small = c | 0x20;
  if (small >= 'a' && small <= 'z') {
    units_.push_back({letter_class(small), small, Unit::Kind::letter, false, false});
  } else {
    add_unit(table_[c]);
  }
}

void Gate::add_unit(const LetterTable::Entry& entry) {
  switch (entry.kind) {
    case Kind::letter: {
      const bool is_odd = entry.readings != 0 || !entry.undone.without(kFoldedEvasions).empty();
      units_.push_back(
          {entry.symbol, entry.plain, Unit::Kind::letter, is_odd, is_drawn_letter(entry)});
      break;
    }
    case Kind::mark:
    case Kind::invisible:
      if (units_.empty()) break;
      units_.back().is_odd = true;
      if (units_.back().kind == Unit::Kind::sign) units_.back().kind = Unit::Kind::separator;
      break;
    case Kind::symbol:
      units_.push_back({entry.symbol, entry.plain, Unit::Kind::sign, true, false});
      break;
    default:
      units_.push_back({0, entry.plain, Unit::Kind::separator, false, false});
  }
}

/// Whether the units, or a piece of them between separators, are a word of a term, ph and vv being
/// letters of one sound, or not.
bool Gate::is_of_term() {
  note_spelling();
  if (is_of_term(units_)) return true;
  bool any = false;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < units_.size(); ++i, ++kept) {
    units_[kept] = units_[i];
    const char32_t next = i + 1 < units_.size() ? units_[i + 1].plain : 0;
    const bool is_f = units_[i].plain == 'p' && next == 'h';
    if (!is_f && !(units_[i].plain == 'v' && next == 'v')) continue;
    units_[kept].symbol = letter_class(is_f ? 'f' : 'w');
    units_[kept].is_odd |= units_[i + 1].is_odd;
    any = true;
    ++i;
  }
  units_.resize(kept);
  return any && is_of_term(units_);
}

/// Letters that stand where English has none are odd.
void Gate::note_spelling() noexcept {
  const auto plain_at = [&](std::size_t i) { return i < units_.size() ? units_[i].plain : 0; };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    Unit& unit = units_[i];
    const char32_t before = i > 1 ? units_[i - 2].plain : 0;
    const bool doubles =
        i > 0 && unit.kind == Unit::Kind::letter && units_[i - 1].plain == unit.plain;
    unit.is_odd |=
        is_slang(unit.plain, plain_at(i + 1)) ||
        (doubles && (before == unit.plain || doubles_oddly(before, unit.plain, plain_at(i + 1))));
  }
}

bool Gate::is_of_term(std::span<const Unit> all) const {
  unsigned pieces = 0;
  unsigned singles = 0;
  for (std::size_t at = 0; at < all.size();) {
    std::size_t end = at;
    while (end < all.size() && all[end].kind != Unit::Kind::separator) ++end;
    if (end != at) {
      ++pieces;
      singles += end == at + 1;
      if (is_of_term(all.subspan(at, end - at), false)) return true;
    }
    at = end + 1;
  }
  return singles >= 3 || (pieces > 1 && is_of_term(all, true));
}

/// Whether a word is a term's, its signs being letters, brackets and the like at its ends, or
/// decoration. `is_odd`: it is so even if its letters are not.
bool Gate::is_of_term(std::span<const Unit> word, bool is_odd) const {
  const auto is_letter = [](const Unit& unit) { return unit.kind == Unit::Kind::letter; };
  const auto is_letter_proper = [&](const Unit& unit) {
    return is_letter(unit) && !(unit.plain >= '0' && unit.plain <= '9');
  };
  const auto is_sign = [](const Unit& unit) { return unit.kind == Unit::Kind::sign; };
  const auto is_drawn = [&](const Unit& unit) { return is_sign(unit) && unit.plain == 0; };
  const bool is_number = std::ranges::none_of(word, is_letter_proper) &&
                         std::ranges::none_of(word, is_drawn) &&
                         std::ranges::count_if(word, is_sign) < 2;
  if (is_number) return false;
  if (std::ranges::none_of(word, is_letter)) return has_key(word, true);
  const auto first = static_cast<std::size_t>(std::ranges::find_if(word, is_letter) - word.begin());
  const auto last = static_cast<std::size_t>(
      std::find_if(word.rbegin(), word.rend(), is_letter).base() - word.begin());
  const auto inner = word.subspan(first, last - first);
  const bool has_inner_sign = std::ranges::any_of(inner, is_sign);
  if ((is_odd || std::ranges::any_of(inner, &Unit::is_odd)) && has_key(inner, true)) return true;
  if (has_inner_sign && has_key(inner, false)) return true;
  const bool has_sign_before = std::ranges::any_of(word.first(first), is_sign);
  const bool has_sign_after = std::ranges::any_of(word.subspan(last), is_sign);
  return (has_sign_before && has_key(word.first(last), true)) ||
         (has_sign_after && has_key(word.subspan(first), true)) ||
         (has_sign_before && has_sign_after && has_key(word, true));
}

bool Gate::has_key(std::span<const Unit> word, bool with_signs) const {
  KeyHash key;
  bool begins_inside = false;
  for (const Unit& unit : word) {
    if (unit.kind == Unit::Kind::separator || (unit.kind == Unit::Kind::sign && !with_signs))
      continue;
    key.add(unit.symbol);
    begins_inside |= vocabulary_.may_begin_inside(key);
  }
  if (begins_inside || vocabulary_.may_be_term(key)) return true;
  if (!vocabulary_.may_be_in_phrase(key)) return false;
  const std::string_view before = word_before(piece_.begin);
  const std::string_view after = word_after(piece_.end);
  return vocabulary_.may_follow(key_of(before, true), key) ||
         vocabulary_.may_follow(key, key_of(after, true)) ||
         vocabulary_.may_follow(key_of(before, false), key) ||
         vocabulary_.may_follow(key, key_of(after, false));
}

std::string_view Gate::word_before(std::size_t at) const noexcept {
  std::size_t end = at;
  while (end > 0 && parts_words(text_[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongestBeside && !parts_words(text_[begin - 1])) --begin;
  while (begin < end && utf8::is_continuation(text_[begin])) ++begin;
  return text_.substr(begin, end - begin);
}

std::string_view Gate::word_after(std::size_t at) const noexcept {
  std::size_t begin = at;
  while (begin < text_.size() && parts_words(text_[begin])) ++begin;
  std::size_t end = begin;
  while (end < text_.size() && end - begin < kLongestBeside && !parts_words(text_[end])) ++end;
  while (end < text_.size() && end > begin && utf8::is_continuation(text_[end])) --end;
  return text_.substr(begin, end - begin);
}

}  // namespace tamis
