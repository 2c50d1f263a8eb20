#include "reference.h"

#include <algorithm>
#include <set>
#include <utility>

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "tamis/base/utf8.h"
#include "tamis/match/exact_regex.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::test {
namespace {

bool stands_free(const Pattern& pattern, std::string_view text, std::size_t begin) {
  const CodePointSet& word = spaced_word_characters();
  std::vector<char32_t> before;
  std::vector<char32_t> after;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    if (at < begin) before.push_back(c.value);
    if (at >= begin + pattern.expression.size()) after.push_back(c.value);
    at += c.size;
  }
  if (pattern.word_begin && !before.empty() && word.contains(before.back())) return false;
  if (pattern.word_end && !after.empty() && word.contains(after.front())) return false;
  if (!pattern.whole) return true;
  const auto is_emoji = [](char32_t c) { return emoji_characters().contains(c); };
  const auto is_wording = [&](char32_t c) {
    return content_characters().contains(c) && !is_emoji(c);
  };
  const auto says_nothing = [&](const std::vector<char32_t>& beside) {
    return std::ranges::none_of(beside, is_wording) &&
           std::ranges::count_if(beside, is_emoji) <= Scanner::kMaxEmojiBeside;
  };
  return says_nothing(before) && says_nothing(after);
}

void search(const Pattern& pattern, std::string_view text, Found found, std::vector<Found>& all) {
  const auto add = [&](std::size_t begin, std::size_t end) {
    found.begin = static_cast<std::uint32_t>(begin);
    found.end = static_cast<std::uint32_t>(end);
    all.push_back(found);
  };
  if (pattern.kind == Pattern::Kind::literal) {
    const std::size_t size = pattern.expression.size();
    for (std::size_t at = 0; at + size <= text.size(); ++at) {
      if (text.substr(at, size) == pattern.expression && stands_free(pattern, text, at))
        add(at, at + size);
    }
    return;
  }
  const RE2 re2(pattern.expression);
  re2::StringPiece match;
  std::size_t at = 0;
  while (re2.Match(text, at, text.size(), RE2::UNANCHORED, &match, 1)) {
    const auto begin = static_cast<std::size_t>(match.data() - text.data());
    at = begin + match.size();
    add(begin, at);
  }
}

PatternDatabase compiled(const std::vector<Pattern>& patterns) {
  auto database = PatternDatabase::compile(patterns);
  if (database) return *std::move(database);
  for (const PatternError& error : database.error()) {
    ADD_FAILURE() << patterns[error.pattern].expression << ": " << error.message;
  }
  return {};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Found& f) {
  return out << "pattern " << f.pattern << " in " << f.segment << " at [" << f.begin << "," << f.end
             << ")";
}

Pattern literal(std::string bytes, bool word_begin, bool word_end, bool whole) {
  return {.expression = std::move(bytes),
          .word_begin = word_begin,
          .word_end = word_end,
          .whole = whole};
}

Pattern regex(std::string expression) {
  return {.kind = Pattern::Kind::regex, .expression = std::move(expression)};
}

std::vector<Pattern> literals(const std::vector<std::string>& bytes) {
  std::vector<Pattern> patterns;
  for (const std::string& b : bytes) patterns.push_back(literal(b));
  return patterns;
}

std::vector<Pattern> regexes(const std::vector<std::string>& expressions) {
  std::vector<Pattern> patterns;
  for (const std::string& e : expressions) patterns.push_back(regex(e));
  return patterns;
}

Matcher::Matcher(std::vector<Pattern> patterns)
    : patterns_(std::move(patterns)), database_(compiled(patterns_)) {
  scanner_ = std::make_unique<Scanner>(database_, patterns_, word_rules());
}

Matcher::Matcher(std::vector<Pattern> patterns, PatternDatabase database)
    : patterns_(std::move(patterns)), database_(std::move(database)) {
  scanner_ = std::make_unique<Scanner>(database_, patterns_, word_rules());
}

std::vector<Found> Matcher::hits(const std::vector<std::string>& texts) {
  const auto batch = batch_of_views(texts);
  match(*batch);
  for (const Message& message : batch->messages) EXPECT_EQ(message.fault, Fault::none);
  return found_in(*batch, database_);
}

std::vector<Found> Matcher::expected_hits(const std::vector<std::string>& texts) const {
  std::vector<Found> all;
  for (std::uint32_t segment = 0; segment < texts.size(); ++segment) {
    for (std::uint32_t pattern = 0; pattern < patterns_.size(); ++pattern) {
      search(patterns_[pattern], texts[segment], {.segment = segment, .pattern = pattern}, all);
    }
  }
  std::ranges::sort(all);
  return all;
}

std::unique_ptr<Batch> batch_of_views(const std::vector<std::string>& texts) {
  auto batch = std::make_unique<Batch>();
  JoinedView& view = batch->folded;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    batch->messages.emplace_back();
    const auto begin = static_cast<std::uint32_t>(view.bytes.size());
    view.bytes.append(texts[i]);
    view.segments.push_back({i, {begin, static_cast<std::uint32_t>(view.bytes.size())}});
    view.bytes.append("\n");
  }
  return batch;
}

std::vector<Found> found_in(const Batch& batch, const PatternDatabase& database) {
  const JoinedView& view = batch.folded;
  std::vector<Found> all;
  std::set<std::pair<std::uint32_t, std::uint32_t>> asked;
  std::uint32_t last_segment = 0;
  for (const Hit& hit : view.hits) {
    EXPECT_LE(last_segment, hit.segment);
    last_segment = hit.segment;
    std::vector<TextSpan> matches{hit.span};
    if (!hit.is_known()) {
      EXPECT_TRUE(asked.emplace(hit.segment, hit.pattern).second)
          << "told twice that a regex may match";
      matches.clear();
      EXPECT_TRUE(find_all(database, hit.pattern, view.text(view.segments[hit.segment]), matches));
    }
    for (const TextSpan match : matches)
      all.push_back({hit.segment, match.begin, match.end, hit.pattern});
  }
  std::ranges::sort(all);
  return all;
}

std::vector<std::size_t> refused(const std::vector<Pattern>& patterns, RegexLimits limits) {
  const auto database = PatternDatabase::compile(patterns, limits);
  std::vector<std::size_t> at;
  if (database) return at;
  for (const PatternError& error : database.error()) {
    EXPECT_NE(error.message, "") << patterns[error.pattern].expression;
    at.push_back(error.pattern);
  }
  std::ranges::sort(at);
  return at;
}

std::string Random::text(const std::vector<std::string>& pieces, std::size_t shortest,
                         std::size_t longest) {
  std::string text;
  for (std::size_t i = shortest + below(longest - shortest + 1); i-- != 0;) text += of(pieces);
  return text;
}

}  // namespace tamis::test
