#include "tamis/normalize/skeleton/vocabulary.h"

#include <array>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/letter_table.h"

namespace tamis {
namespace {

std::vector<std::string_view> folded(std::span<const VocabularyTerm> terms) {
  std::vector<std::string_view> texts;
  for (const VocabularyTerm& term : terms) {
    if (term.reading == Reading::written) texts.push_back(term.folded);
  }
  return texts;
}

}  // namespace

SkeletonVocabulary::SkeletonVocabulary(std::span<const VocabularyTerm> terms)
    : masked_words_(folded(terms)),
      terms_(terms.size()),
      phrase_words_(4 * terms.size()),
      word_starts_(8 * terms.size()),
      pairs_(4 * terms.size()),
      two_(terms.size()),
      threes_(2 * terms.size()),
      starts_(terms.size()),
      openings_(terms.size()) {
  for (const VocabularyTerm& term : terms) add(term);
}

void SkeletonVocabulary::add(const VocabularyTerm& term) {
  if (term.reading != Reading::written) {
    has_pinyin_ = true;
    add_opening(term.key);
    return;
  }
  const bool may_stand_inside =
      !term.begins_word && !term.key.empty() &&
      LetterTable::instance()[utf8::decode(term.key.data()).value].is_word;
  const bool has_space = term.folded.find(' ') != std::string_view::npos;
  KeyHash key;
  for (std::size_t at = 0; at < term.key.size();) {
    const auto c = utf8::decode(term.key.data() + at);
    key.add(c.value);
    at += c.size;
    if (!has_space) word_starts_.insert(key.value());
    if (may_stand_inside && key.size() == kStart) starts_.insert(key.tail());
  }
  terms_.insert(key.value());
  has_inside_ |= may_stand_inside;
  has_short_inside_ |= may_stand_inside && key.size() < kStart;
  add_words(term.folded);
}

/// The first ideographs that stand together.
void SkeletonVocabulary::add_opening(std::string_view key) {
  std::array<char32_t, 3> run{};
  std::size_t size = 0;
  for (std::size_t at = 0; at < key.size() && size < run.size();) {
    const auto c = utf8::decode(key.data() + at);
    at += c.size;
    if (c.value >= 0x2E80) {
      run[size++] = c.value;
    } else if (size < 2) {
      size = 0;
    } else {
      break;
    }
  }
  openings_.insert(pair(pair(run[0], run[1]), size > 2 ? run[2] : 0));
}

void SkeletonVocabulary::add_words(std::string_view folded) {
  KeyHash before;
  KeyHash word;
  char32_t last = 0;  // ideograph
  char32_t last_but_one = 0;
  std::size_t letters = 0;
  for (std::size_t at = 0; at <= folded.size();) {
    const bool is_end = at == folded.size();
    const auto c = is_end ? utf8::CodePoint{' ', 1} : utf8::decode(folded.data() + at);
    at += c.size;
    const LetterTable::Entry entry = LetterTable::instance()[c.value];
    const bool is_letter =
        entry.kind == LetterTable::Kind::letter || entry.kind == LetterTable::Kind::symbol;
    if (is_letter) {
      if (last != 0) pairs_.insert(pair(last, entry.plain));
      if (last_but_one != 0) threes_.insert(pair(pair(last_but_one, last), entry.plain));
      if (++letters == 2 && last != 0 && at == folded.size()) two_.insert(pair(last, entry.plain));
      last_but_one = last;
      last = entry.is_word ? 0 : entry.plain;
      word.add(entry.symbol);
      word_starts_.insert(word.value());
    } else if (word.size() != 0) {
      phrase_words_.insert(word.value());
      if (before.size() != 0) pairs_.insert(pair(before.value(), word.value()));
      before = word;
      word = {};
    }
  }
}

}  // namespace tamis
