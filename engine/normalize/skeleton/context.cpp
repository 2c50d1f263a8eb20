// The order matters: what is spelled letter by letter is one word for all that follows; only then
// is it known which words are numbers and which are of another script.
#include "tamis/normalize/skeleton/context.h"

#include <algorithm>

#include "tamis/normalize/skeleton/english.h"

namespace tamis {
namespace {

using Letters = std::span<SkeletonLetter>;

constexpr std::uint32_t kWestern = 0b11;  // scripts: Latin, none
constexpr std::size_t kFewestSpelled = 3;
constexpr std::size_t kFewestSpelledIdeographs = 2;

/// Calls `found(begin, end)` for each longest stretch in which `joins` holds for all but the first
/// letter.
template <class Joins, class Found>
void for_each_stretch(Letters letters, Joins joins, Found found) {
  for (std::size_t begin = 0; begin < letters.size();) {
    std::size_t end = begin + 1;
    while (end < letters.size() && joins(letters[end - 1], letters[end])) ++end;
    found(begin, end);
    begin = end;
  }
}

/// Signs beside a letter, such as brackets, leave it alone; repeats of it do too.
bool is_single(Letters piece) {
  const SkeletonLetter* letter = nullptr;
  for (const SkeletonLetter& l : piece) {
    const bool is_sign = l.disguise.contains(Evasion::leetspeak) && !l.is_digit;
    if (is_sign && piece.size() > 1) continue;
    if (letter != nullptr && letter->plain != l.plain) return false;
    letter = &l;
  }
  return true;
}

void mark_singles(Letters letters) {
  const auto joins = [](const SkeletonLetter&, const SkeletonLetter& l) {
    return l.gap == Gap::none;
  };
  for_each_stretch(letters, joins, [&](std::size_t begin, std::size_t end) {
    const Letters piece = letters.subspan(begin, end - begin);
    const bool single = is_single(piece);
    for (SkeletonLetter& letter : piece) {
      letter.is_single = single;
      letter.is_short = single || piece.size() == 2;
    }
  });
}

/// f u c k; one pair may stand among single letters: f u ck. Not the same letter over and over.
bool is_spelled(Letters run) {
  std::size_t singles = 0;
  std::size_t pairs = 0;
  bool has_sentence_marks = false;
  for (const SkeletonLetter& l : run) {
    if (&l != run.data() && l.gap == Gap::none) continue;
    ++(l.is_single ? singles : pairs);
    has_sentence_marks |= &l != run.data() && l.gap == Gap::punctuation;
  }
  const char32_t plain = run.front().plain;
  if (std::ranges::all_of(run, [&](const SkeletonLetter& l) { return l.plain == plain; }))
    return false;
  const bool is_ideographs =
      std::ranges::none_of(run, [](const SkeletonLetter& l) { return l.is_word; });
  if (is_ideographs && !has_sentence_marks) return singles >= kFewestSpelledIdeographs;
  return singles >= 2 && singles >= pairs && singles + pairs >= kFewestSpelled;
}

void mark_spelled(Letters letters) {
  const auto joins = [](const SkeletonLetter& before, const SkeletonLetter& l) {
    return before.is_short && l.is_short && l.gap != Gap::stop;
  };
  for_each_stretch(letters, joins, [&](std::size_t begin, std::size_t end) {
    const Letters run = letters.subspan(begin, end - begin);
    if (!is_spelled(run)) return;
    for (SkeletonLetter& letter : run) letter.is_spelled = true;
  });
}

/// Whether no reader sees the end of a word between two letters.
bool is_one_word(const SkeletonLetter& before, const SkeletonLetter& l) noexcept {
  if (l.gap == Gap::none || l.gap == Gap::joiner || l.gap == Gap::punctuation) return true;
  return l.gap != Gap::stop && before.is_spelled && l.is_spelled;
}

/// Whether letters of a word are drawn, or a sign stands between two: cl4ims, but not mp3.
bool is_drawn_word(Letters word) {
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    if (word[i].readings != 0 && word[i].disguise.contains(Evasion::leetspeak) &&
        word[i - 1].is_ascii_letter && word[i + 1].is_ascii_letter)
      return true;
  }
  return std::ranges::any_of(word, &SkeletonLetter::is_drawn);
}

/// Whether the word before `begin` is drawn, or the one that begins at `end`.
bool is_beside_drawn(Letters letters, std::size_t begin, std::size_t end) {
  std::size_t before = begin;
  while (before > 0 && (before == begin || letters[before].gap == Gap::none)) --before;
  std::size_t behind = end;
  while (behind < letters.size() && (behind == end || letters[behind].gap == Gap::none)) ++behind;
  return is_drawn_word(letters.subspan(before, begin - before)) ||
         is_drawn_word(letters.subspan(end, behind - end));
}

/// 455 is a number, but not beside |\|3\/3|2.
void leave_numbers(Letters letters) {
  for_each_stretch(letters, is_one_word, [&](std::size_t begin, std::size_t end) {
    const Letters word = letters.subspan(begin, end - begin);
    const bool has_digit = std::ranges::any_of(word, &SkeletonLetter::is_digit);
    if (!has_digit) return;
    const bool has_letter = std::ranges::any_of(word, [](const SkeletonLetter& l) {
      return l.is_ascii_letter ||
             (l.readings != 0 && !l.is_digit && !l.disguise.contains(Evasion::leetspeak));
    });
    const auto signs = std::ranges::count_if(word, [](const SkeletonLetter& l) {
      return !l.is_digit && l.disguise.contains(Evasion::leetspeak);
    });
    const bool has_drawn = std::ranges::any_of(word, &SkeletonLetter::is_drawn);
    if (has_letter || has_drawn || signs > 1 || is_beside_drawn(letters, begin, end)) return;
    for (SkeletonLetter& letter : word) letter.readings = 0;
  });
}

/// A Russian word is no disguise, unless its letters are all that the message has of its script and
/// every one of them looks Latin.
void leave_scripts(Letters letters, std::span<const std::uint8_t> scripts) {
  std::uint32_t proper = 0;
  const auto scripts_of = [&](std::size_t begin, std::size_t end) {
    std::uint32_t all = 0;
    for (std::size_t i = begin; i < end; ++i) all |= 1U << (scripts[i] & 31);
    return all;
  };
  const auto has_latin = [&](std::size_t begin, std::size_t end) {
    return std::ranges::any_of(letters.subspan(begin, end - begin),
                               &SkeletonLetter::is_ascii_letter);
  };
  for_each_stretch(letters, is_one_word, [&](std::size_t begin, std::size_t end) {
    if (has_latin(begin, end)) return;
    for (std::size_t i = begin; i < end; ++i) {
      if (letters[i].readings == 0) proper |= 1U << (scripts[i] & 31);
    }
  });
  proper &= ~kWestern;
  for_each_stretch(letters, is_one_word, [&](std::size_t begin, std::size_t end) {
    if ((scripts_of(begin, end) & proper) == 0 || has_latin(begin, end)) return;
    for (std::size_t i = begin; i < end; ++i) {
      if ((1U << (scripts[i] & 31) & proper) != 0) letters[i].readings = 0;
    }
  });
}

/// Whether nothing of its word follows a letter.
bool ends_word(Letters letters, std::size_t at) {
  return at + 1 == letters.size() || letters[at + 1].gap != Gap::none;
}

/// z may be an s then, and v a u.
void read_slang(Letters letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    SkeletonLetter& letter = letters[i];
    if (letter.slang == 0) continue;
    if (!is_slang(letter.plain, ends_word(letters, i) ? 0 : letters[i + 1].plain)) continue;
    letter.readings |= letter.slang;
    letter.disguise |= Evasion::leetspeak;
  }
}

/// Two of a letter where English has none.
bool is_odd_pair(Letters letters, std::size_t begin) {
  if (!letters[begin].is_ascii_letter) return false;
  const std::size_t second = begin + 1;
  const bool begins = begin == 0 || letters[begin].gap != Gap::none;
  return doubles_oddly(begins ? 0 : letters[begin - 1].plain, letters[begin].plain,
                       ends_word(letters, second) ? 0 : letters[second + 1].plain);
}

void mark_repeats(Letters letters) {
  const auto joins = [](const SkeletonLetter& before, const SkeletonLetter& l) {
    return before.plain == l.plain && (l.gap == Gap::none || (before.is_spelled && l.is_spelled));
  };
  for_each_stretch(letters, joins, [&](std::size_t begin, std::size_t end) {
    const Letters run = letters.subspan(begin, end - begin);
    if (!run[0].is_word) return;
    const bool is_repeat = run.size() > 2 || (run.size() == 2 && is_odd_pair(letters, begin));
    if (!is_repeat) return;
    for (SkeletonLetter& letter : run) letter.is_repeated = true;
  });
}

void count_suspects(Letters letters) {
  std::uint32_t suspects = 0;
  const SkeletonLetter* before = nullptr;
  for (SkeletonLetter& letter : letters) {
    const bool joins_over_gap =
        before != nullptr && !letter.gap_undone.empty() &&
        (is_one_word(*before, letter) || (!before->is_word && !letter.is_word));
    suspects += letter.readings != 0 || letter.is_repeated || joins_over_gap ||
                !letter.undone.without(kFoldedEvasions).empty();
    letter.suspects = suspects;
    before = &letter;
  }
}

/// What a text has of what must be looked at.
struct Features {
  bool singles = false;
  bool digits = false;
  bool slang = false;
  bool pairs = false;  ///< of a letter
  std::uint32_t scripts = 0;
};

Features features_of(Letters letters, std::span<const std::uint8_t> scripts) {
  Features features;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    features.singles |= letters[i].gap != Gap::none && ends_word(letters, i);
    features.digits |= letters[i].is_digit;
    features.slang |= letters[i].slang != 0;
    features.pairs |= i > 0 && letters[i].plain == letters[i - 1].plain;
    features.scripts |= 1U << (scripts[i] & 31);
  }
  return features;
}

}  // namespace

void read_in_context(Letters letters, std::span<const std::uint8_t> scripts) {
  const Features features = features_of(letters, scripts);
  if (features.singles || features.pairs) mark_singles(letters);
  if (features.singles || features.pairs) mark_spelled(letters);
  if (features.digits) leave_numbers(letters);
  if ((features.scripts & ~kWestern) != 0) leave_scripts(letters, scripts);
  if (features.slang) read_slang(letters);
  if (features.pairs) mark_repeats(letters);
  count_suspects(letters);
}

}  // namespace tamis
