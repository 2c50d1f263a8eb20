#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <fmt/format.h>

#include "commands.h"
#include "rules/subcommands.h"
#include "tamis/ruleset/format.h"

namespace tamis::tools {
namespace {

namespace fs = std::filesystem;

struct FmtOptions {
  std::vector<std::string> paths;
  bool check = false;
};

std::vector<fs::path> yaml_files(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const fs::path path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path)) {
      const fs::path extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".yaml" || extension == ".yml"))
        files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

std::string content(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Through a file beside it, so that nobody ever reads half of it.
void replace(const fs::path& path, const std::string& text) {
  const fs::path target = fs::canonical(path);
  const fs::path written = target.string() + ".fmt";
  std::ofstream file(written, std::ios::binary);
  file << text;
  if (!file.flush()) throw CannotRun(fmt::format("{}: {}", written.string(), std::strerror(errno)));
  file.close();
  fs::permissions(written, fs::status(target).permissions());
  fs::rename(written, target);
}

int format(const FmtOptions& options) {
  bool failed = false;
  for (const fs::path& path : yaml_files(options.paths)) {
    const auto formatted = format_rules(path);
    if (!formatted) {
      fmt::print(stderr, "{}", render(formatted.error()));
      failed = true;
    } else if (*formatted != content(path)) {
      fmt::print("{}\n", path.string());
      if (!options.check) replace(path, *formatted);
      failed = failed || options.check;
    }
  }
  return failed ? kCouldNotRun : kDone;
}

}  // namespace

void add_fmt(CLI::App& rules, int& exit) {
  auto options = std::make_shared<FmtOptions>();
  CLI::App& command = *rules.add_subcommand(
      "fmt", "Put the keys of rule files in order, and tidy their lines; comments stay");
  command.add_option("PATH", options->paths, "Files, or folders of them")->required();
  command.add_flag("--check", options->check, "Change nothing; name the files that would change");
  command.footer(
      "Names the files that it changes. What cannot be formatted without changing what it says is\n"
      "left as it is. Exit status: 0 done, 1 some could not be formatted, or with --check would "
      "change.");
  command.callback([options, &exit] { exit = format(*options); });
}

}  // namespace tamis::tools
