#include <cstdio>
#include <exception>

#include <fmt/format.h>

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

}  // namespace

int main(int argc, char** argv) {
  using namespace tamis::tools;  // NOLINT(google-build-using-namespace)
  if (!has_suitable_cpu()) {
    std::fputs("tamis: this CPU has no AVX2; tamis needs an x86-64 CPU of 2013 or later\n", stderr);
    return kCouldNotRun;
  }
  CLI::App app(
      "Screens chat messages in real time: messages in, one explained verdict each out.\n"
      "Start with:  echo '{\"text\":\"hello\"}' | tamis screen",
      "tamis");
  app.set_version_flag("--version", fmt::format("tamis {} ({})", tamis::kVersion,
                                                tamis::PatternDatabase::platform()));
  app.add_option_function<std::string>(
         "--color", set_color, "Color the output: auto, always or never (NO_COLOR is respected)")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(CLI::FailureMessage::help);
  app.failure_message([](const CLI::App* at, const CLI::Error& error) {
    return fmt::format("tamis: {}\nTry '{} --help'.\n", error.what(),
                       at->get_parent() != nullptr ? "tamis " + at->get_name() : "tamis");
  });

  int exit = kDone;
  add_screen(app, exit);
  add_explain(app, exit);
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
  return exit;
}
