#include "terminal.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "tamis/base/utf8.h"

namespace tamis::tools {
namespace {

std::string color_when = "auto";

/// Controls, and what reorders or hides text, must not reach a terminal as they are.
std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    if (c.value < 0x20) {
      char picture[4];
      result.append(picture, utf8::encode(0x2400 + c.value, picture));
    } else if (c.value == 0x7F) {
      result += "␡";
    } else if ((c.value >= 0x80 && c.value < 0xA0) || (c.value >= 0x200B && c.value <= 0x200F) ||
               (c.value >= 0x202A && c.value <= 0x202E) ||
               (c.value >= 0x2060 && c.value <= 0x206F) || c.value == 0xFEFF) {
      result += fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(c.value));
    } else {
      result += text.substr(at, c.size);
    }
    at += c.size;
  }
  return result;
}

}  // namespace

void set_color(const std::string& when) {
  color_when = when;
}

bool is_terminal(int descriptor) {
  return isatty(descriptor) == 1;
}

void hint_at_terminal() {
  if (is_terminal(STDIN_FILENO))
    fmt::print(stderr, "tamis: reading messages from the terminal; end with Ctrl-D\n");
}

bool has_color(int descriptor) {
  if (color_when != "auto") return color_when == "always";
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  return is_terminal(descriptor) && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  return color_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

std::string Style::action_padded(Action action, std::size_t columns) const {
  constexpr std::string_view kCodes[kActionCount] = {"35", "32", "33", "1;31"};
  return wrap(kCodes[std::size_t(action)], fmt::format("{:<{}}", name(action), columns));
}

std::string Style::marked(std::string_view text, const std::vector<TextSpan>& spans) const {
  std::string result;
  std::uint32_t at = 0;
  for (std::size_t i = 0; i < spans.size();) {
    TextSpan span = spans[i++];
    while (i < spans.size() && spans[i].begin <= span.end)
      span.end = std::max(span.end, spans[i++].end);
    result += visible(text.substr(at, span.begin - at));
    const std::string inside = visible(text.substr(span.begin, span.size()));
    result += color_ ? wrap("1;4;31", inside) : "[[" + inside + "]]";
    at = span.end;
  }
  return result + visible(text.substr(at));
}

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t number, std::string_view what) {
  return fmt::format("{} {}{}", with_separators(number), what, number == 1 ? "" : "s");
}

std::string bytes_for_people(double bytes) {
  constexpr std::string_view kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; bytes >= 1000 && unit + 1 < std::size(kUnits); ++unit) bytes /= 1000;
  return unit == 0 ? fmt::format("{:.0f} B", bytes) : fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

}  // namespace tamis::tools
