#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tamis {

enum class Severity : std::uint8_t {
  error,    ///< it cannot be loaded
  warning,  ///< it is loaded, but not what its author will have meant
};

/// Something wrong in a rule file or a policy, and where.
struct Diagnostic {
  std::string file;
  std::uint32_t line = 0;    ///< from 1; 0: the file as a whole
  std::uint32_t column = 0;  ///< from 1, in code points
  std::string message;
  std::string help;    ///< what was expected, or what to do; may be empty
  std::string source;  ///< the line itself; may be empty
  Severity severity = Severity::error;
};

using Diagnostics = std::vector<Diagnostic>;

/// `file:line:column: error: message`, the line, a caret under the place, and the help; ends with a
/// newline.
std::string render(const Diagnostic& diagnostic);
std::string render(const Diagnostics& diagnostics);

}  // namespace tamis
