#include "tamis/ruleset/lint.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

/// The literals and regexes that any one of makes a condition hold.
using Uses = std::vector<const PatternUse*>;

/// Whether `inner`, found at `at` in `outer`, has the edges that it wants wherever `outer` occurs.
bool has_edges(const Pattern& inner, const Pattern& outer, std::size_t at) {
  const CodePointSet& word = spaced_word_characters();
  const std::string& bytes = outer.expression;
  const std::size_t end = at + inner.expression.size();
  const bool begins =
      !inner.word_begin ||
      (at == 0 ? outer.word_begin : !word.contains(utf8::decode_before(bytes.data() + at).value));
  const bool ends = !inner.word_end ||
                    (end == bytes.size() ? outer.word_end
                                         : !word.contains(utf8::decode(bytes.data() + end).value));
  return begins && ends;
}

/// Whether `inner` occurs wherever `outer` does.
bool covers(const Pattern& inner, const Pattern& outer) {
  if (inner.whole) return outer.whole && inner.expression == outer.expression;
  if (outer.whole && inner.expression == outer.expression) return true;
  for (std::size_t at = outer.expression.find(inner.expression); at != std::string::npos;
       at = outer.expression.find(inner.expression, at + 1)) {
    if (has_edges(inner, outer, at)) return true;
  }
  return false;
}

class Linter {
 public:
  explicit Linter(const ReadRules& read)
      : rules_(read.rules), files_(read.files), unnamed_lists_(read.unnamed_lists) {
    uses_.resize(rules_.leaves().size());
    for (const PatternUse& use : rules_.uses()) uses_[use.leaf].push_back(&use);
  }

  Diagnostics run() {
    for (const Rule& rule : rules_.rules()) {
      excuses_.clear();
      walk(rule.condition);
    }
    warn_of_shadows();
    for (const SourcePlace list : unnamed_lists_)
      found_.push_back(files_.diagnostic(list, "no rule names this list", "", Severity::warning));
    std::set<SourcePlace> seen;
    for (const PatternUse& use : rules_.uses()) {
      if (pattern(use).kind != Pattern::Kind::regex) continue;
      if (!seen.insert(use.place).second) continue;
      lint_regex(files_, use.place, pattern(use).expression, found_);
    }
    return sorted();
  }

 private:
  const Pattern& pattern(const PatternUse& use) const { return rules_.patterns()[use.pattern]; }

  /// What a list holds is read for each rule that names it, and said once.
  Diagnostics sorted() {
    const auto key = [](const Diagnostic& d) {
      return std::tie(d.file, d.line, d.column, d.message);
    };
    std::ranges::stable_sort(found_, std::ranges::less(), key);
    const auto is_same = [&](const Diagnostic& a, const Diagnostic& b) { return key(a) == key(b); };
    found_.erase(std::unique(found_.begin(), found_.end(), is_same), found_.end());
    return std::move(found_);
  }

  void warn(const PatternUse& use, std::string message, std::string help) {
    found_.push_back(
        files_.diagnostic(use.place, std::move(message), std::move(help), Severity::warning));
  }

  std::string told(const PatternUse& use) const {
    return fmt::format("'{}' ({})", pattern(use).expression, rules_.where(use.place));
  }

  /// Adds the uses of what is one disjunction with `index`; false if it is none.
  bool collect(std::uint32_t index, bool is_root, Uses& uses) const {
    const Condition& condition = rules_.conditions()[index];
    if (!is_root &&
        !(condition.allow.empty() && condition.unless.empty() && condition.none.empty()))
      return false;
    if (condition.kind == Condition::Kind::patterns) {
      if (!is_root && condition.at_least > 1) return false;
      uses.insert(uses.end(), uses_[condition.leaf].begin(), uses_[condition.leaf].end());
      return true;
    }
    if (condition.kind != Condition::Kind::any || condition.at_least > 1) return false;
    return std::ranges::all_of(condition.children,
                               [&](std::uint32_t child) { return collect(child, false, uses); });
  }

  void walk(std::uint32_t index) {
    const Condition& condition = rules_.conditions()[index];
    const std::size_t outer_excuses = excuses_.size();
    for (const auto* kind : {&condition.allow, &condition.unless, &condition.none}) {
      for (const std::uint32_t child : *kind) {
        Uses excuses;
        if (collect(child, true, excuses)) {
          for (const PatternUse* use : excuses) excuses_.push_back({use, kind == &condition.allow});
        }
      }
    }
    Uses uses;
    if (collect(index, true, uses)) {
      check_terms(uses, condition.at_least);
    } else {
      for (const std::uint32_t child : condition.children) walk(child);
    }
    excuses_.resize(outer_excuses);
  }

  void check_terms(Uses& uses, std::uint32_t at_least) {
    std::ranges::stable_sort(uses, {}, [](const PatternUse* use) { return use->place; });
    std::unordered_map<std::string_view, Uses> literals;
    std::unordered_map<std::uint32_t, const PatternUse*> first;
    std::size_t longest = 0;
    for (const PatternUse* use : uses) {
      const auto [earlier, is_new] = first.try_emplace(use->pattern, use);
      if (!is_new) {
        if (earlier->second->place < use->place)
          warn(*use, fmt::format("{} stands here twice", told(*earlier->second)), "");
        continue;
      }
      if (pattern(*use).kind != Pattern::Kind::literal) continue;
      literals[pattern(*use).expression].push_back(use);
      longest = std::max(longest, pattern(*use).expression.size());
    }
    for (const auto& [index, use] : first) {
      if (pattern(*use).kind != Pattern::Kind::literal) continue;
      check_excuses(*use);
      if (at_least == 1) check_shadow(*use, literals, longest);
    }
  }

  void check_shadow(const PatternUse& use,
                    const std::unordered_map<std::string_view, Uses>& literals,
                    std::size_t longest) {
    Shadow& shadow = shadows_[use.place];
    ++shadow.uses;
    const std::string_view term = pattern(use).expression;
    for (std::size_t begin = 0; begin < term.size(); ++begin) {
      for (std::size_t size = 1; size <= std::min(term.size() - begin, longest); ++size) {
        const auto shorter = literals.find(term.substr(begin, size));
        if (shorter == literals.end()) continue;
        for (const PatternUse* other : shorter->second) {
          if (other == &use || !covers(pattern(*other), pattern(use)) || may_be_excused(*other))
            continue;
          shadow.use = &use;
          shadow.covering = other;
          ++shadow.covered;
          return;
        }
      }
    }
  }

  /// A term of a shared list adds nothing only if it does so in no rule that names the list.
  void warn_of_shadows() {
    for (const auto& [place, shadow] : shadows_) {
      if (shadow.covered == 0 || shadow.covered != shadow.uses) continue;
      warn(*shadow.use,
           fmt::format("this term adds nothing: {} holds wherever it does", told(*shadow.covering)),
           "");
    }
  }

  /// Whether a longer phrase excuses the term in some places, so that terms that hold it differ
  /// from it.
  bool may_be_excused(const PatternUse& use) const {
    const std::string& term = pattern(use).expression;
    return std::ranges::any_of(excuses_, [&](const Excuse& excuse) {
      const std::string& phrase = pattern(*excuse.use).expression;
      return phrase.size() > term.size() && phrase.find(term) != std::string::npos;
    });
  }

  void check_excuses(const PatternUse& use) {
    for (const Excuse& excuse : excuses_) {
      const Pattern& phrase = pattern(*excuse.use);
      if (phrase.kind != Pattern::Kind::literal || !covers(phrase, pattern(use))) continue;
      if (excuse.is_allow && phrase.expression.size() < pattern(use).expression.size()) continue;
      warn(use, fmt::format("this term never counts: {} always excuses it", told(*excuse.use)), "");
      return;
    }
  }

  /// Of a term as it is written.
  struct Shadow {
    std::size_t uses = 0;     ///< rules that it stands in
    std::size_t covered = 0;  ///< … in which another holds wherever it does
    const PatternUse* use = nullptr;
    const PatternUse* covering = nullptr;
  };

  struct Excuse {
    const PatternUse* use;
    bool is_allow;  ///< else `unless` or `none`
  };

  const RuleSet& rules_;
  const SourceFiles& files_;
  const std::vector<SourcePlace>& unnamed_lists_;
  std::vector<Uses> uses_;                 ///< by leaf
  std::vector<Excuse> excuses_;            ///< in force
  std::map<SourcePlace, Shadow> shadows_;  ///< by place
  Diagnostics found_;
};

}  // namespace

Diagnostics lint(const ReadRules& read) {
  return Linter(read).run();
}

}  // namespace tamis
