#include "tamis/base/message.h"

#include <array>

namespace tamis {
namespace {

struct Words {
  std::string_view code;
  std::string_view description;
};

constexpr std::array<Words, kFaultCount> kWords{{
    {"", ""},
    {"invalid_json", "the line is not valid JSON"},
    {"invalid_utf8", "the line is not valid UTF-8"},
    {"invalid_string", "a string holds an invalid escape or a lone surrogate"},
    {"not_an_object", "the line is JSON, but not an object"},
    {"missing_text", "the message has no text"},
    {"text_not_a_string", "the text is not a string"},
    {"invalid_id", "the id is neither a string nor a number"},
    {"invalid_field", "channel, sender or kind is neither a string nor a number"},
    {"duplicate_field", "a field stands twice in the message, so readers would disagree on it"},
    {"line_too_long", "the line is longer than the limit"},
    {"too_many_matches", "the text matches rules too many times to judge"},
    {"scan_failed", "the scan failed; this is a defect of tamis or of its libraries"},
}};

}  // namespace

std::string_view code(Fault fault) noexcept {
  return kWords[std::size_t(fault)].code;
}
std::string_view describe(Fault fault) noexcept {
  return kWords[std::size_t(fault)].description;
}

}  // namespace tamis
