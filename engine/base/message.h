#pragma once

#include <cstdint>
#include <string_view>

namespace tamis {

/// Why a message could not be screened.
enum class Fault : std::uint8_t {
  none,
  invalid_json,
  invalid_utf8,
  invalid_string,
  not_an_object,
  missing_text,
  text_not_a_string,
  invalid_id,
  invalid_field,
  duplicate_field,
  line_too_long,
  too_many_matches,
  scan_failed,
};

inline constexpr std::size_t kFaultCount = std::size_t(Fault::scan_failed) + 1;

/// The fault's name in verdicts, such as "invalid_json".
std::string_view code(Fault fault) noexcept;
/// A sentence on it for a person.
std::string_view describe(Fault fault) noexcept;

/// One message to screen. All views belong to whoever made the message; strings are UTF-8.
struct Message {
  std::string_view text;
  std::string_view id;  ///< a JSON string (with its quotes) or number, echoed as it is; empty: none
  std::string_view channel;
  std::string_view sender;
  std::string_view kind;      ///< empty: "message"
  std::uint64_t line = 0;     ///< where it stands in its stream, from 1; 0: not from a stream
  Fault fault = Fault::none;  ///< set by the stage that could not go on with it
};

}  // namespace tamis
