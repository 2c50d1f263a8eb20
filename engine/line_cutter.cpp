#include "tamis/line_cutter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include <immintrin.h>

namespace tamis {
namespace {

/// The byte after the last line end; 0 without one.
std::size_t lines_end(std::string_view bytes) noexcept {
  const void* newline = memrchr(bytes.data(), '\n', bytes.size());
  return newline == nullptr ? 0 : std::size_t(static_cast<const char*>(newline) - bytes.data()) + 1;
}

std::uint64_t count_lines(std::string_view bytes) noexcept {
  std::uint64_t count = 0;
  for (; bytes.size() >= 32; bytes.remove_prefix(32)) {
    const auto block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes.data()));
    const __m256i newlines = _mm256_cmpeq_epi8(block, _mm256_set1_epi8('\n'));
    count += static_cast<unsigned>(std::popcount(std::uint32_t(_mm256_movemask_epi8(newlines))));
  }
  return count + static_cast<std::uint64_t>(std::ranges::count(bytes, '\n'));
}

}  // namespace

Result<bool> LineCutter::fill(Batch& batch, Source& source) {
  PaddedBuffer& input = batch.input;
  input.reserve(slice_ + rest_.size() + 1);
  input.append(rest_);
  rest_.clear();
  std::size_t cut = lines_end(input.view());
  while (!error_ && (cut == 0 || (input.size() <= slice_ && source.is_ready()))) {
    if (cut == 0 && input.size() > max_line_) return skip_line(batch, source);
    if (input.size() == input.capacity()) input.reserve(2 * input.capacity());
    // A line that was long once leaves a large buffer, but batches stay small.
    const std::size_t room = input.capacity() - input.size();
    const std::size_t wanted = input.size() <= slice_ ? slice_ + 1 - input.size() : room;
    const auto n = read(source, input.data() + input.size(), std::min(room, wanted));
    if (!n) break;
    if (*n == 0) {
      is_done_ = true;
      if (!source.was_stopped()) cut = input.size();
      break;
    }
    const std::size_t before = input.size();
    input.resize(before + *n);
    const std::size_t end = lines_end(input.view().substr(before));
    if (end != 0) cut = before + end;
  }
  if (cut != 0) {
    take_lines(batch, cut);
    return true;
  }
  if (error_) return tell_error();
  return false;
}

/// Nothing after an error. What the source throws, a caller's own, is one as others are until it is
/// told.
std::optional<std::size_t> LineCutter::read(Source& source, char* into, std::size_t capacity) {
  try {
    const auto n = source.read(into, capacity);
    if (n) return *n;
    error_ = n.error();
  } catch (...) {
    exception_ = std::current_exception();
    error_ = Error{"the source threw an exception"};
  }
  return std::nullopt;
}

Result<bool> LineCutter::tell_error() {
  Error error = *std::exchange(error_, std::nullopt);
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
  return tl::unexpected(std::move(error));
}

void LineCutter::take_lines(Batch& batch, std::size_t end) {
  const std::string_view all = batch.input.view();
  rest_.assign(all.substr(end));
  batch.input.resize(end);
  batch.begins_source = std::exchange(begins_source_, false);
  batch.first_line = next_line_;
  next_line_ += count_lines(all.substr(0, end));
  if (all[end - 1] != '\n') ++next_line_;
}

/// Reads to the line's end without keeping it.
Result<bool> LineCutter::skip_line(Batch& batch, Source& source) {
  PaddedBuffer& input = batch.input;
  batch.oversized = true;
  batch.first_line = next_line_++;
  begins_source_ = false;
  while (true) {
    const auto n = read(source, input.data(), input.capacity());
    if (!n) break;
    is_done_ = *n == 0;
    const std::string_view bytes(input.data(), *n);
    const std::size_t newline = bytes.find('\n');
    if (newline != std::string_view::npos) rest_.assign(bytes.substr(newline + 1));
    if (newline != std::string_view::npos || *n == 0) break;
  }
  input.clear();
  return true;
}

}  // namespace tamis
