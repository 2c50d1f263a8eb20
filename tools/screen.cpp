#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "commands.h"
#include "input.h"
#include "pretty.h"
#include "rules_option.h"
#include "summary.h"
#include "tamis/pipeline.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

struct ScreenOptions {
  RulesOption rules;
  std::vector<std::string> files{"-"};
  FieldNames fields;
  std::vector<std::string> only;
  unsigned threads = 0;
  std::size_t max_line = Decoder::kMaxLine;
  std::size_t join_window = 0;
  bool include_text = false;
  bool pretty = false;
};

/// Becomes readable at the first SIGINT or SIGTERM: reading ends, and what was read is screened.
/// The second one ends the program.
class StopSignal {
 public:
  StopSignal() {
    descriptor_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct sigaction action {};
    action.sa_handler = [](int) {
      const int saved = errno;
      std::signal(SIGINT, SIG_DFL);
      std::signal(SIGTERM, SIG_DFL);
      stop();
      errno = saved;
    };
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
  }
  static void stop() {
    const std::uint64_t one = 1;
    (void)!write(descriptor_, &one, sizeof one);
  }
  static int descriptor() { return descriptor_; }

 private:
  static inline int descriptor_ = -1;
};

unsigned actions_of(const std::vector<std::string>& names) {
  unsigned actions = 0;
  for (const std::string& wanted : names) {
    for (unsigned i = 0; i < kActionCount; ++i) actions |= unsigned(wanted == name(Action(i))) << i;
  }
  return names.empty() ? EmitOptions{}.actions : actions;
}

/// Throws where writing fails. Where nobody reads any more, SIGPIPE ends the program quietly.
void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {
      pollfd output{STDOUT_FILENO, POLLOUT, 0};
      poll(&output, 1, -1);
    } else if (errno != EINTR) {
      throw CannotRun(fmt::format("cannot write the verdicts: {}", std::strerror(errno)));
    }
  }
}

int screen(const ScreenOptions& options) {
  const auto fields = FieldMap::make(options.fields);
  if (!fields) throw CLI::ValidationError(fields.error().message);
  const std::vector<Input> inputs(options.files.begin(), options.files.end());
  const LoadedRules loaded = options.rules.load();
  std::signal(SIGPIPE, SIG_DFL);
  const StopSignal stop;
  Pipeline pipeline(loaded.rules, {.workers = options.threads,
                                   .fields = *fields,
                                   .emit = {actions_of(options.only), options.include_text},
                                   .join = {.window = options.join_window},
                                   .max_line = options.max_line});
  std::string read_error;
  bool was_stopped = false;
  std::thread intake([&] {
    for (const Input& input : inputs) {
      FileSource source(input.descriptor(), StopSignal::descriptor());
      if (const auto fed = pipeline.feed(source); !fed) {
        read_error = fmt::format("{}: {}", input.name(), fed.error().message);
        break;
      }
      was_stopped = was_stopped || source.was_stopped();
    }
    pipeline.finish();
  });

  Summary summary(options.rules.quiet);
  std::string write_error;
  const PrettyPrinter pretty(Style(STDOUT_FILENO), actions_of(options.only));
  while (const VerdictBatch* batch = pipeline.take()) {
    if (!write_error.empty()) continue;
    summary.add(*batch);
    try {
      write_all(options.pretty ? pretty.format(*batch) : batch->ndjson());
    } catch (const CannotRun& error) {
      write_error = error.what();
      StopSignal::stop();
    }
  }
  intake.join();
  if (!write_error.empty()) throw CannotRun(write_error);
  if (!read_error.empty() && summary.messages() == 0) throw CannotRun(read_error);
  summary.finish(was_stopped);
  if (!options.rules.quiet && summary.messages() != 0 &&
      summary.count(Fault::missing_text) == summary.messages()) {
    fmt::print(stderr,
               "tamis: no message has a '{}'; say where the text is, such as --text "
               "/body/content\n",
               options.fields.text);
  }
  if (!read_error.empty()) throw CannotRun(read_error);
  return summary.unscreened() != 0 ? kUnscreened : kDone;
}

}  // namespace

void add_screen(CLI::App& app, int& exit) {
  auto options = std::make_shared<ScreenOptions>();
  CLI::App& command = *app.add_subcommand(
      "screen", "Screen messages: NDJSON in, a line of JSON with the verdict on each out");
  command
      .add_option("FILE", options->files,
                  "Files of messages, one JSON object a line; - is standard input")
      ->capture_default_str();
  options->rules.add_to(command);
  command.add_option("--threads", options->threads, "Worker threads (default: one a CPU)")
      ->check(CLI::Range(1U, 256U));
  command
      .add_option("--only", options->only,
                  "Print only verdicts of these actions: allow, review, block, unscreened")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"allow", "review", "block", "unscreened"}))
      ->type_name("ACTION,…");
  command
      .add_option("--join-window", options->join_window,
                  "Also screen the last N messages of a sender in a channel joined, for words that "
                  "are split over messages")
      ->check(CLI::Range(2, 64))
      ->type_name("N");
  command.add_flag("--include-text", options->include_text,
                   "Put the message's text into its verdict; without, verdicts hold none");
  command.add_flag("--pretty", options->pretty,
                   "Print verdicts, with the messages, for a person to read");
  command.add_flag("--quiet,-q", options->rules.quiet, "No summary and no progress on stderr");
  command
      .add_option("--max-line", options->max_line,
                  "A line of more bytes is not screened (such as 64KiB)")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::size_t{1}, Decoder::kLongestLine))
      ->capture_default_str();
  for (const auto& [flag, place, what] : {std::tuple{"--text", &options->fields.text, "text"},
                                          {"--id", &options->fields.id, "id"},
                                          {"--channel", &options->fields.channel, "channel"},
                                          {"--sender", &options->fields.sender, "sender"},
                                          {"--kind", &options->fields.kind, "kind"}}) {
    command
        .add_option(
            flag, *place,
            fmt::format("Where a message has its {}: a name, or a JSON Pointer like /body/{}", what,
                        what))
        ->type_name("FIELD")
        ->capture_default_str();
  }
  command.footer(
      "Exit status: 0 all screened, 3 some could not be (verdict 'unscreened'), 2 wrong usage, 1 "
      "could not run.\n"
      "Ctrl-C stops reading; what was read is screened.");
  command.callback([options, &exit] { exit = screen(*options); });
}

}  // namespace tamis::tools
