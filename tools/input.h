#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tamis::tools {

/// A file of messages, or standard input if it is called "-": open, and closed with this.
class Input {
 public:
  /// Throws CannotRun if it cannot be opened.
  explicit Input(const std::string& name);
  Input(Input&& other) noexcept;
  Input& operator=(Input&&) = delete;
  ~Input();

  /// As people are told of it.
  const std::string& name() const noexcept { return name_; }
  int descriptor() const noexcept { return descriptor_; }

  /// Gives `take` what is left of it, in slices of whole lines of about `size` bytes. A line that
  /// is too long for a message comes as an empty one; at the end their number is told on standard
  /// error. Throws CannotRun if it cannot be read.
  void for_each_slice(std::size_t size, const std::function<void(std::string_view)>& take) const;

 private:
  std::string name_;
  int descriptor_;
};

}  // namespace tamis::tools
