#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tamis/base/joined_text.h"
#include "tamis/base/message.h"
#include "tamis/base/padded_buffer.h"
#include "tamis/base/skeleton_view.h"
#include "tamis/base/text_span.h"
#include "tamis/base/verdict.h"

namespace tamis {

/// A text with more hits than this in one view is refused: it was made to cost.
inline constexpr std::uint32_t kMaxHits = 1 << 16;

/// A pattern that occurs in a view of a message's text, or, if it is a regex, may occur.
struct Hit {
  std::uint32_t segment = 0;  ///< an index into `JoinedView::segments`
  std::uint32_t pattern = 0;
  TextSpan
      span;  ///< of a literal: in bytes from the segment's begin. Of a regex: empty, not known yet

  bool is_known() const noexcept { return span.size() != 0; }
};

/// One view of a batch's texts, joined by '\n', a byte that no view holds.
struct JoinedView {
  /// What a view does not show of the text that it was made of.
  struct Traits {
    bool has_controls = false;        ///< of ASCII, that were taken out
    bool has_invisible = false;       ///< others that were taken out; letters that became several
    bool has_inner_capitals = false;  ///< behind small letters

    bool operator==(const Traits&) const = default;
  };

  struct Segment {
    std::uint32_t message = 0;
    TextSpan span;  ///< in `bytes`
    Traits traits;
  };

  PaddedBuffer bytes;
  std::vector<Segment> segments;  ///< in the order of their messages
  std::vector<Hit> hits;          ///< by segment

  std::string_view text(const Segment& segment) const noexcept {
    return bytes.view().substr(segment.span.begin, segment.span.size());
  }
  void clear() noexcept {
    bytes.clear();
    segments.clear();
    hits.clear();
  }
};

/// Messages on their way through the stages, each of which fills what the next one reads. Buffers
/// are kept from use to use, so that a warm batch allocates nothing. Belongs to one thread at a
/// time.
struct Batch {
  // Set by the intake.
  PaddedBuffer input;            ///< whole lines of NDJSON
  std::uint64_t first_line = 1;  ///< the number of the first of them in its stream
  bool begins_source = false;    ///< a byte order mark may stand before the first of them
  std::uint64_t sequence = 0;    ///< the batch's place in its stream
  bool oversized = false;        ///< stands for one line that was longer than the limit; no input

  std::vector<Message> messages;  ///< by decode; views into `input` and `strings`
  PaddedBuffer strings;           ///< by decode: strings that had escapes in them
  JoinedTexts joined;             ///< by `SenderWindows`
  JoinedView folded;              ///< by normalize; its hits by match
  SkeletonView skeleton;          ///< likewise

  // By judge.
  std::vector<Verdict> verdicts;  ///< one a message
  std::vector<Finding> findings;
  std::vector<Part> parts;
  std::vector<CategoryScore> categories;

  PaddedBuffer output;  ///< by emit: a line of JSON a verdict

  void clear() noexcept {
    input.clear();
    begins_source = false;
    oversized = false;
    messages.clear();
    strings.clear();
    joined.clear();
    folded.clear();
    skeleton.clear();
    verdicts.clear();
    findings.clear();
    parts.clear();
    categories.clear();
    output.clear();
  }
};

}  // namespace tamis
