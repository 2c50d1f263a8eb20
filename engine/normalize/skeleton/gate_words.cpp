// What looks odd in a text is mostly an ordinary word: 3pm, re-do, café. Only if its key, with
// signs for letters or without them, is that of a term, or of a word of a phrase whose neighbor
// stands beside it, is a skeleton made.
#include <algorithm>
#include <span>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/gate.h"
#include "tamis/normalize/skeleton/leet_sequences.h"
#include "tamis/normalize/skeleton/letter_table.h"

namespace tamis {
namespace {

using Kind = LetterTable::Kind;
using KeyHash = SkeletonVocabulary::KeyHash;

constexpr std::size_t kNearest = 8;   // bytes to the next word
constexpr std::size_t kLongest = 64;  // bytes of it

bool is_space(char c) noexcept {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool is_of_word(char c) noexcept {
  return static_cast<signed char>(c) < 0 || (c >= '0' && c <= '9') ||
         ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool seldom_doubles(char32_t c) noexcept {
  return std::u32string_view(U"ahijkquvwxy").find(c) != std::u32string_view::npos;
}

KeyHash key_of(std::string_view word) noexcept {
  const LetterTable& table = LetterTable::instance();
  KeyHash key;
  for (std::size_t at = 0; at < word.size();) {
    const auto c = utf8::decode(word.data() + at);
    const LetterTable::Entry entry = table[c.value];
    if (entry.kind == Kind::letter) key.add(entry.symbol);
    at += c.size;
  }
  return key;
}

/// A letter that is itself odd, as those are which stand alone: 🅕 🅤.
bool is_drawn_letter(char32_t c) noexcept {
  const LetterTable::Entry entry = LetterTable::instance()[c];
  return c >= 0x80 && entry.kind == Kind::letter && entry.readings != 0 &&
         !entry.disguise.contains(Evasion::mark);
}

/// The keys that a word may have: signs at its begin may be letters, or brackets and the like; so
/// may those at its end.
struct WordKeys {
  KeyHash from_sign;
  KeyHash from_letter;
  KeyHash sign_to_letter;
  KeyHash letter_to_letter;
  bool is_odd = false;
  bool begins_inside = false;  ///< a term that may stand inside a word may begin in it
  char32_t last = 0;
  unsigned run = 0;

  void add_letter(const LetterTable::Entry& entry, const SkeletonVocabulary& vocabulary) noexcept {
    from_sign.add(entry.symbol);
    from_letter.add(entry.symbol);
    sign_to_letter = from_sign;
    letter_to_letter = from_letter;
    begins_inside |= vocabulary.may_begin_inside(from_letter);
    run = entry.plain == last ? run + 1 : 1;
    last = entry.plain;
    is_odd |= entry.readings != 0 || run > 2 || (run == 2 && seldom_doubles(last)) ||
              !entry.undone.without(kFoldedEvasions).empty();
  }
  void add_sign(char32_t symbol, const SkeletonVocabulary& vocabulary) noexcept {
    from_sign.add(symbol);
    begins_inside |= vocabulary.may_begin_inside(from_sign);
    if (from_letter.size() != 0) from_letter.add(symbol);
    is_odd = true;
  }
};

}  // namespace

/// Looks at what stands around `place` between spaces.
bool Gate::passes_word(std::size_t place) {
  begin_ = place;
  while (begin_ > checked_ && !is_space(text_[begin_ - 1])) --begin_;
  std::size_t end = place;
  while (end < text_.size() && !is_space(text_[end])) ++end;
  checked_ = end;
  word_.clear();
  for (std::size_t at = begin_; at < end;) {
    const auto c = utf8::decode(text_.data() + at);
    word_.push_back({c.value, {static_cast<std::uint32_t>(at), 0}, {}});
    at += c.size;
  }
  if (word_.size() == 1) lone_letters_ += is_drawn_letter(word_.front().value);
  return lone_letters_ >= 2 || has_key_of_term() ||
         vocabulary_.masked_words().fill(word_, 0, filled_);
}

std::string_view Gate::word_before(std::size_t at) const noexcept {
  std::size_t end = at;
  while (end > 0 && at - end < kNearest && !is_of_word(text_[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLongest && is_of_word(text_[begin - 1])) --begin;
  while (begin < end && utf8::is_continuation(text_[begin])) ++begin;
  return text_.substr(begin, end - begin);
}

std::string_view Gate::word_after(std::size_t at) const noexcept {
  std::size_t begin = at;
  while (begin < text_.size() && begin - at < kNearest && !is_of_word(text_[begin])) ++begin;
  std::size_t end = begin;
  while (end < text_.size() && end - begin < kLongest && is_of_word(text_[end])) ++end;
  while (end < text_.size() && end > begin && utf8::is_continuation(text_[end])) --end;
  return text_.substr(begin, end - begin);
}

bool Gate::has_key_of_term() const {
  const LetterTable& table = LetterTable::instance();
  WordKeys whole;        // whatever stands between its letters
  WordKeys whole_plain;  // … signs too
  WordKeys piece;
  WordKeys piece_plain;
  unsigned singles = 0;
  // Whether a word is a term's; empties it.
  const auto finish = [&](WordKeys& keys) {
    bool any = keys.is_odd && keys.begins_inside;
    for (const KeyHash* key :
         {&keys.from_sign, &keys.from_letter, &keys.sign_to_letter, &keys.letter_to_letter}) {
      any = any || (keys.is_odd && may_be_of_term(*key));
    }
    keys = {};
    return any;
  };
  for (std::size_t at = 0; at < word_.size();) {
    const LetterTable::Entry entry = table[word_[at].value];
    const LeetSequence drawn = leet_sequence(std::span(word_).subspan(at));
    const std::size_t size = std::max<std::size_t>(1, drawn.size);
    if (entry.kind == Kind::letter && (entry.is_word || entry.readings != 0)) {
      for (WordKeys* keys : {&whole, &whole_plain, &piece, &piece_plain})
        keys->add_letter(entry, vocabulary_);
    } else if (entry.kind == Kind::expansion) {
      return true;
    } else if (entry.kind == Kind::mark || entry.kind == Kind::invisible) {
      piece.is_odd = piece_plain.is_odd = true;
    } else {
      if (drawn.size != 0 || entry.kind == Kind::symbol) {
        const char32_t symbol = drawn.size != 0 ? symbol_of(drawn.readings) : entry.symbol;
        whole.add_sign(symbol, vocabulary_);
        piece.add_sign(symbol, vocabulary_);
      } else {
        if (finish(piece)) return true;
      }
      singles += piece_plain.from_sign.size() == 1;
      if (finish(piece_plain)) return true;
      const bool is_ideograph = entry.kind == Kind::letter;
      if (is_ideograph || entry.kind == Kind::apostrophe) {
        if (finish(whole) || finish(whole_plain)) return true;
      } else {
        whole.is_odd |= whole.from_letter.size() != 0;
        whole_plain.is_odd |= whole_plain.from_letter.size() != 0;
      }
    }
    at += size;
  }
  singles += piece_plain.from_sign.size() == 1;
  return singles >= 3 || finish(whole) || finish(whole_plain) || finish(piece) ||
         finish(piece_plain);
}

bool Gate::may_be_of_term(const KeyHash& key) const {
  if (key.size() == 0) return false;
  if (vocabulary_.may_be_term(key)) return true;
  if (!vocabulary_.may_be_in_phrase(key)) return false;
  return vocabulary_.may_follow(key_of(word_before(begin_)), key) ||
         vocabulary_.may_follow(key, key_of(word_after(checked_)));
}

}  // namespace tamis
