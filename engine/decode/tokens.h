#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "tamis/base/message.h"

namespace tamis {

/// Where the tokens of some JSON begin, found by simdjson's first stage: each brace, bracket,
/// colon, comma, string and scalar. Whatever else stands there that is neither white space nor
/// inside a string is the begin of a scalar, too: nothing hides between tokens.
class Tokens {
 public:
  Tokens();
  Tokens(Tokens&&) noexcept;
  Tokens& operator=(Tokens&&) noexcept;
  ~Tokens();

  /// Finds those of `size` bytes, behind which 64 more may be read. `invalid_utf8`, or
  /// `invalid_json` if a string does not end or holds a control character; so no string goes over a
  /// line's end.
  Fault find(const char* json, std::size_t size);

  /// As offsets, ascending; behind the last one stands `size`. Valid until the next `find`.
  const std::uint32_t* begin() const noexcept;

  /// Undoes the escapes of a string's `body`, behind which stands its closing quote, at `into`, and
  /// moves `into` behind it. Nothing if one is invalid. Writes up to 64 bytes too many.
  std::optional<std::string_view> unescape(std::string_view body, char*& into) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tamis
