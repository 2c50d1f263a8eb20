#include "tamis/decode/tokens.h"

#include <algorithm>
#include <new>

#include <simdjson.h>

#include "tamis/base/padded_buffer.h"

namespace tamis {

static_assert(PaddedBuffer::kPadding >= simdjson::SIMDJSON_PADDING);

struct Tokens::State {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> index;
  simdjson::ondemand::parser strings;
};

Tokens::Tokens() : state_(std::make_unique<State>()) {
  constexpr std::size_t kCapacity = 64;  // without any, it unescapes nothing
  if (state_->strings.allocate(kCapacity)) throw std::bad_alloc();
}
Tokens::Tokens(Tokens&&) noexcept = default;
Tokens& Tokens::operator=(Tokens&&) noexcept = default;
Tokens::~Tokens() = default;

Fault Tokens::find(const char* json, std::size_t size) {
  constexpr std::size_t kDepth = 1;  // of the second stage, which nobody asks for
  auto& index = state_->index;
  if (index == nullptr || index->capacity() < size) {
    const std::size_t capacity = std::max(size, index ? 2 * index->capacity() : 0);
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, kDepth,
                                                                                index))
      throw std::bad_alloc();
  }
  switch (index->stage1(reinterpret_cast<const std::uint8_t*>(json), size,
                        simdjson::stage1_mode::regular)) {
    case simdjson::SUCCESS:
      return Fault::none;
    case simdjson::UTF8_ERROR:
      return Fault::invalid_utf8;
    default:
      return Fault::invalid_json;
  }
}

const std::uint32_t* Tokens::begin() const noexcept {
  return state_->index->structural_indexes.get();
}

std::optional<std::string_view> Tokens::unescape(std::string_view body, char*& into) const {
  auto* end = reinterpret_cast<std::uint8_t*>(into);
  std::string_view string;
  const simdjson::ondemand::raw_json_string raw(reinterpret_cast<const std::uint8_t*>(body.data()));
  if (state_->strings.unescape(raw, end).get(string)) return std::nullopt;
  into = reinterpret_cast<char*>(end);
  return string;
}

}  // namespace tamis
