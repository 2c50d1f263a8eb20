#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "tamis/base/version.h"
#include "tamis/match/pattern_database.h"
#include "terminal.h"

namespace {

/// What the engine is compiled for; older CPUs would stop at an instruction that they do not know.
bool has_suitable_cpu() {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("pclmul");
}

/// Where a standard descriptor is closed, the next file that is opened would take its place. So
/// something is put there that can only fail.
void occupy_standard_descriptors() {
  for (int descriptor = 0; descriptor < 3; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) < 0) {
      (void)open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

/// Where a word stands where a command should: which there are.
std::string complaint(const CLI::App& command, const std::vector<std::string>& rest,
                      const CLI::Error& error) {
  const auto commands = command.get_subcommands([](const CLI::App*) { return true; });
  if (commands.empty() || rest.empty() || rest.front().starts_with('-')) return error.what();
  std::string names;
  for (const CLI::App* one : commands) names += (names.empty() ? "" : ", ") + one->get_name();
  return fmt::format("no command '{}'; commands are {}", rest.front(), names);
}

/// What was printed may still be on its way, and fail.
int flush_output(int exit) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit;
  fmt::print(stderr, "tamis: cannot write the output: {}\n", std::strerror(errno));
  return tamis::tools::kCouldNotRun;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace tamis::tools;  // NOLINT(google-build-using-namespace)
  occupy_standard_descriptors();
  if (!has_suitable_cpu()) {
    std::fputs("tamis: this CPU has no AVX2; tamis needs an x86-64 CPU of 2013 or later\n", stderr);
    return kCouldNotRun;
  }
  CLI::App app(
      "Screens chat messages in real time: messages in, one explained verdict each out.\n"
      "Start with:  echo '{\"text\":\"hello\"}' | tamis screen",
      "tamis");
  app.set_version_flag("--version", fmt::format("tamis {} ({})\n", tamis::kVersion,
                                                tamis::PatternDatabase::platform()));
  app.add_option_function<std::string>(
         "--color", set_color, "Color the output: auto, always or never (NO_COLOR is respected)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message([](const CLI::App* at, const CLI::Error& error) {
    const auto rest = at->remaining(true);
    std::string command = "tamis";
    while (!at->get_subcommands().empty()) {
      at = at->get_subcommands().front();
      command += " " + at->get_name();
    }
    return fmt::format("tamis: {}\nTry '{} --help'.\n", complaint(*at, rest, error), command);
  });

  int exit = kDone;
  add_screen(app, exit);
  add_explain(app, exit);
  add_bench(app, exit);
  add_eval(app, exit);
  add_rules(app, exit);
  if (const std::string warning = tamis::PatternDatabase::warning(); !warning.empty()) {
    fmt::print(stderr, "tamis: warning: {}\n", warning);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tamis: {}\n", error.what());
    return kCouldNotRun;
  }
  return flush_output(exit);
}
