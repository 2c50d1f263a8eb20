#pragma once

#include <CLI/CLI.hpp>

namespace tamis::tools {

// Each adds a command to `tamis rules`.
void add_check(CLI::App& rules, int& exit);
void add_diff(CLI::App& rules, int& exit);
void add_fmt(CLI::App& rules, int& exit);
void add_learn(CLI::App& rules, int& exit);
void add_list(CLI::App& rules, int& exit);
void add_test(CLI::App& rules, int& exit);

}  // namespace tamis::tools
