#include "tamis/decode/utf8_check.h"

#include <simdjson.h>

namespace tamis {

bool is_valid_utf8(std::string_view bytes) noexcept {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

}  // namespace tamis
