#pragma once

#include <filesystem>
#include <string>

#include <CLI/CLI.hpp>

#include "tamis/loader.h"

namespace tamis::tools {

/// The options that say which rules to screen by.
struct RulesOption {
  std::string rules;
  std::string policy;
  bool no_cache = false;
  bool quiet = false;  ///< says nothing on stderr while it waits

  /// `named` says how the folder is given: where the rules are what the command is about,
  /// "DIR,--rules".
  void add_to(CLI::App& command, const std::string& named = "--rules");
  // Some of them alone.
  void add_folder_to(CLI::App& command, const std::string& named);
  void add_policy_to(CLI::App& command);
  /// The rules that are named, or those that ship. Throws CannotRun where there are none.
  std::filesystem::path folder() const;
  LoadOptions load_options() const;
  /// Throws CannotRun with all that is wrong with them.
  LoadedRules load() const;
};

}  // namespace tamis::tools
