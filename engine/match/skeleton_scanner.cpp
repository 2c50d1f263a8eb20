#include "tamis/match/skeleton_scanner.h"

#include <algorithm>
#include <limits>

#include "tamis/match/hit_cursor.h"
#include "tamis/match/hyperscan.h"

namespace tamis {

class SkeletonScanner::Scan {
 public:
  explicit Scan(const SkeletonTerms& terms)
      : terms_(terms), scratch_(hyperscan::scratch_for(terms.database)) {}

  void match(Batch& batch, LetterWords& words) {
    words_ = &words;
    view_ = &batch.skeleton;
    if (view_->segments.empty()) return;
    bool ok = scan(PatternDatabase::short_literals);
    ok = scan(PatternDatabase::long_literals) && ok;
    if (!ok) {
      for (const auto& segment : view_->segments)
        batch.messages[segment.message].fault = Fault::scan_failed;
    }
    std::ranges::stable_sort(view_->hits, {}, &SkeletonHit::message);
    for_each_flood(view_->hits, &SkeletonHit::message, [&](const SkeletonHit& hit) {
      batch.messages[hit.message].fault = Fault::too_many_matches;
    });
  }

 private:
  bool scan(PatternDatabase::Part part) {
    const hs_database_t* handle = terms_.database.part(part);
    const std::string_view bytes = view_->bytes.view();
    if (handle == nullptr) return true;
    if (bytes.size() > std::numeric_limits<unsigned>::max()) return false;
    at_ = {};
    words_of_ = kNone;
    return hs_scan(handle, bytes.data(), static_cast<unsigned>(bytes.size()), 0, scratch_.get(),
                   on_key, this) == HS_SUCCESS;
  }

  static int on_key(unsigned id, unsigned long long, unsigned long long to, unsigned,
                    void* context) {
    static_cast<Scan*>(context)->look_closer(id, static_cast<std::uint32_t>(to));
    return 0;
  }

  void look_closer(std::uint32_t key, std::uint32_t end) {
    at_.move_to(view_->segments, end);
    const SkeletonView::Segment& segment = view_->segments[at_.segment()];
    const auto size = static_cast<std::uint32_t>(terms_.keys[key].expression.size());
    std::uint32_t last = end - 1;
    while ((view_->bytes.data()[last] & 0xC0) == 0x80) --last;
    const KeyHit hit{view_->letter_at[end - size], view_->letter_at[last], view_->letter_at[end]};
    const SkeletonLetter& first = view_->letters[hit.begin];
    const std::uint32_t suspects = view_->letters[hit.end - 1].suspects - first.suspects;
    const bool is_suspect = suspects != 0 || first.suspects != before(hit.begin, segment);
    const auto letters =
        std::span(view_->letters).subspan(segment.letters.begin, segment.letters.size());
    const KeyHit within{hit.begin - segment.letters.begin, hit.begin_last - segment.letters.begin,
                        hit.end - segment.letters.begin};
    if (words_of_ != at_.segment()) {
      words_of_ = at_.segment();
      words_->start(letters);
    }
    for (std::uint32_t i = terms_.first_term[key]; i < terms_.first_term[key + 1]; ++i) {
      const SkeletonTerm& term = terms_.terms[i];
      if (!is_suspect && term.reading == Reading::written) continue;
      const auto alignment = align(term, letters, within, *words_);
      if (alignment) add({segment.message, term.pattern, alignment->origin, alignment->undone});
    }
  }

  std::uint32_t before(std::uint32_t letter, const SkeletonView::Segment& segment) const noexcept {
    return letter == segment.letters.begin ? 0 : view_->letters[letter - 1].suspects;
  }

  void add(const SkeletonHit& hit) {
    if (at_.keep()) view_->hits.push_back(hit);
  }

  static constexpr std::uint32_t kNone = ~0U;

  const SkeletonTerms& terms_;
  hyperscan::Scratch scratch_;
  SkeletonView* view_ = nullptr;
  HitCursor at_;
  LetterWords* words_ = nullptr;
  std::uint32_t words_of_ = kNone;  ///< the segment that they are asked about
};

SkeletonScanner::SkeletonScanner(const SkeletonTerms& terms)
    : scan_(std::make_unique<Scan>(terms)) {}
SkeletonScanner::SkeletonScanner(SkeletonScanner&&) noexcept = default;
SkeletonScanner& SkeletonScanner::operator=(SkeletonScanner&&) noexcept = default;
SkeletonScanner::~SkeletonScanner() = default;

void SkeletonScanner::match(Batch& batch, LetterWords& words) {
  scan_->match(batch, words);
}

}  // namespace tamis
