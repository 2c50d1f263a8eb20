// Folding is a pass over the code points with one look-up each, and over ASCII one vector of 32
// bytes at a time. A code point is emitted as soon as it is seen. Where a later one turns out to
// join it (see fold_table.cpp), the output goes back to the last boundary, and the segment from
// there on is folded anew by ICU. Most of what must be known about the output so far, for runs, is
// read from the output itself: it is preceded by '\n' or by padding, which equal nothing that a
// view holds. Only the last code point is kept aside, for reading it back would wait for its write.
#include "tamis/normalize/normalizer.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include <immintrin.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/fold_table.h"

namespace tamis {
namespace {

using FoldKind = FoldTable::Kind;

constexpr unsigned kLongestSegment = 64;  // code points that ICU composes at once
constexpr std::size_t kSlack = 64;        // vector stores go past the end

/// Where ICU's answers go, kept from call to call.
struct JoinScratch {
  std::string normalized;
  std::string folded;
};

void store32(char* p, std::uint32_t bytes) noexcept {
  std::memcpy(p, &bytes, sizeof bytes);
}

/// For `normalize`: nobody asks where anything came from.
struct NoTrace {
  void copied(const char*, unsigned, std::uint32_t) const noexcept {}
  void wrote(const char*, const char*, TextSpan) const noexcept {}
  void dropped(const char*, TextSpan) const noexcept {}
};

bool is_digit(std::uint32_t bytes) noexcept {
  return bytes >= '0' && bytes <= '9';
}

bool is_capital(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}

unsigned char lower(char c) noexcept {
  return static_cast<unsigned char>(is_capital(c) ? c | 0x20 : c);
}

/// A bit for each byte that is a digit.
std::uint32_t digits_of(__m256i bytes) noexcept {
  const __m256i digits = _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8('0' - 1)),
                                          _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), bytes));
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(digits));
}

struct AsciiBlock {
  __m256i lower;
  __m256i inner_capitals;
  std::uint32_t stop;  ///< a bit for each byte that the vector path cannot take
};

__m256i to_lower(__m256i bytes) noexcept {
  const __m256i upper = _mm256_and_si256(_mm256_cmpgt_epi8(bytes, _mm256_set1_epi8('A' - 1)),
                                         _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), bytes));
  return _mm256_add_epi8(bytes, _mm256_and_si256(upper, _mm256_set1_epi8(0x20)));
}

std::uint32_t mask_of(__m256i bytes) noexcept {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
}

/// How the three bytes before `out` repeat: bit 2 is set where out[-1] equals out[-2], and so on.
std::uint64_t repeats_before(const char* out) noexcept {
  return std::uint64_t(out[-1] == out[-2]) << 2 | std::uint64_t(out[-2] == out[-3]) << 1 |
         std::uint64_t(out[-3] == out[-4]);
}

/// The 32 bytes at `p`, of which `size` count, to be written at `out`. Stops at controls, at what
/// is not ASCII, at a second space and at the fifth of a run.
[[gnu::always_inline]] inline AsciiBlock ascii_block(const char* p, std::size_t size,
                                                     const char* out) noexcept {
  const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
  const __m256i before = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p - 1));
  const __m256i lower = to_lower(bytes);
  // Behind a small letter or a digit: '0' to '9' and 'a' to 'z', to which 'A' to 'Z' do not belong.
  const __m256i is_digit_or_small =
      _mm256_or_si256(_mm256_and_si256(_mm256_cmpgt_epi8(before, _mm256_set1_epi8('a' - 1)),
                                       _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), before)),
                      _mm256_and_si256(_mm256_cmpgt_epi8(before, _mm256_set1_epi8('0' - 1)),
                                       _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), before)));
  const __m256i inner_capitals =
      _mm256_andnot_si256(_mm256_cmpeq_epi8(lower, bytes), is_digit_or_small);
  // As signed bytes, what is not ASCII is below zero.
  const __m256i odd = _mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(' '), bytes),
                                      _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(0x7F)));
  const std::uint32_t spaces = mask_of(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' ')));
  std::uint32_t repeats = mask_of(_mm256_cmpeq_epi8(lower, to_lower(before)));
  repeats =
      (repeats & ~1U) | std::uint32_t(static_cast<char>(_mm256_extract_epi8(lower, 0)) == out[-1]);
  // Repeats are common, so nothing branches on them; runs are not.
  std::uint64_t run = std::uint64_t(repeats) << 3;
  if (repeats & 1) run |= repeats_before(out);
  run &= run << 1;
  run &= run << 2;
  run >>= 3;
  std::uint32_t stop = mask_of(odd) | (repeats & spaces);
  if (run != 0) stop |= static_cast<std::uint32_t>(run) & ~digits_of(bytes);
  return {lower, inner_capitals,
          stop | static_cast<std::uint32_t>(~0ULL << std::min(size, std::size_t{32}))};
}

template <class Trace>
class Fold {
 public:
  Fold(std::string_view text, char* out, Trace& trace, const FoldTable& table, JoinScratch& scratch)
      : table_(table),
        begin_(text.data()),
        end_(text.data() + text.size()),
        p_(begin_),
        out_(out),
        boundary_(begin_),
        boundary_out_(out),
        trace_(trace),
        scratch_(scratch) {}

  JoinedView::Traits traits() const noexcept {
    return {has_controls_, has_invisible_,
            _mm256_testz_si256(inner_capitals_, inner_capitals_) == 0};
  }

  /// Returns the end of what was written.
  char* run() {
    while (p_ != end_) {
      const char* const before = p_;
      if (static_cast<signed char>(*p_) >= 0) {
        copy_ascii();
      } else {
        copy_others();
      }
      if (p_ == before) step();
    }
    return out_;
  }

 private:
  // The two that follow are for speed alone: they leave whatever is not simple to `step`, which
  // could do all. They work on copies of the members, which the bytes they write might alias.

  void copy_ascii() {
    const char* p = p_;
    char* out = out_;
    __m256i inner_capitals = inner_capitals_;
    while (true) {
      const AsciiBlock block = ascii_block(p, static_cast<std::size_t>(end_ - p), out);
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), block.lower);
      inner_capitals = _mm256_or_si256(inner_capitals, block.inner_capitals);
      // A step of known width lets the next block begin before this one is done.
      const unsigned taken =
          block.stop == 0 ? 32 : static_cast<unsigned>(std::countr_zero(block.stop));
      trace_.copied(out, taken, at(p));
      p += taken;
      out += taken;
      if (block.stop != 0) break;
    }
    inner_capitals_ = inner_capitals;
    if (p == p_) return;
    previous_ = static_cast<unsigned char>(out[-1]);
    boundary_ = p - 1;
    boundary_out_ = out - 1;
    p_ = p;
    out_ = out;
  }

  void copy_others() {
    const char* p = p_;
    char* out = out_;
    unsigned taken = 0;  // bytes of the last code point, here and there
    unsigned wrote = 0;
    std::uint32_t previous = previous_;
    while (p != end_ && static_cast<signed char>(*p) < 0) {
      const auto c = utf8::decode(p);
      const auto entry = table_[c.value];
      if (entry.kind() != FoldKind::replace) break;
      const std::uint32_t bytes = entry.bytes();
      const unsigned size = entry.size();
      if (bytes == previous) break;  // perhaps one too many of a run
      previous = bytes;
      store32(out, bytes);
      trace_.wrote(out, out + size, {at(p), at(p + c.size)});
      taken = c.size;
      wrote = size;
      p += taken;
      out += wrote;
    }
    if (wrote == 0) return;
    previous_ = previous;
    boundary_ = p - taken;
    boundary_out_ = out - wrote;
    p_ = p;
    out_ = out;
  }

  void step() {
    const auto c = utf8::decode(p_);
    const auto entry = table_[c.value];
    bool is_too_many = false;
    switch (entry.kind()) {
      case FoldKind::copy:
        start_segment();
        // Reads no byte past the text's end.
        is_too_many = !emit_all({p_, c.size}, {at(p_), at(p_ + c.size)});
        break;
      case FoldKind::replace:
        start_segment();
        is_too_many = !emit(entry.bytes(), entry.size(), {at(p_), at(p_ + c.size)});
        break;
      case FoldKind::expand:
        start_segment();
        emit_all(table_.expansion(entry), {at(p_), at(p_ + c.size)});
        has_invisible_ |= table_.expansion(entry).front() != '.';  // ß, ⒩, but not …
        break;
      case FoldKind::drop:
        (c.size == 1 ? has_controls_ : has_invisible_) = true;
        break;
      case FoldKind::join:
        join();
        return;
    }
    p_ += c.size;
    if (is_too_many) skip_run(c.size);
  }

  /// Folds the segment that the join at `p_` belongs to: from the last boundary to the next.
  void join() {
    const char* const begin = boundary_;
    const char* joined_end = p_;
    unsigned size = 0;
    while (p_ != end_) {
      const auto c = utf8::decode(p_);
      const FoldKind kind = table_[c.value].kind();
      if (kind != FoldKind::join && kind != FoldKind::drop) break;
      if (kind == FoldKind::join && ++size > kLongestSegment) break;
      p_ += c.size;
      if (kind == FoldKind::join) joined_end = p_;
      has_invisible_ |= kind == FoldKind::drop;
    }
    table_.fold_joined({begin, static_cast<std::size_t>(p_ - begin)}, scratch_.normalized,
                       scratch_.folded);
    out_ = boundary_out_;
    previous_ = code_point_before(out_);
    emit_all(scratch_.folded, {at(begin), at(joined_end)});
    boundary_ = p_;
    boundary_out_ = out_;
  }

  void start_segment() noexcept {
    boundary_ = p_;
    boundary_out_ = out_;
  }

  /// Passes over what repeats the code point before `p_`, of `size` bytes, which was one too many
  /// of a run: a flood would be slow code point by code point.
  void skip_run(unsigned size) {
    const char* const begin = p_;
    if (previous_ < 0x80) {
      size = 1;
      for (; p_ != end_ && lower(*p_) == previous_; ++p_) {
        if (*p_ != char(previous_) && !is_capital(p_[-1])) inner_capitals_ = _mm256_set1_epi8(1);
      }
    } else {
      while (static_cast<std::size_t>(end_ - p_) >= size && std::memcmp(p_, p_ - size, size) == 0)
        p_ += size;
    }
    if (p_ == begin) return;
    trace_.dropped(out_, {at(begin), at(p_)});
    boundary_ = p_ - size;
    boundary_out_ = out_;
  }

  /// Says whether the last code point was written.
  bool emit_all(std::string_view string, TextSpan origin) {
    bool wrote = false;
    for (std::size_t i = 0; i < string.size();) {
      const unsigned size = utf8::decode(string.data() + i).size;
      std::uint32_t bytes = 0;
      std::memcpy(&bytes, string.data() + i, size);
      wrote = emit(bytes, size, origin);
      i += size;
    }
    return wrote;
  }

  /// Writes one code point, unless it would be a second space or one too many of a run: then false.
  bool emit(std::uint32_t bytes, unsigned size, TextSpan origin) {
    if (bytes == previous_ && is_one_too_many(bytes, size)) {
      trace_.dropped(out_, origin);
      return false;
    }
    previous_ = bytes;
    store32(out_, bytes);
    trace_.wrote(out_, out_ + size, origin);
    out_ += size;
    return true;
  }

  static std::uint32_t code_point_before(const char* out) noexcept {
    const unsigned size = utf8::decode_before(out).size;
    std::uint32_t bytes = 0;
    std::memcpy(&bytes, out - size, size);
    return bytes;
  }

  bool is_one_too_many(std::uint32_t bytes, unsigned size) const noexcept {
    if (bytes == ' ') return true;
    if (is_digit(bytes)) return false;
    for (unsigned i = 2; i <= kLongestFoldedRun; ++i) {
      if (std::memcmp(out_ - std::size_t{i} * size, &bytes, size) != 0) return false;
    }
    return true;
  }

  std::uint32_t at(const char* p) const noexcept { return static_cast<std::uint32_t>(p - begin_); }

  __m256i inner_capitals_ = _mm256_setzero_si256();  ///< not zero: there were some
  const FoldTable& table_;
  const char* const begin_;
  const char* const end_;
  const char* p_;
  char* out_;
  const char* boundary_;           ///< the last place before `p_` that no later join reaches behind
  char* boundary_out_;             ///< where its output began
  std::uint32_t previous_ = '\n';  ///< the code point before `out_`, its bytes
  Trace& trace_;
  JoinScratch& scratch_;
  bool has_controls_ = false;
  bool has_invisible_ = false;
};

JoinScratch& join_scratch() {
  thread_local JoinScratch scratch;
  return scratch;
}

}  // namespace

/// For `fold_recorded`.
class RecordingTrace {
 public:
  RecordingTrace(const char* out_begin, OffsetMap& map)
      : out_begin_(out_begin), origins_(map.origins_) {}

  /// ASCII, byte by byte.
  void copied(const char* to, unsigned size, std::uint32_t origin) {
    TextSpan* const origins = origins_at(to, to + size);
    for (std::uint32_t i = 0; i < size; ++i) origins[i] = {origin + i, origin + i + 1};
  }
  void wrote(const char* from, const char* to, TextSpan origin) {
    std::fill_n(origins_at(from, to), to - from, origin);
  }
  /// What a run swallowed belongs to the last of the run that stands.
  void dropped(const char* at, TextSpan origin) {
    for (auto i = static_cast<std::size_t>(at - out_begin_); i-- != 0;) {
      origins_[i].end = origin.end;
      if (!utf8::is_continuation(out_begin_[i])) break;
    }
  }
  void finish(const char* end) { origins_.resize(static_cast<std::size_t>(end - out_begin_)); }

 private:
  /// Makes room for many at once; `finish` takes back what was not needed.
  TextSpan* origins_at(const char* from, const char* to) {
    const auto end = static_cast<std::size_t>(to - out_begin_);
    if (origins_.size() < end) origins_.resize(2 * end);
    return origins_.data() + (from - out_begin_);
  }

  const char* out_begin_;
  std::vector<TextSpan>& origins_;
};

void normalize(Batch& batch) {
  JoinedView& view = batch.folded;
  std::size_t size = 0;
  for (const Message& message : batch.messages) {
    if (message.fault == Fault::none) size += message.text.size() + 1;
  }
  view.bytes.reserve(size * FoldTable::kMaxGrowth + kSlack);
  NoTrace trace;
  const FoldTable& table = FoldTable::instance();
  JoinScratch& scratch = join_scratch();
  const char* const begin = view.bytes.data();
  char* out = view.bytes.data();
  for (std::uint32_t i = 0; i < batch.messages.size(); ++i) {
    const Message& message = batch.messages[i];
    if (message.fault != Fault::none) continue;
    Fold fold(message.text, out, trace, table, scratch);
    char* const end = fold.run();
    view.segments.push_back(
        {i,
         {static_cast<std::uint32_t>(out - begin), static_cast<std::uint32_t>(end - begin)},
         fold.traits()});
    *end = '\n';
    out = end + 1;
  }
  view.bytes.resize(static_cast<std::size_t>(out - begin));
}

TextSpan OffsetMap::folded(TextSpan original) const noexcept {
  const auto begin = std::ranges::upper_bound(origins_, original.begin, {}, &TextSpan::end);
  const auto end =
      std::ranges::lower_bound(begin, origins_.end(), original.end, {}, &TextSpan::begin);
  return {static_cast<std::uint32_t>(begin - origins_.begin()),
          static_cast<std::uint32_t>(end - origins_.begin())};
}

void fold_recorded(std::string_view text, PaddedBuffer& folded, OffsetMap& map) {
  folded.clear();
  folded.reserve(text.size() * FoldTable::kMaxGrowth + kSlack);
  RecordingTrace trace(folded.data(), map);
  const char* const end =
      Fold(text, folded.data(), trace, FoldTable::instance(), join_scratch()).run();
  trace.finish(end);
  folded.resize(static_cast<std::size_t>(end - folded.data()));
}

std::string fold(std::string_view text) {
  PaddedBuffer padded;
  padded.append(text);
  PaddedBuffer folded;
  OffsetMap map;
  fold_recorded(padded.view(), folded, map);
  return std::string(folded.view());
}

}  // namespace tamis
