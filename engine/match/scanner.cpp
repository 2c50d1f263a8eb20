// Texts are scanned joined, a batch at a time: a scan costs about 80 ns to begin, much of what a
// short message costs in all. For literals this is exact: no literal holds '\n', so none steps over
// a seam. For regexes it is a sound prefilter (see regex_compiler.cpp): it says which texts a regex
// may match. Where and whether it does, is looked at later and only if a rule depends on it, for
// most regexes say what a rule wants beside something else.
#include "tamis/match/scanner.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tamis/base/utf8.h"
#include "tamis/match/hit_cursor.h"
#include "tamis/match/hyperscan.h"
#include "tamis/match/required_literals.h"

namespace tamis {

class Scanner::Scan {
 public:
  Scan(const PatternDatabase& database, std::span<const Pattern> patterns, WordRules words)
      : database_(database),
        patterns_(patterns),
        words_(words),
        scratch_(hyperscan::scratch_for(database)),
        last_candidates_(patterns.size()) {}

  void match(Batch& batch) {
    messages_ = &batch.messages;
    view_ = &batch.folded;
    if (view_->segments.empty()) return;
    first_text_ += texts_;
    texts_ = view_->segments.size();
    const std::string_view joined = view_->bytes.view();
    bool ok = scan(PatternDatabase::short_literals, joined, on_literal);
    ok = scan(PatternDatabase::long_literals, joined, on_literal) && ok;
    ok = scan(PatternDatabase::regexes, joined, on_candidate) && ok;
    if (!ok) {
      for (const auto& segment : view_->segments)
        (*messages_)[segment.message].fault = Fault::scan_failed;
    }
    if (view_->hits.empty()) return;
    sort_hits();
    for_each_flood(view_->hits, &Hit::segment, [&](const Hit& hit) {
      (*messages_)[view_->segments[hit.segment].message].fault = Fault::too_many_matches;
    });
  }

 private:
  using Callback = int(unsigned, unsigned long long, unsigned long long, unsigned, void*);

  bool scan(PatternDatabase::Part part, std::string_view bytes, Callback* callback) {
    const hs_database_t* handle = database_.part(part);
    if (handle == nullptr) return true;
    if (bytes.size() > std::numeric_limits<unsigned>::max()) return false;
    at_ = {};
    return hs_scan(handle, bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch_.get(),
                   callback, this) == HS_SUCCESS;
  }

  static int on_literal(unsigned id, unsigned long long, unsigned long long to, unsigned,
                        void* context) {
    auto& self = *static_cast<Scan*>(context);
    const auto end = static_cast<std::uint32_t>(to);
    self.at_.move_to(self.view_->segments, end);
    if (const auto* required = self.database_.required(id)) {
      self.on_required(*required, end);
      return 0;
    }
    if (!self.at_.may_keep()) return 0;
    const Pattern& pattern = self.patterns_[id];
    const TextSpan segment = self.view_->segments[self.at_.segment()].span;
    const TextSpan span{end - static_cast<std::uint32_t>(pattern.expression.size()), end};
    if (self.stands_free(pattern, span, segment)) {
      self.add({self.at_.segment(), id, {span.begin - segment.begin, span.end - segment.begin}});
    }
    return 0;
  }

  static int on_candidate(unsigned id, unsigned long long, unsigned long long to, unsigned,
                          void* context) {
    auto& self = *static_cast<Scan*>(context);
    self.at_.move_to(self.view_->segments, static_cast<std::uint32_t>(to));
    self.add_candidate(id);
    return 0;
  }

  /// Seams are no word characters, so edges need no segment.
  void on_required(const PatternDatabase::Required& literal, std::uint32_t end) {
    const std::string_view bytes = view_->bytes.view();
    const std::uint32_t begin = end - literal.size;
    if (literal.word_begin && begin > 0 && is_regex_word(bytes[begin - 1])) return;
    if (literal.word_end && end < bytes.size() && is_regex_word(bytes[end])) return;
    add_candidate(literal.regex);
  }

  void add_candidate(unsigned regex) {
    const std::uint64_t text = first_text_ + at_.segment();
    if (std::exchange(last_candidates_[regex], text) != text) add({at_.segment(), regex, {}});
  }

  void add(const Hit& hit) {
    if (at_.keep()) view_->hits.push_back(hit);
  }

  bool stands_free(const Pattern& pattern, TextSpan span, TextSpan segment) const noexcept {
    const char* const bytes = view_->bytes.data();
    if (pattern.word_begin && span.begin != segment.begin &&
        words_.spaced_word.contains(utf8::decode_before(bytes + span.begin).value)) {
      return false;
    }
    if (pattern.word_end && span.end != segment.end &&
        words_.spaced_word.contains(utf8::decode(bytes + span.end).value)) {
      return false;
    }
    return !pattern.whole || (!has_content_after(span.end, segment.end) &&
                              !has_content_before(span.begin, segment.begin));
  }

  // Both look from the hit outwards: so they meet the next hit of a flood soon. A few emoji say
  // nothing of their own.
  bool has_content_before(std::uint32_t at, std::uint32_t begin) const noexcept {
    const char* const bytes = view_->bytes.data();
    for (unsigned emoji = 0; at > begin;) {
      const auto c = utf8::decode_before(bytes + at);
      if (is_content(c.value, emoji)) return true;
      at -= c.size;
    }
    return false;
  }

  bool has_content_after(std::uint32_t at, std::uint32_t end) const noexcept {
    const char* const bytes = view_->bytes.data();
    for (unsigned emoji = 0; at < end;) {
      const auto c = utf8::decode(bytes + at);
      if (is_content(c.value, emoji)) return true;
      at += c.size;
    }
    return false;
  }

  bool is_content(char32_t c, unsigned& emoji) const noexcept {
    if (!words_.content.contains(c)) return false;
    return !words_.emoji.contains(c) || ++emoji > kMaxEmojiBeside;
  }

  /// By text. What several scans found of a regex is told once.
  void sort_hits() {
    auto& hits = view_->hits;
    std::ranges::sort(hits, {}, [](const Hit& hit) { return std::pair(hit.segment, hit.pattern); });
    const auto is_told = [](const Hit& before, const Hit& hit) {
      return !hit.is_known() && before.segment == hit.segment && before.pattern == hit.pattern;
    };
    hits.erase(std::unique(hits.begin(), hits.end(), is_told), hits.end());
  }

  const PatternDatabase& database_;
  std::span<const Pattern> patterns_;
  WordRules words_;
  hyperscan::Scratch scratch_;

  std::vector<Message>* messages_ = nullptr;
  JoinedView* view_ = nullptr;
  HitCursor at_;
  std::uint64_t first_text_ = 1;  ///< texts of all batches are numbered; that of the first segment
  std::uint64_t texts_ = 0;
  std::vector<std::uint64_t> last_candidates_;  ///< of each regex: the last text that it may match
};

Scanner::Scanner(const PatternDatabase& database, std::span<const Pattern> patterns,
                 WordRules words)
    : scan_(std::make_unique<Scan>(database, patterns, words)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

void Scanner::match(Batch& batch) {
  scan_->match(batch);
}

}  // namespace tamis
