#pragma once

#include <memory>

#include "tamis/base/batch.h"
#include "tamis/decode/field_map.h"

namespace tamis {

/// Reads messages out of lines of NDJSON. One for each thread.
///
/// A line that is not blank becomes exactly one message; one that cannot be read becomes a message
/// with a fault, and its neighbors are none the worse for it. Members that no field is mapped to
/// are skipped: they must be JSON, but the escapes in their strings are not looked at.
class Decoder {
 public:
  /// A line of more than `max_line` bytes is not read: `line_too_long`.
  explicit Decoder(FieldMap fields, std::size_t max_line = kMaxLine);
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;
  ~Decoder();

  /// Fills `batch.messages` from `batch.input`.
  void decode(Batch& batch);

  static constexpr std::size_t kMaxLine = std::size_t{1} << 20;
  static constexpr std::size_t kLongestLine = std::size_t{16} << 20;  ///< whatever `max_line` says

 private:
  class Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace tamis
