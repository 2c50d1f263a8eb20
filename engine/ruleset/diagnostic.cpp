#include "tamis/ruleset/diagnostic.h"

#include <fmt/format.h>

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

/// Han, kana, Hangul and full-width forms take two columns of a terminal.
bool is_wide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

/// As many columns of blanks as the first `characters` of `line` take.
std::string blanks(const std::string& line, std::uint32_t characters) {
  std::string result;
  for (std::size_t at = 0; at < line.size() && characters > 0; --characters) {
    const auto c = utf8::decode(line.data() + at);
    result += c.value == '\t' ? "\t" : is_wide(c.value) ? "  " : " ";
    at += c.size;
  }
  return result;
}

}  // namespace

std::string render(const Diagnostic& d) {
  const std::string where =
      d.line == 0 ? d.file : fmt::format("{}:{}:{}", d.file, d.line, d.column);
  std::string text = fmt::format("{}: {}: {}\n", where,
                                 d.severity == Severity::error ? "error" : "warning", d.message);
  if (!d.source.empty()) {
    const std::string number = std::to_string(d.line);
    text += fmt::format(" {} | {}\n {:{}} | {}^\n", number, d.source, "", number.size(),
                        blanks(d.source, d.column - 1));
  }
  if (!d.help.empty()) text += fmt::format("   {}\n", d.help);
  return text;
}

std::string render(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& d : diagnostics) text += render(d);
  return text;
}

}  // namespace tamis
