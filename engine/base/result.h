#pragma once

#if __cplusplus < 202002L
#error "tamis needs C++20: compile with -std=c++20"
#endif

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace tamis {

/// Why something could not be done, as a sentence for the person who can mend it. Where a file is
/// at fault it starts with `file:line:column: `.
struct Error {
  std::string message;
};

/// The control plane's return type: a value, or the reason why there is none.
template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace tamis
