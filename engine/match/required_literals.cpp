// The regex is walked once. Of each part it is known what its matches are, if they are few
// (`exact`), and otherwise which literals they hold (`required`). Parts in a row: what both are
// exactly is put together while that stays small; where it does not, or one is not exact, the
// rarest set that any of them requires is required of all. Alternatives: whatever one of them may
// be, or requires. Conjunctions keep the other sets, too, of what stands outside of groups.
#include "tamis/match/required_literals.h"

#include <algorithm>
#include <optional>

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

/// Stands for `\b` in literals that are being put together.
constexpr char kEdge = '\b';

constexpr std::size_t kMostExact = 64;
constexpr std::size_t kMostRequired = 2048;
constexpr std::size_t kWidestClass = 16;  ///< of more characters it is not exact
constexpr unsigned kDeepest = 100;        ///< groups one in another
constexpr unsigned kMostRepeats = 100;

// How often a word of its length begins at one of the places of a message of ordinary length. The
// first letters tell most: those after them are foretold.
constexpr double kPlaces = 40;
constexpr double kLetter = 0.07;
constexpr double kForetoldLetter = 0.2;
constexpr std::size_t kTellingLetters = 4;
constexpr double kIdeograph = 0.001;
constexpr double kForetoldIdeograph = 0.03;
constexpr std::string_view kMarks = "0123456789.,-'\":/()!?";
constexpr double kMark = 0.03;
constexpr double kSign = 0.003;        ///< what is none of these
constexpr double kEdgeShare = 0.25;    ///< of such places, how many are a word's edge
constexpr double kForetoldWord = 0.3;  ///< of those that hold a word, how many hold one beside it

/// What many messages hold, in English and Chinese, and the share of those that hold one of them.
constexpr double kCommonWord = 0.15;
constexpr std::string_view kCommonWords[] = {
    "a",     "about",  "again", "all",    "am",      "an",     "and",   "any",   "anyone", "are",
    "as",    "ask",    "at",    "back",   "be",      "been",   "but",   "by",    "call",   "can",
    "can't", "check",  "come",  "could",  "day",     "did",    "do",    "does",  "don't",  "even",
    "find",  "first",  "for",   "from",   "get",     "give",   "go",    "going", "good",   "got",
    "had",   "has",    "have",  "he",     "help",    "her",    "here",  "him",   "his",    "how",
    "i",     "i'm",    "i've",  "if",     "in",      "is",     "it",    "it's",  "its",    "just",
    "keep",  "know",   "let",   "like",   "look",    "lot",    "love",  "make",  "man",    "many",
    "may",   "me",     "more",  "much",   "must",    "my",     "need",  "new",   "no",     "not",
    "now",   "of",     "off",   "on",     "one",     "only",   "or",    "other", "our",    "out",
    "over",  "people", "phone", "place",  "please",  "really", "right", "said",  "say",    "see",
    "she",   "should", "so",    "some",   "someone", "still",  "stop",  "such",  "sure",   "take",
    "tell",  "than",   "thank", "thanks", "that",    "the",    "their", "them",  "then",   "there",
    "they",  "thing",  "think", "this",   "time",    "to",     "today", "too",   "try",    "turn",
    "two",   "up",     "us",    "use",    "very",    "want",   "was",   "way",   "we",     "well",
    "were",  "what",   "when",  "where",  "which",   "who",    "why",   "will",  "with",   "work",
    "would", "yes",    "you",   "your",   "一",      "上",     "不",    "个",    "也",     "了",
    "人",    "他",     "们",    "会",     "你",      "到",     "去",    "在",    "大",     "好",
    "就",    "想",     "我",    "是",     "有",      "来",     "没",    "的",    "看",     "给",
    "要",    "说",     "这",    "都"};

/// `edges`: at how many of its ends a word is known to begin or end.
double share_of_word(std::string_view word, int edges) {
  if (std::ranges::binary_search(kCommonWords, word)) return kCommonWord;
  double product = kPlaces;
  std::size_t letters = 0;
  std::size_t ideographs = 0;
  const char* const end = word.data() + word.size();
  for (const char* at = word.data(); at != end;) {
    const auto c = utf8::decode(at);
    at += c.size;
    if (c.value >= 0x80) {
      product *= ++ideographs > 1 ? kForetoldIdeograph : kIdeograph;
    } else if (c.value >= 'a' && c.value <= 'z') {
      product *= ++letters > kTellingLetters ? kForetoldLetter : kLetter;
    } else {
      product *= kMarks.find(char(c.value)) != kMarks.npos ? kMark : kSign;
    }
  }
  for (; edges > 0; --edges) product *= kEdgeShare;
  return std::min(1.0, product);
}

/// Edges count where a word character follows or comes before; others may as well lie in a word.
RequiredLiteral without_edges(std::string_view marked) {
  RequiredLiteral literal;
  for (const char c : marked) {
    if (c != kEdge) literal.bytes += c;
  }
  if (literal.bytes.empty()) return literal;
  literal.word_begin = marked.front() == kEdge && is_regex_word(literal.bytes.front());
  literal.word_end = marked.back() == kEdge && is_regex_word(literal.bytes.back());
  return literal;
}

/// Of literals, each match holds one.
struct Requirement {
  LiteralSet literals;  ///< none: nothing is known
  double share = 1;     ///< of messages that are expected to hold one
};

struct Piece {
  std::optional<LiteralSet> exact;  ///< all that it can match
  Requirement required;             ///< if that is not known
};

Piece anything() {
  return {};
}

Piece exactly(LiteralSet set) {
  return {.exact = std::move(set), .required = {}};
}

/// Without those that begin with another of them.
LiteralSet minimal(LiteralSet literals) {
  std::ranges::sort(literals);
  std::size_t kept = 0;
  for (std::string& literal : literals) {
    if (kept == 0 || !literal.starts_with(literals[kept - 1])) literals[kept++].swap(literal);
  }
  literals.resize(kept);
  return literals;
}

Requirement requirement(Piece part) {
  if (!part.exact) return std::move(part.required);
  const auto is_empty = [](const std::string& marked) {
    return marked.find_first_not_of(kEdge) == std::string::npos;
  };
  if (std::ranges::any_of(*part.exact, is_empty)) return {};
  Requirement required{.literals = minimal(std::move(*part.exact)), .share = 0};
  for (const std::string& marked : required.literals)
    required.share += expected_share(without_edges(marked));
  return required;
}

/// Of two requirements that both hold.
Requirement rarer(Requirement a, Requirement b) {
  const bool is_second = a.literals.empty() || (!b.literals.empty() && b.share < a.share);
  return is_second ? std::move(b) : std::move(a);
}

/// Each of `a` followed by each of `b`.
LiteralSet in_a_row(LiteralSet a, const LiteralSet& b) {
  if (b.size() == 1) {
    for (std::string& first : a) first += b.front();
    return a;
  }
  LiteralSet both;
  for (const std::string& first : a) {
    for (const std::string& second : b) both.push_back(first + second);
  }
  return both;
}

Piece either(Piece a, Piece b) {
  if (a.exact && b.exact && a.exact->size() + b.exact->size() <= kMostExact) {
    a.exact->insert(a.exact->end(), b.exact->begin(), b.exact->end());
    return a;
  }
  Requirement first = requirement(std::move(a));
  const Requirement second = requirement(std::move(b));
  if (first.literals.empty() || second.literals.empty()) return anything();
  first.literals.insert(first.literals.end(), second.literals.begin(), second.literals.end());
  first.share += second.share;
  if (first.literals.size() > kMostRequired) return anything();
  return {.exact = {}, .required = std::move(first)};
}

/// Reads as much of RE2's syntax as rules may use; what else there is makes all of it unknown.
class Reader {
 public:
  explicit Reader(std::string_view regex) : rest_(regex) {}

  std::vector<Alternative> alternatives() {
    const std::string_view regex = rest_;
    std::vector<Alternative> all;
    do {
      const std::string_view from = rest_;
      const Requirement required = requirement(sequence());
      Alternative& alternative = all.emplace_back();
      alternative.regex = from.substr(0, from.size() - rest_.size());
      for (const std::string& marked : required.literals)
        alternative.required.push_back(without_edges(marked));
      auto& literals = alternative.required;
      std::ranges::sort(literals);
      literals.erase(std::unique(literals.begin(), literals.end()), literals.end());
    } while (take("|"));
    if (!is_known_ || !rest_.empty()) return {{regex, {}}};
    return all;
  }

  std::vector<Conjunction> conjunctions() {
    std::vector<Conjunction> all;
    do {
      conjunction_ = &all.emplace_back();
      const Piece whole = sequence();
      if (whole.exact) note(requirement(whole));
    } while (take("|"));
    if (!is_known_ || !rest_.empty()) return {{}};
    return all;
  }

 private:
  /// Of what an alternative requires, if that is asked for.
  void note(const Requirement& required) {
    if (conjunction_ == nullptr || depth_ != 0 || required.literals.empty()) return;
    LiteralSet& set = conjunction_->emplace_back();
    for (const std::string& marked : required.literals) set.push_back(without_edges(marked).bytes);
  }

  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  char32_t take_code_point() {
    const auto c = utf8::decode(rest_.data());
    rest_.remove_prefix(c.size);
    return c.value;
  }

  Piece unknown() {
    is_known_ = false;
    rest_ = {};
    return anything();
  }

  Piece group() {
    if ((rest_.starts_with('?') && !take("?:")) || ++depth_ > kDeepest) return unknown();
    Piece all = sequence();
    while (take("|")) all = either(std::move(all), sequence());
    --depth_;
    return take(")") ? all : unknown();
  }

  Piece sequence() {
    // What comes before a part that is not exact is required, and so is what comes after.
    LiteralSet tail{""};
    Requirement required;
    bool is_exact = true;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      Piece next = repeated(atom());
      if (next.exact && tail.size() * next.exact->size() <= kMostExact) {
        tail = in_a_row(std::move(tail), *next.exact);
        continue;
      }
      is_exact = false;
      required = both(std::move(required), requirement(exactly(std::move(tail))));
      tail = next.exact ? *std::move(next.exact) : LiteralSet{""};
      required = both(std::move(required), std::move(next.required));
    }
    if (is_exact) return exactly(std::move(tail));
    return {.exact = {},
            .required = both(std::move(required), requirement(exactly(std::move(tail))))};
  }

  Requirement both(Requirement required, Requirement more) {
    note(more);
    return rarer(std::move(required), std::move(more));
  }

  Piece atom() {
    if (take("(")) return group();
    if (take("[")) return character_class();
    if (take("\\")) return escape();
    if (take(".")) return anything();
    if (take("^") || take("$")) return exactly({""});
    return exactly({literal(take_code_point())});
  }

  std::string literal(char32_t c) {
    if (c == kEdge) unknown();
    char bytes[4];
    return std::string(bytes, utf8::encode(c, bytes));
  }

  Piece escape() {
    if (rest_.empty()) return unknown();
    const char32_t c = take_code_point();
    if (c == 'b') return exactly({std::string(1, kEdge)});
    if (c == 'B') return exactly({""});
    if (c == 'd') return exactly({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"});
    if (c == 'w' || c == 's' || c == 'W' || c == 'S' || c == 'D') return anything();
    if (c < 0x80 && is_regex_word(static_cast<char>(c))) return unknown();
    return exactly({literal(c)});
  }

  Piece character_class() {
    const bool is_negated = take("^");
    Piece all = exactly({});
    for (bool is_first = true; is_first || !rest_.starts_with(']'); is_first = false) {
      if (rest_.empty() || rest_.starts_with("[:")) return unknown();
      if (take("\\")) {
        if (rest_.starts_with('b') || rest_.starts_with('B')) return unknown();
        all = either(std::move(all), escape());
        if (rest_.starts_with('-') && !rest_.starts_with("-]")) return unknown();
        continue;
      }
      const char32_t first = take_code_point();
      char32_t last = first;
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        take("-");
        if (rest_.starts_with('\\')) return unknown();
        last = take_code_point();
      }
      if (last - first >= kWidestClass) all = anything();
      for (char32_t c = first; all.exact && c <= last; ++c) all.exact->push_back(literal(c));
    }
    take("]");
    if (is_negated || !all.exact || all.exact->size() > kWidestClass) return anything();
    return all;
  }

  Piece repeated(Piece once) {
    unsigned least = 1;
    const bool is_optional = take("?");
    if (is_optional || take("*")) {
      least = 0;
    } else if (!take("+") && !take_bounds(least)) {
      return once;
    }
    take("?");
    if (least > 0) return {.exact = {}, .required = requirement(std::move(once))};
    if (is_optional && once.exact) return either(exactly({""}), std::move(once));
    return anything();
  }

  /// `{2}`, `{2,}` or `{2,5}`. Hyperscan says whether high bounds are too costly; RE2 would pay.
  bool take_bounds(unsigned& least) {
    if (!rest_.starts_with('{')) return false;
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos || end == 1) return false;
    const std::string_view bounds = rest_.substr(1, end - 1);
    if (bounds.find_first_not_of("0123456789,") != std::string_view::npos) return false;
    least = number(bounds.substr(0, bounds.find(',')));
    if (std::max(least, number(bounds.substr(bounds.rfind(',') + 1))) > kMostRepeats)
      is_known_ = false;
    rest_.remove_prefix(end + 1);
    return true;
  }

  static unsigned number(std::string_view digits) {
    unsigned value = 0;
    for (const char c : digits) value = std::min(value * 10 + unsigned(c - '0'), 100'000U);
    return value;
  }

  std::string_view rest_;
  Conjunction* conjunction_ = nullptr;  ///< takes all that is required, not just the rarest
  unsigned depth_ = 0;
  bool is_known_ = true;
};

}  // namespace

std::vector<Alternative> alternatives(std::string_view regex) {
  return Reader(regex).alternatives();
}

std::vector<Conjunction> conjunctions(std::string_view regex) {
  return Reader(regex).conjunctions();
}

void add_alternative(Pattern& regex, const Alternative& alternative, bool by_literals) {
  if (by_literals) {
    regex.required.insert(regex.required.end(), alternative.required.begin(),
                          alternative.required.end());
    return;
  }
  if (!regex.others.empty()) regex.others += '|';
  regex.others += alternative.regex;
}

double expected_share(const RequiredLiteral& literal) {
  double share = 1;
  double others = 1;  // words but the rarest
  std::string_view rest = literal.bytes;
  for (bool edge_before = literal.word_begin; !rest.empty(); edge_before = true) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    const bool edge_behind = rest.empty() ? literal.word_end : true;
    if (!word.empty()) {
      if (share < 1) others *= kForetoldWord;
      share = std::min(share, share_of_word(word, edge_before + edge_behind));
    }
    if (!rest.empty()) rest.remove_prefix(1);
  }
  return share * others;
}

double expected_share(std::span<const RequiredLiteral> literals) {
  double sum = 0;
  for (const RequiredLiteral& literal : literals) sum += expected_share(literal);
  return sum;
}

}  // namespace tamis
