#include "support/program.h"

#include <cstdio>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace tamis::bench {
namespace {

/// Runs `command` and returns what it wrote to its standard output.
std::string output_of(std::vector<std::string> command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t child = 0;
  const int failed =
      posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t n; failed == 0 && (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, std::size_t(n));
  close(ends[0]);
  int status = 0;
  if (failed != 0 || waitpid(child, &status, 0) != child || status != 0)
    throw std::runtime_error(fmt::format("{}: could not be run", command[0]));
  return text;
}

}  // namespace

Usage run_program(const std::vector<std::string>& command, Transport transport,
                  const std::filesystem::path& input, const std::filesystem::path& output) {
  std::vector<std::string> launch{own_folder() / "bench-launch",
                                  transport == Transport::files ? "files" : "pipes", input, output};
  launch.insert(launch.end(), command.begin(), command.end());
  const std::string text = output_of(launch);
  Usage usage;
  double kibibytes = 0;
  int status = 0;
  if (std::sscanf(text.c_str(), "%lf %lf %lf %d", &usage.cpu_seconds, &usage.wall_seconds,
                  &kibibytes, &status) != 4)
    throw std::runtime_error("bench-launch said nothing of use");
  if (status != 0)
    throw std::runtime_error(fmt::format("{}: exit status {}", fmt::join(command, " "), status));
  usage.peak_bytes = kibibytes * 1024;
  return usage;
}

std::filesystem::path own_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

}  // namespace tamis::bench
