#pragma once

#include <stdexcept>
#include <string>

#include <CLI/CLI.hpp>

namespace tamis::tools {

/// What the program's exit status says.
enum Exit : int {
  kDone = 0,
  kCouldNotRun = 1,  ///< or, for `rules check`, the rules have errors
  kUsage = 2,
  kUnscreened = 3,  ///< it ran, but some messages could not be screened
};

/// Something that keeps a command from running; the message is for the person who called it.
struct CannotRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Each adds its command to the program; when it is called it sets `exit`, or throws CannotRun.
void add_screen(CLI::App& app, int& exit);
void add_explain(CLI::App& app, int& exit);
void add_bench(CLI::App& app, int& exit);
void add_eval(CLI::App& app, int& exit);
void add_rules(CLI::App& app, int& exit);

}  // namespace tamis::tools
