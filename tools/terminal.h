#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/text_span.h"
#include "tamis/base/verdict.h"

namespace tamis::tools {

/// What `--color` says: "auto", "always" or "never".
void set_color(const std::string& when);

/// Whether what is written to `descriptor` should be colored: it is a terminal that can, and
/// NO_COLOR is not set.
bool has_color(int descriptor);
bool is_terminal(int descriptor);

/// Where messages are read from a terminal, says on stderr that they are awaited, and how to end.
void hint_at_terminal();

/// Writes with or without color.
class Style {
 public:
  explicit Style(bool color) : color_(color) {}
  explicit Style(int descriptor) : color_(has_color(descriptor)) {}

  std::string bold(std::string_view text) const { return wrap("1", text); }
  std::string faint(std::string_view text) const { return wrap("2", text); }
  /// Green, yellow, red or magenta.
  std::string action(Action action) const { return action_padded(action, 0); }
  /// The action's name, in so many columns at least.
  std::string action_padded(Action action, std::size_t columns) const;
  /// `text` on one line with `spans` (in bytes, by begin) marked: in red, or without color in [[
  /// ]]. Control characters are shown as their pictures, so that a message cannot write on the
  /// terminal.
  std::string marked(std::string_view text, const std::vector<TextSpan>& spans) const;

 private:
  std::string wrap(std::string_view code, std::string_view text) const;

  bool color_;
};

/// 1234567 as "1,234,567".
std::string with_separators(std::uint64_t number);
/// "1 message", "2,000 messages".
std::string counted(std::uint64_t number, std::string_view what);
/// Bytes as "26.3 MB".
std::string bytes_for_people(double bytes);

}  // namespace tamis::tools
