#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/batch.h"
#include "tamis/decode/decoder.h"

namespace tamis::test {

/// A message that owns its strings.
struct Decoded {
  Fault fault = Fault::none;
  std::string text;
  std::string id;
  std::string channel;
  std::string sender;
  std::string kind;
  std::uint64_t line = 0;

  friend bool operator==(const Decoded&, const Decoded&) = default;
};
std::ostream& operator<<(std::ostream& out, const Decoded& decoded);

std::vector<Decoded> messages_of(const Batch& batch);
/// Decodes `input`, with a byte order mark or not, as a batch that begins a source.
std::vector<Decoded> decode(Decoder& decoder, std::string_view input);
/// With the default names.
std::vector<Decoded> decode(std::string_view input);
/// What a buffer holds after the input, from earlier use, must not matter: here it holds `stale`.
std::vector<Decoded> decode_before_stale_bytes(std::string_view input, std::string_view stale);

/// The text, in which %HH stands for a byte.
std::string bytes_of(std::string_view text);

/// Whether the line holds nothing, so that it is skipped.
bool is_blank(std::string_view line);

/// A JSON string without its quotes, escapes undone; nothing if it is malformed or holds a lone
/// surrogate.
std::optional<std::string> unescape(std::string_view body);

/// How much of a line the slow reader below understands.
enum class Reading {
  strict,   ///< RFC 8259
  lenient,  ///< as the decoder's header has it: escapes in members that are no field are not looked
            ///< at
};
/// The message that a line holds under the default names, read slowly, a character at a time.
/// Nothing if the line is no JSON. UTF-8 is taken to be valid.
std::optional<Decoded> read_slowly(std::string_view line, Reading reading);

}  // namespace tamis::test
