// Rules and texts made up at random, judged by the engine and by a slow reading of
// rules/README.md's words.
//
// The words leave one thing open: between two parts that are further apart than `within`, other
// matches of the same parts may lie and make a chain. So the reference gives two answers: `strict`
// wants parts each of which begins near the one before, `linked` lets any part's match lead on. The
// engine must hold wherever the first does, and nowhere the second does not.
#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}
bool one_in(Random& random, std::size_t n) {
  return below(random, n) == 0;
}

const std::vector<std::string> kTerms{"a",   "b",  "c",  "ab",   "b c", "a b",
                                      "c-a", "甲", "乙", "甲乙", "丙",  "b甲"};

std::vector<std::string> some_terms(Random& random, std::size_t at_most) {
  std::set<std::string> terms;
  const std::size_t count = 1 + below(random, at_most);
  while (terms.size() < count) terms.insert(kTerms[below(random, kTerms.size())]);
  return {terms.begin(), terms.end()};
}

struct Node {
  enum class Kind { terms, any, all } kind = Kind::terms;
  std::vector<std::string> terms;
  std::vector<Node> children;
  bool substring = false;
  bool as_regex = false;  // the terms are written as regexes that match just where they do
  bool excuses_as_regex = false;
  std::size_t at_least = 1;
  std::size_t within = 0;  // 0: no matter how far
  std::vector<std::string> allow;
  std::vector<std::string> unless;
  std::vector<std::string> none;
};

Node random_node(Random& random, int depth) {
  Node node;
  if (depth > 0 && !one_in(random, 3)) {
    node.kind = one_in(random, 2) ? Node::Kind::any : Node::Kind::all;
    // Where nearness counts, the parts are plain terms; else it would count where a part's own
    // match lies.
    const bool near = one_in(random, 2);
    const std::size_t count = 1 + below(random, 3);
    for (std::size_t i = 0; i < count; ++i) {
      node.children.push_back(random_node(random, near ? 0 : depth - 1));
      if (near) node.children.back().at_least = 1, node.children.back().within = 0;
    }
    if (node.kind == Node::Kind::any) node.at_least = 1 + below(random, count);
    if (near && (node.kind == Node::Kind::all || node.at_least > 1))
      node.within = 1 + below(random, 8);
  } else {
    node.terms = some_terms(random, 3);
    node.substring = one_in(random, 4);
    node.as_regex = one_in(random, 4);
    node.at_least = 1 + below(random, node.terms.size());
    if (node.at_least > 1 && one_in(random, 2)) node.within = 1 + below(random, 8);
  }
  if (one_in(random, 4)) node.allow = some_terms(random, 2);
  if (one_in(random, 4)) node.unless = some_terms(random, 2);
  if (one_in(random, 8)) node.none = some_terms(random, 1);
  node.excuses_as_regex = one_in(random, 3);
  return node;
}

std::string quoted(const std::vector<std::string>& terms) {
  std::string text = "[";
  for (const std::string& term : terms) text += (text.size() > 1 ? ", \"" : "\"") + term + '"';
  return text + "]";
}

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

/// Words where `substring` is false, as the terms or as regexes that match where those do.
std::string patterns(const std::vector<std::string>& terms, bool substring, bool as_regex) {
  if (!as_regex) {
    return "terms: " + quoted(terms) + (substring ? ", match: substring" : ", match: word");
  }
  std::vector<std::string> regexes;
  for (const std::string& term : terms) {
    const std::string edge = "\\\\b";  // in YAML's double quotes
    regexes.push_back((!substring && is_letter(term.front()) ? edge : "") + term +
                      (!substring && is_letter(term.back()) ? edge : ""));
  }
  return "regex: " + quoted(regexes);
}

std::string members(const Node& node) {
  std::string text;
  if (node.kind == Node::Kind::terms) {
    text = patterns(node.terms, node.substring, node.as_regex);
  } else {
    for (const Node& child : node.children)
      text += (text.empty() ? "{" : ", {") + members(child) + "}";
    text = (node.kind == Node::Kind::any ? "any: [" : "all: [") + text + "]";
  }
  if (node.at_least > 1) text += ", at_least: " + std::to_string(node.at_least);
  if (node.within > 0) text += ", within: " + std::to_string(node.within);
  // As conditions of their own, so that they match by words whatever the condition does.
  for (const auto& [key, terms] :
       {std::pair{"allow", &node.allow}, {"unless", &node.unless}, {"none", &node.none}}) {
    if (terms->empty()) continue;
    text +=
        std::string(", ") + key + ": [{" + patterns(*terms, false, node.excuses_as_regex) + "}]";
  }
  return text;
}

/// Of text that folding leaves as it is.
std::string random_text(Random& random) {
  static const std::vector<std::string> words{"a",  "b",  "c",  "ab",   "-", "x",
                                              "甲", "乙", "丙", "甲乙", "d", ","};
  std::string text;
  const std::size_t count = 1 + below(random, 12);
  for (std::size_t i = 0; i < count; ++i) {
    text += words[below(random, words.size())];
    if (!one_in(random, 3)) text += ' ';
  }
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

/// The slow reading.
class Reference {
 public:
  Reference(std::string_view text, bool strict) : text_(text), strict_(strict) {}

  bool holds(const Node& node, std::vector<TextSpan> excuses = {}) const {
    const auto outer = excuses;
    if (!places(node.none, false, outer).empty()) return false;
    for (const TextSpan allowed : places(node.allow, false, outer)) excuses.push_back(allowed);
    for (const TextSpan excuse : places(node.unless, false, outer)) {
      if (!holds_some(excuse, node)) return false;  // excuses all of it
      excuses.push_back(excuse);
    }
    if (node.within == 0) return count(node, excuses) >= wanted(node);
    return is_near(node, excuses);
  }

  /// Where one of the terms stands and is not excused, in the order of the text.
  std::vector<TextSpan> places(const std::vector<std::string>& terms, bool substring,
                               const std::vector<TextSpan>& excuses) const {
    std::vector<TextSpan> spans;
    for (const std::string& term : terms) {
      for (std::size_t at = text_.find(term); at != std::string_view::npos;
           at = text_.find(term, at + 1)) {
        const TextSpan span{std::uint32_t(at), std::uint32_t(at + term.size())};
        const bool excused =
            std::ranges::any_of(excuses, [&](TextSpan excuse) { return excuse.contains(span); });
        if (!excused && (substring || stands_as_word(span))) spans.push_back(span);
      }
    }
    std::ranges::sort(spans, {}, &TextSpan::begin);
    return spans;
  }

 private:
  static std::size_t wanted(const Node& node) {
    return node.kind == Node::Kind::all ? node.children.size() : node.at_least;
  }

  std::size_t count(const Node& node, const std::vector<TextSpan>& excuses) const {
    std::size_t different = 0;
    for (const std::string& term : node.terms)
      different += !places({term}, node.substring, excuses).empty();
    for (const Node& child : node.children) different += holds(child, excuses);
    return different;
  }

  bool stands_as_word(TextSpan span) const {
    if (span.begin > 0 && is_letter(text_[span.begin]) && is_letter(text_[span.begin - 1]))
      return false;
    return span.end == text_.size() || !is_letter(text_[span.end - 1]) ||
           !is_letter(text_[span.end]);
  }

  bool holds_some(TextSpan outer, const Node& node) const {
    if (std::ranges::any_of(places(node.terms, node.substring, {}),
                            [&](TextSpan span) { return outer.contains(span); }))
      return true;
    return std::ranges::any_of(node.children,
                               [&](const Node& child) { return holds_some(outer, child); });
  }

  /// Where each of the parts is; parts are terms, or conditions that hold terms.
  std::vector<std::vector<TextSpan>> parts(const Node& node,
                                           const std::vector<TextSpan>& excuses) const {
    std::vector<std::vector<TextSpan>> all;
    for (const std::string& term : node.terms)
      all.push_back(places({term}, node.substring, excuses));
    for (const Node& child : node.children) {
      // The child may have excuses of its own.
      auto own = excuses;
      for (const TextSpan allowed : places(child.allow, false, excuses)) own.push_back(allowed);
      bool excused = !places(child.none, false, excuses).empty();
      for (const TextSpan excuse : places(child.unless, false, excuses)) {
        excused |= !holds_some(excuse, child);
        own.push_back(excuse);
      }
      all.push_back(excused ? std::vector<TextSpan>{} : places(child.terms, child.substring, own));
    }
    return all;
  }

  bool are_near(TextSpan before, TextSpan after, std::size_t within) const {
    return after.begin <= before.end ||
           utf8::count(text_.substr(before.end, after.begin - before.end)) <= within;
  }

  bool is_near(const Node& node, const std::vector<TextSpan>& excuses) const {
    const auto all = parts(node, excuses);
    if (strict_) {
      for (std::size_t first = 0; first < all.size(); ++first) {
        for (const TextSpan span : all[first]) {
          if (reaches(all, 1U << first, span, wanted(node) - 1, node.within)) return true;
        }
      }
      return false;
    }
    std::vector<std::pair<TextSpan, std::size_t>> sorted;
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (const TextSpan span : all[i]) sorted.emplace_back(span, i);
    }
    std::ranges::sort(sorted, {},
                      [](const auto& p) { return std::pair(p.first.begin, p.first.end); });
    std::set<std::size_t> different;
    TextSpan furthest;
    for (const auto& [span, part] : sorted) {
      if (!different.empty() && !are_near(furthest, span, node.within)) different.clear();
      if (different.empty() || span.end > furthest.end) furthest = span;
      different.insert(part);
      if (different.size() >= wanted(node)) return true;
    }
    return false;
  }

  /// Whether, from a match on, `more` other parts follow, each near the one before.
  bool reaches(const std::vector<std::vector<TextSpan>>& all, unsigned used, TextSpan last,
               std::size_t more, std::size_t within) const {
    if (more == 0) return true;
    for (std::size_t part = 0; part < all.size(); ++part) {
      if (used >> part & 1) continue;
      for (const TextSpan span : all[part]) {
        if (span.begin >= last.begin && are_near(last, span, within) &&
            reaches(all, used | 1U << part, span, more - 1, within)) {
          return true;
        }
      }
    }
    return false;
  }

  std::string_view text_;
  bool strict_;
};

struct MadeRule {
  Node node;
  std::string hit;
  std::string miss;
};

/// A rule that some text hits and another does not.
MadeRule random_rule(Random& random) {
  while (true) {
    MadeRule rule{random_node(random, 2), {}, {}};
    for (int i = 0; i < 200 && (rule.hit.empty() || rule.miss.empty()); ++i) {
      const std::string text = random_text(random);
      if (fold(text) != text) continue;
      if (Reference(text, true).holds(rule.node)) {
        rule.hit = text;
      } else if (!Reference(text, false).holds(rule.node)) {
        rule.miss = text;
      }
    }
    if (!rule.hit.empty() && !rule.miss.empty()) return rule;
  }
}

class JudgeAgainstReference : public testing::TestWithParam<unsigned> {};

TEST_P(JudgeAgainstReference, RulesHoldWhereTheyShould) {
  Random random(GetParam());
  std::size_t compared = 0;
  std::size_t held = 0;
  std::size_t open = 0;
  for (int set = 0; set < 20; ++set) {
    std::vector<MadeRule> made;
    std::string yaml = "rules:\n";
    for (int i = 0; i < 20; ++i) {
      made.push_back(random_rule(random));
      yaml += "- {id: r" + std::to_string(i) + ", title: T, severity: low, views: [folded], " +
              members(made.back().node) + ", tests: {hit: \"" + made.back().hit + "\", miss: \"" +
              made.back().miss + "\"}}\n";
    }
    const auto rules = test::load(yaml);
    ASSERT_NE(rules, nullptr) << yaml;
    Screener screener(rules);
    for (int i = 0; i < 100; ++i) {
      const std::string text = random_text(random);
      if (fold(text) != text) continue;
      const Screening screening = screener.screen(text);
      ASSERT_EQ(screening.fault(), Fault::none);
      for (std::uint32_t r = 0; r < made.size(); ++r) {
        const bool holds = std::ranges::find(screening.findings(), r, &Finding::rule) !=
                           screening.findings().end();
        const bool strict = Reference(text, true).holds(made[r].node);
        const bool linked = Reference(text, false).holds(made[r].node);
        EXPECT_TRUE(holds ? linked : !strict)
            << "the rule should " << (holds ? "not " : "") << "hold\ntext: " << text
            << "\nrule: " << members(made[r].node);
        ++compared;
        held += holds;
        open += strict != linked;
      }
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(compared, 30'000U);
  EXPECT_GT(held, compared / 50) << "too few of the texts hit to say much";
  EXPECT_LT(open, compared / 100) << "too many of the texts leave it open to say much";
}

INSTANTIATE_TEST_SUITE_P(Seeds, JudgeAgainstReference, testing::Range(1U, 6U));

// For a rule of terms alone it is also clear where: at each place that is not excused, and lies in
// no longer one.
TEST_P(JudgeAgainstReference, TermsAreFoundWhereTheyStand) {
  Random random(GetParam() + 100);
  std::size_t places = 0;
  for (int set = 0; set < 20; ++set) {
    MadeRule made;
    do {
      made = random_rule(random);
    } while (made.node.kind != Node::Kind::terms || made.node.at_least > 1 ||
             !(made.node.unless.empty() && made.node.none.empty()));
    const auto rules = test::load("rules:\n- {id: r, title: T, severity: low, views: [folded], " +
                                  members(made.node) + ", tests: {hit: \"" + made.hit +
                                  "\", miss: \"" + made.miss + "\"}}\n");
    ASSERT_NE(rules, nullptr);
    Screener screener(rules);
    for (int i = 0; i < 200; ++i) {
      const std::string text = random_text(random);
      if (fold(text) != text) continue;
      const Reference reference(text, true);
      const auto all = reference.places(made.node.terms, made.node.substring,
                                        reference.places(made.node.allow, false, {}));
      std::vector<TextSpan> expected;
      for (const TextSpan span : all) {
        const bool inside = std::ranges::any_of(
            all, [&](TextSpan other) { return other != span && other.contains(span); });
        if (!inside) expected.push_back(span);
      }
      std::vector<TextSpan> found;
      for (const Finding& finding : screener.screen(text).findings()) found.push_back(finding.span);
      EXPECT_EQ(found.size(), expected.size()) << text << "\n" << members(made.node);
      EXPECT_TRUE(found == expected) << text << "\n" << members(made.node);
      places += found.size();
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(places, 1000U);
}

}  // namespace
}  // namespace tamis
