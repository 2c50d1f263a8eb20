#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tamis/base/padded_buffer.h"
#include "tamis/base/text_span.h"

namespace tamis {

/// The last messages of a sender in a channel, joined by spaces to be screened as one text.
struct JoinedText {
  /// A message that it is made of.
  struct Piece {
    TextSpan text;           ///< in `JoinedTexts::bytes`
    TextSpan id;             ///< likewise; empty: it has none
    std::uint64_t line = 0;  ///< where it stands in its stream
  };

  std::uint32_t message = 0;  ///< the newest of them, an index into `Batch::messages`
  TextSpan text;              ///< in `JoinedTexts::bytes`
  std::uint32_t first_piece = 0;
  std::uint32_t piece_count = 0;
};

/// Those of a batch.
struct JoinedTexts {
  PaddedBuffer bytes;
  std::vector<JoinedText::Piece> pieces;
  std::vector<JoinedText> texts;  ///< in the order of their messages

  std::string_view view(TextSpan span) const noexcept {
    return bytes.view().substr(span.begin, span.size());
  }
  void clear() noexcept {
    bytes.clear();
    pieces.clear();
    texts.clear();
  }
};

}  // namespace tamis
