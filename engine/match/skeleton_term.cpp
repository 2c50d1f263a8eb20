// A term of n letters is a row of n states, one bit each; reading the text's letters one by one, a
// state goes on to the next where the letter may stand for the term's next letter, or stays where
// it repeats the last (Shift-And, Baeza-Yates & Gonnet 1992). The sets of states are kept, so that
// the way can be followed back: what it went over is what was undone.
#include "tamis/match/skeleton_term.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tamis {
namespace {

constexpr std::size_t kMaxHit = 512;        // letters of the text that one hit may cover
constexpr std::uint32_t kMaxBegins = 8;     // places that are tried, from the end of a run
constexpr std::size_t kFewestForPairs = 3;  // letters of a term of which a pair may be one: not ttf
constexpr std::size_t kFewestForSlang = 5;  // letters of a term that z and v may stand for
constexpr std::size_t kFewestForDigits = 3;  // letters of a term that digits may stand for

constexpr std::u32string_view kPronouns = U"我你您他她它咱这那";

using Letters = std::span<const SkeletonLetter>;

bool is_read_as(const SkeletonLetter& letter, char32_t wanted) noexcept {
  return wanted >= 'a' && wanted <= 'z' &&
         ((letter.readings | letter.slang) >> (wanted - 'a') & 1) != 0;
}

/// What was undone on the way, and whether that is a reason to see more than `folded` does.
struct Undone {
  EvasionSet families;
  bool is_evidence = false;
  bool over_marks = false;   ///< letters of one word with marks between them
  bool over_spaces = false;  ///< … with space
  bool over_wide_spaces = false;
  bool over_text_gaps = false;  ///< ideographs with what stands between clauses between them
  unsigned digits = 0;
  bool has_drawn = false;  ///< a letter of several signs

  void add(EvasionSet more) noexcept {
    families |= more;
    is_evidence |= !more.without(kFoldedEvasions).empty();
  }
};

class Aligner {
 public:
  Aligner(const SkeletonTerm& term, Letters letters, KeyHit hit, LetterWords& words)
      : term_(term), letters_(letters), hit_(hit), words_(words) {
    const Letters covered = letters.subspan(hit.begin, hit.end - hit.begin);
    repeats_ = std::ranges::any_of(covered, &SkeletonLetter::is_repeated) &&
               (term.letters.size() >= kFewestForPairs || has_three_of_one(covered));
  }

  static bool has_three_of_one(Letters letters) noexcept {
    for (std::size_t i = 2; i < letters.size(); ++i) {
      if (letters[i].gap == Gap::none && letters[i - 1].gap == Gap::none &&
          letters[i].plain == letters[i - 1].plain && letters[i].plain == letters[i - 2].plain)
        return true;
    }
    return false;
  }

  std::optional<Alignment> run() {
    if (hit_.end - hit_.begin > kMaxHit) return std::nullopt;
    std::uint32_t first_end = hit_.begin + 1;  // of the first symbol's letters
    while (first_end < hit_.end && stands_for(letters_[first_end], 0)) ++first_end;
    if (const auto found = run_from(hit_.begin)) return found;
    const std::uint32_t first =
        std::max(hit_.begin + 1, first_end - std::min(first_end, kMaxBegins));
    for (std::uint32_t begin = first; begin < first_end; ++begin) {
      if (const auto found = run_from(begin)) return found;
    }
    return std::nullopt;
  }

 private:
  bool stands_for(const SkeletonLetter& letter, std::size_t j) const noexcept {
    const char32_t wanted = term_.letters[j];
    return letter.plain == wanted || is_read_as(letter, wanted) || is_alias(letter, j);
  }
  bool is_alias(const SkeletonLetter& letter, std::size_t j) const noexcept {
    return !term_.aliases.empty() && letter.alias != 0 && letter.alias == term_.aliases[j];
  }

  std::optional<Alignment> run_from(std::uint32_t begin) {
    if (!stands_for(letters_[begin], 0)) return std::nullopt;
    states_[0] = 1;
    std::uint32_t end = begin + 1;
    while (end < hit_.end && (states_[end - begin] = step(end, states_[end - begin - 1])) != 0) {
      ++end;
    }
    const std::uint64_t last = std::uint64_t{1} << (term_.letters.size() - 1);
    for (; end > std::max(begin, hit_.begin_last); --end) {
      if ((states_[end - 1 - begin] & last) == 0) continue;
      if (const auto found = accept(begin, end)) return found;
    }
    return std::nullopt;
  }

  std::uint64_t step(std::uint32_t at, std::uint64_t before) const noexcept {
    std::uint64_t next = (before << 1 & may_advance(at)) | (may_stay(at) ? before : 0);
    if (term_.letters.size() < 64) next &= (std::uint64_t{1} << term_.letters.size()) - 1;
    std::uint64_t result = 0;
    for (std::uint64_t rest = next; rest != 0; rest &= rest - 1) {
      const auto j = static_cast<std::size_t>(std::countr_zero(rest));
      if (stands_for(letters_[at], j)) result |= std::uint64_t{1} << j;
    }
    return result;
  }

  bool is_spelled(std::uint32_t at) const noexcept {
    return letters_[at - 1].is_spelled && letters_[at].is_spelled;
  }
  bool is_unspaced(std::uint32_t at) const noexcept {
    return !letters_[at - 1].is_word && !letters_[at].is_word;
  }

  /// The letters of the term that one behind the gap before `at` may stand for.
  std::uint64_t may_advance(std::uint32_t at) const noexcept {
    const std::uint64_t none = ~(term_.spaces | term_.marks);
    switch (letters_[at].gap) {
      case Gap::none:
        return letters_[at].gap_undone.empty() ? none | (term_.marks & ~term_.spaces) : ~0ULL;
      case Gap::joiner:
      case Gap::punctuation:
        return ~0ULL;
      case Gap::ellipsis:
        return is_spelled(at) || is_unspaced(at) ? ~0ULL : term_.marks;
      case Gap::space:
      case Gap::wide_space:
        return is_spelled(at) || is_unspaced(at) ? ~0ULL : term_.spaces & ~term_.marks;
      case Gap::spaced_joiner:
        return is_spelled(at) || is_unspaced(at) ? ~0ULL : 0;
      case Gap::clause:
        return is_spelled(at) || is_unspaced(at) ? ~0ULL : term_.spaces & term_.marks;
      case Gap::stop:
        return 0;
    }
    return 0;
  }

  bool may_stay(std::uint32_t at) const noexcept {
    return repeats_ && (letters_[at].gap == Gap::none || is_spelled(at));
  }

  std::optional<Alignment> accept(std::uint32_t begin, std::uint32_t end) const {
    const Undone undone = follow_back(begin, end);
    if (!undone.is_evidence || !stands_free(begin, end, undone)) return std::nullopt;
    if (undone.over_text_gaps && !is_scattered(begin, end) && !is_whole_over_gaps(begin, end))
      return std::nullopt;
    if (term_.reading == Reading::sounded) {
      // What is written as the term is, is found without.
      if (!undone.families.contains(Evasion::homophone)) return std::nullopt;
      if (!are_no_words(begin, end)) return std::nullopt;
    }
    if (end - begin == 2 && is_of_longer_row(begin, end)) return std::nullopt;
    if (undone.over_spaces && !is_spelled_out(begin, end)) return std::nullopt;
    if (undone.digits != 0 && !undone.has_drawn && !may_have_digits(undone.digits, end))
      return std::nullopt;
    TextSpan origin = letters_[begin].origin;
    for (std::uint32_t i = begin + 1; i < end; ++i) {
      origin.begin = std::min(origin.begin, letters_[i].origin.begin);
      origin.end = std::max(origin.end, letters_[i].origin.end);
    }
    return Alignment{origin, undone.families};
  }

  /// Letters of a word with space between them stand alone, most of them: f u ck.
  bool is_spelled_out(std::uint32_t begin, std::uint32_t end) const noexcept {
    unsigned singles = 0;
    unsigned others = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      if (i != begin && letters_[i].gap == Gap::none) continue;
      ++(letters_[i].is_single ? singles : others);
    }
    return singles >= 2 && singles >= others;
  }

  /// Ideographs are scattered if there is a gap between each and the next, of three or more.
  bool is_scattered(std::uint32_t begin, std::uint32_t end) const noexcept {
    for (std::uint32_t i = begin + 1; i < end; ++i) {
      if (letters_[i].gap == Gap::none) return false;
    }
    return end - begin > 2;
  }

  /// 代、办: whether it neither begins nor ends inside a word, nor is a pronoun behind a gap, with
  /// which clauses begin.
  bool is_whole_over_gaps(std::uint32_t begin, std::uint32_t end) const {
    for (std::uint32_t i = begin + 1; i < end; ++i) {
      if (letters_[i].gap == Gap::ellipsis) return false;
      if (letters_[i].gap == Gap::clause && kPronouns.find(letters_[i].plain) != kPronouns.npos)
        return false;
    }
    return words_.begins(begin) && words_.begins(end);
  }

  /// Few syllables are many words, or the end of one and the beginning of the next. What is written
  /// for others is mostly neither: three ideographs are no word, nor begin or end inside one; of
  /// two each is one by itself. More than three are no chance.
  bool are_no_words(std::uint32_t begin, std::uint32_t end) const {
    if (end - begin > 3) return true;
    const bool has_inner =
        words_.begins(begin + 1) || (end - begin == 3 && words_.begins(begin + 2));
    return words_.begins(begin) && has_inner && words_.begins(end);
  }

  /// 大.麻.烦: whether two ideographs stand in a row of such, with a gap between each and the next.
  bool is_of_longer_row(std::uint32_t begin, std::uint32_t end) const noexcept {
    const Gap gap = letters_[begin + 1].gap;
    if (gap == Gap::none || gap == Gap::joiner || !is_unspaced(begin + 1)) return false;
    const auto goes_on = [&](std::uint32_t at) {
      return letters_[at].gap == gap && is_unspaced(at);
    };
    return (begin > 0 && goes_on(begin) && letters_[begin - 1].is_single) ||
           (end < letters_.size() && goes_on(end) && letters_[end].is_single);
  }

  /// Digits count things, and number them: em1 is an interface.
  bool may_have_digits(unsigned digits, std::uint32_t end) const noexcept {
    const std::size_t size = term_.letters.size();
    if (size < kFewestForDigits ||
        (size < 5 ? std::size_t{digits} * 2 > size : std::size_t{digits} * 3 > size * 2))
      return false;
    return size > kFewestForDigits || !letters_[end - 1].is_digit;
  }

  Undone follow_back(std::uint32_t begin, std::uint32_t end) const {
    Undone undone;
    if (term_.reading == Reading::split) undone.add(Evasion::split_character);
    std::size_t j = term_.letters.size() - 1;
    for (std::uint32_t i = end - 1;; --i) {
      const SkeletonLetter& letter = letters_[i];
      undone.add(letter.undone);
      if (is_alias(letter, j)) {
        if (term_.reading == Reading::sounded && letter.plain != term_.letters[j])
          undone.add(Evasion::homophone);
      } else if (letter.plain != term_.letters[j]) {
        if (letter.slang != 0) {
          undone.families |= Evasion::leetspeak;
          undone.is_evidence |= letter.readings != 0 && term_.letters.size() >= kFewestForSlang;
        } else {
          undone.add(letter.disguise);
        }
        undone.digits += letter.is_digit;
        undone.has_drawn |= letter.is_drawn();
      }
      if (i == begin) return undone;
      const std::uint64_t before = states_[i - 1 - begin];
      const bool advances = j > 0 && (may_advance(i) >> j & 1) != 0 && (before >> (j - 1) & 1) != 0;
      add_gap(undone, i, advances ? j : 0);
      if (advances) {
        --j;
      } else if (is_of_long_run(j)) {
        undone.families |= Evasion::repeated;
      } else {
        undone.add(Evasion::repeated);
      }
    }
  }

  /// Whether a term has three of a letter: then more of it are nothing new.
  bool is_of_long_run(std::size_t j) const noexcept {
    const auto is_same = [&](std::size_t i) {
      return i < term_.letters.size() && term_.letters[i] == term_.letters[j];
    };
    return (is_same(j + 1) && is_same(j + 2)) || (is_same(j - 1) && is_same(j + 1)) ||
           (is_same(j - 1) && is_same(j - 2));
  }

  /// `j`: the letter of the term behind the gap; 0: a repeat of the last one.
  void add_gap(Undone& undone, std::uint32_t at, std::size_t j) const noexcept {
    const SkeletonLetter& letter = letters_[at];
    const bool wants_space = j != 0 && (term_.spaces >> j & 1) != 0;
    const bool wants_marks = j != 0 && (term_.marks >> j & 1) != 0;
    const bool has_space = letter.gap == Gap::clause || letter.gap == Gap::space ||
                           letter.gap == Gap::wide_space || letter.gap == Gap::spaced_joiner;
    const bool has_marks = letter.gap == Gap::clause || letter.gap == Gap::joiner ||
                           letter.gap == Gap::punctuation || letter.gap == Gap::ellipsis ||
                           letter.gap == Gap::spaced_joiner;
    if (letter.gap == Gap::none) {
      // Characters that nobody sees, which the folded view leaves out, too, unless encoded; or one
      // in the place of a space.
      undone.families |= letter.gap_undone;
      undone.is_evidence |=
          wants_space || !letter.gap_undone.without(kFoldedEvasions | Evasion::bidi).empty();
      return;
    }
    if (wants_space == has_space && wants_marks == has_marks) return;
    undone.add(letter.gap_undone);
    undone.over_marks |= has_marks;
    undone.over_spaces |= has_space && !wants_space && !is_unspaced(at);
    undone.over_text_gaps |=
        is_unspaced(at) && (letter.gap == Gap::clause || letter.gap == Gap::ellipsis ||
                            letter.gap == Gap::punctuation);
    undone.over_wide_spaces |= letter.gap == Gap::wide_space && !wants_space;
  }

  bool stands_free(std::uint32_t begin, std::uint32_t end, const Undone& undone) const noexcept {
    if (term_.word_begin && !begins_word(begin, undone)) return false;
    if (term_.word_end && !ends_word(end, undone)) return false;
    return !term_.whole || (begin == 0 && end == letters_.size());
  }

  bool begins_word(std::uint32_t at, const Undone& undone) const noexcept {
    if (at == 0) return true;
    const SkeletonLetter& before = letters_[at - 1];
    const SkeletonLetter& letter = letters_[at];
    if (!before.is_word) return true;
    if (is_edge(before, letter, before, undone)) return true;
    // "a f u c k": a word of one letter before a spelled one.
    const bool is_word_alone =
        (before.plain == 'a' || before.plain == 'i') &&
        (at == 1 || !letters_[at - 2].is_spelled || letters_[at - 1].gap == Gap::stop);
    return letter.gap == Gap::space && is_word_alone;
  }

  bool ends_word(std::uint32_t end, const Undone& undone) const noexcept {
    if (end == letters_.size()) return true;
    return !letters_[end].is_word ||
           is_edge(letters_[end - 1], letters_[end], letters_[end], undone);
  }

  /// Whether a word ends between two letters, given how those inside the hit are put together.
  static bool is_edge(const SkeletonLetter& before, const SkeletonLetter& after,
                      const SkeletonLetter& outside, const Undone& undone) noexcept {
    switch (after.gap) {
      case Gap::none:
        return false;
      case Gap::joiner:
      case Gap::punctuation:
      case Gap::ellipsis:
        return !(undone.over_marks || undone.over_spaces) || before.is_single != after.is_single;
      case Gap::space:
      case Gap::spaced_joiner:
      case Gap::clause:
        return !undone.over_spaces || !(outside.is_single && outside.is_spelled);
      case Gap::wide_space:
        return !undone.over_wide_spaces || !(outside.is_single && outside.is_spelled);
      case Gap::stop:
        return true;
    }
    return false;
  }

  const SkeletonTerm& term_;
  Letters letters_;
  KeyHit hit_;
  LetterWords& words_;
  bool repeats_ = false;  ///< the sender repeats letters
  std::array<std::uint64_t, kMaxHit> states_;
};

}  // namespace

std::optional<Alignment> align(const SkeletonTerm& term, Letters letters, KeyHit hit,
                               LetterWords& words) {
  return Aligner(term, letters, hit, words).run();
}

}  // namespace tamis
