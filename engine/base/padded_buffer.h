#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>

namespace tamis {

/// Bytes with `kPadding` readable bytes before and after them, so that vector code may read past
/// both ends. Grows, never shrinks; growing leaves new bytes uninitialized, and an untouched page
/// costs no memory.
class PaddedBuffer {
 public:
  static constexpr std::size_t kPadding = 64;

  PaddedBuffer() noexcept = default;
  PaddedBuffer(PaddedBuffer&& other) noexcept
      : block_(std::move(other.block_)),
        data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  PaddedBuffer& operator=(PaddedBuffer&& other) noexcept {
    block_ = std::move(other.block_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
    return *this;
  }

  char* data() noexcept { return data_; }
  const char* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }
  std::string_view view() const noexcept { return {data_, size_}; }

  void clear() noexcept { size_ = 0; }
  /// `size` is at most `capacity()`.
  void resize(std::size_t size) noexcept { size_ = size; }

  /// Makes room for `capacity` bytes in all. What the buffer holds is kept; pointers into it are
  /// not.
  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    auto* block = static_cast<char*>(std::malloc(capacity + 2 * kPadding));
    if (block == nullptr) throw std::bad_alloc();
    std::memset(block, 0, kPadding);
    std::memset(block + kPadding + capacity, 0, kPadding);
    if (size_ != 0) std::memcpy(block + kPadding, data_, size_);
    block_.reset(block);
    data_ = block + kPadding;
    capacity_ = capacity;
  }

  /// Where `bytes` bytes may be written behind what is there; `resize` then tells how many were.
  char* room_for(std::size_t bytes) {
    if (size_ + bytes > capacity_) reserve(2 * (size_ + bytes));
    return data_ + size_;
  }

  using value_type = char;  // for std::back_inserter
  void push_back(char byte) {
    *room_for(1) = byte;
    ++size_;
  }
  void append(std::string_view bytes) {
    char* const end = room_for(bytes.size());
    if (!bytes.empty()) std::memcpy(end, bytes.data(), bytes.size());
    size_ += bytes.size();
  }

 private:
  struct Free {
    void operator()(char* block) const noexcept { std::free(block); }
  };
  std::unique_ptr<char, Free> block_;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace tamis
