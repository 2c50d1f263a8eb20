#include "commands.h"
#include "rules/subcommands.h"

namespace tamis::tools {

void add_rules(CLI::App& app, int& exit) {
  CLI::App& command = *app.add_subcommand("rules", "Work on rule packs");
  command.require_subcommand(1);
  add_check(command, exit);
  add_test(command, exit);
  add_diff(command, exit);
  add_fmt(command, exit);
  add_learn(command, exit);
  add_list(command, exit);
}

}  // namespace tamis::tools
