#include "tamis/normalize/skeleton.h"

#include <optional>

#include "tamis/base/utf8.h"
#include "tamis/normalize/skeleton/drawn_words.h"
#include "tamis/normalize/skeleton/encodings.h"
#include "tamis/normalize/skeleton/gate.h"
#include "tamis/normalize/skeleton/han_words.h"
#include "tamis/normalize/skeleton/letters.h"
#include "tamis/normalize/skeleton/reorderings.h"
#include "tamis/normalize/skeleton/split_characters.h"
#include "tamis/normalize/skeleton/syllables.h"

namespace tamis {

using Kind = LetterTable::Kind;

namespace {

// Texts of so many characters are not read many times over.
constexpr std::size_t kLong = 4096;
constexpr std::size_t kVeryLong = 65'536;

}  // namespace

struct Skeletonizer::State {
  explicit State(const SkeletonVocabulary& v) : vocabulary(v), gate(v) {}

  const SkeletonVocabulary& vocabulary;
  Gate gate;
  void append(std::uint32_t message, SkeletonView& view);
  void append_other_signs(std::uint32_t message, SkeletonView& view);
  void trim();

  std::vector<std::uint32_t> messages;
  Characters characters;
  Characters scratch;
  std::optional<LetterReader> reader{std::in_place};
  HanWords words;
  bool has_inner_signs = false;  ///< in `characters`
};

void make_character_tables() {
  LetterTable::instance();
}

Skeletonizer::Skeletonizer(const SkeletonVocabulary& vocabulary)
    : state_(std::make_unique<State>(vocabulary)) {}
Skeletonizer::Skeletonizer(Skeletonizer&&) noexcept = default;
Skeletonizer& Skeletonizer::operator=(Skeletonizer&&) noexcept = default;
Skeletonizer::~Skeletonizer() = default;

namespace {

/// What may be undone or not: each gives one more reading.
struct Choice {
  bool base64 = true;       ///< any word may be base64 by chance
  bool upside_down = true;  ///< one letter on its head may stand in an upright word
};

/// What hides characters altogether or puts them elsewhere. Encodings may stand in one another.
/// Says what there was of what could be chosen.
Choice undo_hiding(Characters& characters, Characters& scratch, Choice choice) {
  constexpr unsigned kDeepest = 3;
  Choice found{.base64 = false, .upside_down = false};
  for (unsigned depth = 0; depth < kDeepest; ++depth) {
    bool any = decode_tags(characters, scratch);
    any = decode_entities(characters, scratch) || any;
    any = decode_percent(characters, scratch) || any;
    if (choice.base64 && decode_base64(characters, scratch)) any = found.base64 = true;
    if (!any) break;
  }
  apply_deletions(characters);
  apply_overrides(characters, scratch);
  if (choice.upside_down) found.upside_down = turn_upside_down(characters);
  return found;
}

}  // namespace

void Skeletonizer::skeletonize(Batch& batch) {
  state_->messages.clear();
  state_->gate.find(batch, state_->messages);
  for (const std::uint32_t i : state_->messages) {
    const Message& message = batch.messages[i];
    const auto read = [&](Choice choice) {
      decode(message.text, state_->characters);
      const Choice found = undo_hiding(state_->characters, state_->scratch, choice);
      state_->append(i, batch.skeleton);
      if (choice.upside_down) state_->append_other_signs(i, batch.skeleton);
      return found;
    };
    const Choice found = read({});
    if (state_->characters.size() < kVeryLong) {
      if (found.base64) read({.base64 = false});  // what is drawn may decode by chance
      if (found.upside_down) read({.upside_down = false});
    }
  }
  if (batch.skeleton.letters.size() > SkeletonView::kMostKept) state_->trim();
}

LetterWords& Skeletonizer::words() noexcept {
  return state_->words;
}

/// A segment in which signs among letters are letters.
void Skeletonizer::State::append(std::uint32_t message, SkeletonView& view) {
  has_inner_signs = reader->append(characters, LetterReader::Signs::letters, message, view);
  if (vocabulary.has_pinyin()) reader->append_syllables(message, view);
}

/// More segments, in which they are decoration, or put together as terms want them, and in which
/// some are masks.
void Skeletonizer::State::append_other_signs(std::uint32_t message, SkeletonView& view) {
  using Signs = LetterReader::Signs;
  const bool is_long = characters.size() >= kLong;
  if (has_inner_signs) reader->append(characters, Signs::decoration, message, view);
  for (std::size_t rank = 0; rank < (is_long ? 1 : kMostDrawnWays); ++rank) {
    if (!read_drawn_words(characters, vocabulary, rank, scratch)) break;
    reader->append(scratch, Signs::single_letters, message, view);
  }
  for (std::size_t rank = 0; rank < (is_long ? 1 : MaskedWords::kMaxRanks); ++rank) {
    if (!vocabulary.masked_words().fill(characters, rank, scratch)) break;
    reader->append(scratch, Signs::letters, message, view);
  }
}

/// Gives memory back.
void Skeletonizer::State::trim() {
  characters = {};
  scratch = {};
  reader.emplace();
}

namespace {

constexpr std::size_t kMaxLetters = 64;

void add_to_key(char32_t symbol, char32_t& previous, std::string& key) {
  if (symbol == previous) return;
  previous = symbol;
  char bytes[4];
  key.append(bytes, utf8::encode(symbol, bytes));
}

/// The key of a term that is looked for by its aliases, where it has any.
std::string key_of_aliases(const TermSkeleton& term) {
  const LetterTable& table = LetterTable::instance();
  std::string key;
  char32_t previous = 0;
  for (std::size_t i = 0; i < term.letters.size(); ++i) {
    const char32_t alias = term.aliases[i];
    add_to_key(alias != 0 ? alias : table[term.letters[i]].symbol, previous, key);
  }
  return key;
}

TermSkeleton sounded(TermSkeleton term) {
  std::size_t syllables = 0;
  for (const char32_t letter : term.letters) {
    term.aliases += syllable_of(letter);
    syllables += term.aliases.back() != 0;
  }
  term.reading = Reading::sounded;
  term.key = syllables < 2 ? "" : key_of_aliases(term);
  return term;
}

/// `places`: bit j: letter j is split.
TermSkeleton split(const TermSkeleton& term, std::uint64_t places) {
  TermSkeleton result{.reading = Reading::split};
  for (std::size_t j = 0; j < term.letters.size(); ++j) {
    const std::size_t at = result.letters.size();
    if (at + 2 > kMaxLetters) return {};
    result.spaces |= (term.spaces >> j & 1) << at;
    result.marks |= (term.marks >> j & 1) << at;
    if ((places >> j & 1) != 0) {
      result.letters += halves_of(term.letters[j]);
    } else {
      result.letters += term.letters[j];
    }
  }
  for (const char32_t letter : result.letters)
    result.aliases += syllable_of(letter) != 0 ? standing_half(letter) : 0;
  result.key = key_of_aliases(result);
  return result;
}

}  // namespace

TermSkeleton skeleton_of_term(std::string_view folded) {
  const LetterTable& table = LetterTable::instance();
  TermSkeleton term;
  char32_t previous = 0;
  bool has_space = false;
  bool has_marks = false;
  for (std::size_t at = 0; at < folded.size();) {
    const auto c = utf8::decode(folded.data() + at);
    at += c.size;
    const LetterTable::Entry entry = table[c.value];
    switch (entry.kind) {
      case Kind::letter:
      case Kind::symbol:
      case Kind::mark: {
        if (term.letters.size() == kMaxLetters) return {};
        const std::uint64_t bit = std::uint64_t{1} << term.letters.size();
        if (has_space && !term.letters.empty()) term.spaces |= bit;
        if (has_marks && !term.letters.empty()) term.marks |= bit;
        has_space = has_marks = false;
        term.letters += c.value;
        add_to_key(entry.symbol, previous, term.key);
        break;
      }
      case Kind::space:
        has_space = true;
        break;
      case Kind::joiner:
      case Kind::punctuation:
      case Kind::apostrophe:
        if (term.letters.empty()) return {};
        has_marks = true;
        break;
      default:
        return {};
    }
  }
  return has_marks ? TermSkeleton{} : term;
}

void add_pinyin_of_term(std::string_view folded, std::vector<TermSkeleton>& skeletons) {
  constexpr std::size_t kMostSplit = 4;
  const TermSkeleton term = skeleton_of_term(folded);
  if (term.key.empty()) return;
  skeletons.push_back(sounded(term));
  std::vector<std::size_t> splittable;
  for (std::size_t j = 0; j < term.letters.size() && splittable.size() < kMostSplit; ++j) {
    if (!halves_of(term.letters[j]).empty()) splittable.push_back(j);
  }
  for (std::size_t choice = 1; choice < std::size_t{1} << splittable.size(); ++choice) {
    std::uint64_t places = 0;
    for (std::size_t i = 0; i < splittable.size(); ++i)
      places |= std::uint64_t(choice >> i & 1) << splittable[i];
    skeletons.push_back(split(term, places));
  }
}

}  // namespace tamis
