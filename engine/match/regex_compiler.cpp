// `.{1,5000}foo.{1,5000}bar` compiles for minutes and takes gigabytes, and Hyperscan cannot be
// interrupted. So regexes compile in a child, all of them at once, for the fused database is what
// is wanted. Only if that child dies is each regex given a child of its own, to name the one that
// is at fault.
#include "tamis/match/regex_compiler.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <new>
#include <optional>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tamis/match/hyperscan.h"

namespace tamis {
namespace {

// Joined texts: '.' stops at '\n' (no DOTALL), '^' and '$' are a text's ends (MULTILINE), and every
// text's match counts (no SINGLEMATCH). So whatever matches in a text alone matches in the joined
// ones. A class such as [^a] may still step over a seam, which is why RE2 decides. Hyperscan could,
// too, and say where matches begin (SOM_LEFTMOST), but calls `\bsend\b.{0,40}\bget\b` "too large"
// for that, and such gaps are what rules are made of.
constexpr unsigned kFlags = HS_FLAG_UTF8 | HS_FLAG_MULTILINE;

constexpr std::string_view kCompiled = "compiled";
constexpr std::string_view kFailed = "failed";
constexpr std::string_view kEnd = "end";

/// What a child has to say, as it goes through the pipe: strings with their sizes. The last is
/// `kEnd`, for a child may die while it speaks.
class Report {
 public:
  void add(std::string_view string) {
    const std::uint64_t size = string.size();
    bytes_.append(reinterpret_cast<const char*>(&size), sizeof size);
    bytes_ += string;
  }
  std::optional<std::string> take() {
    std::uint64_t size = 0;
    if (bytes_.size() - at_ < sizeof size) return std::nullopt;
    std::memcpy(&size, bytes_.data() + at_, sizeof size);
    if (bytes_.size() - at_ - sizeof size < size) return std::nullopt;
    at_ += sizeof size + size;
    return bytes_.substr(at_ - size, size);
  }
  std::string& bytes() noexcept { return bytes_; }
  bool is_whole() const noexcept { return bytes_.ends_with(kEnd); }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

void add_error(Report& report, std::size_t regex, std::string_view message) {
  report.add(std::to_string(regex));
  report.add(message);
}

/// \A and \z would mean the ends of all joined texts, and DOTALL would let '.' step over a seam.
std::string_view unsupported(std::string_view expression) {
  for (std::size_t i = 0; i + 1 < expression.size(); ++i) {
    if (expression[i] == '\\') {
      ++i;
      if (expression[i] == 'A') return "\\A is not supported; write ^ for the message's begin";
      if (expression[i] == 'p' || expression[i] == 'P') {
        return "\\p{...} is not supported: Hyperscan's tables are older than today's Unicode";
      }
      if (expression[i] == 'z' || expression[i] == 'Z')
        return "\\z is not supported; write $ for the message's end";
    } else if (expression.substr(i).starts_with("(?") && i + 2 < expression.size()) {
      const std::size_t end = expression.find_first_not_of("imsxUJ-", i + 2);
      if (end != std::string_view::npos && end > i + 2 &&
          (expression[end] == ')' || expression[end] == ':')) {
        return "options such as (?i) are not supported; the text is folded already";
      }
    }
  }
  return {};
}

/// Errors that show without compiling, of all regexes.
void check(std::span<const Regex> regexes, Report& errors) {
  for (std::size_t i = 0; i < regexes.size(); ++i) {
    const std::string text(regexes[i].expression);
    if (const std::string_view why = unsupported(text); !why.empty()) {
      add_error(errors, i, why);
      continue;
    }
    hs_expr_info_t* info = nullptr;
    hs_compile_error_t* error = nullptr;
    if (hs_expression_info(text.c_str(), kFlags, &info, &error) != HS_SUCCESS) {
      add_error(errors, i, error->message);
      hs_free_compile_error(error);
      continue;
    }
    if (info->min_width == 0) add_error(errors, i, "the regex matches the empty text");
    std::free(info);  // NOLINT: Hyperscan's default allocator is malloc
  }
}

/// The child's work.
Report compile_here(std::span<const Regex> regexes) {
  Report report;
  report.add(kFailed);
  const std::size_t empty = report.bytes().size();
  check(regexes, report);
  if (report.bytes().size() != empty) return report;

  std::vector<hyperscan::Expression> expressions;
  for (const Regex& regex : regexes) {
    if (regex.scanned.empty()) continue;
    expressions.push_back({std::string(regex.scanned), static_cast<unsigned>(regex.pattern)});
  }
  Report done;
  done.add(kCompiled);
  if (expressions.empty()) return done;
  auto database = hyperscan::compile(expressions, kFlags);
  if (!database) {
    const int at = database.error().expression;
    // When memory runs out Hyperscan blames the first, or none: that is for `find_culprits`.
    if (at < 0 || database.error().message.starts_with("Unable to allocate"))
      throw std::bad_alloc();
    const unsigned pattern = expressions[static_cast<std::size_t>(at)].id;
    const auto regex = std::ranges::find(regexes, pattern, &Regex::pattern);
    add_error(report, static_cast<std::size_t>(regex - regexes.begin()), database.error().message);
    return report;
  }
  const auto bytes = hyperscan::serialize(database->get());
  if (!bytes) {
    add_error(report, 0, bytes.error().message);
    return report;
  }
  done.add(*bytes);
  return done;
}

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

/// Sanitizers take terabytes of addresses, and make Hyperscan's many allocations several times
/// slower.
#ifdef TAMIS_SANITIZED
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

/// Bytes of addresses that this process has taken already: the child begins with its parent's.
std::size_t address_space() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void hold_to(RegexLimits limits) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu.count()) * (kIsSanitized ? 4 : 1));
  if (!kIsSanitized) limit(RLIMIT_AS, limits.memory + address_space());
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void read_all(int fd, std::string& bytes) {
  char chunk[1 << 16];
  while (true) {
    const ssize_t n = read(fd, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    bytes.append(chunk, static_cast<std::size_t>(n));
  }
}

/// Nothing if the child died of its limits, or could not be started.
std::optional<Report> compile_in_child(std::span<const Regex> regexes, RegexLimits limits) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_DFL);
    hold_to(limits);
    try {
      Report report = compile_here(regexes);
      report.add(kEnd);
      _exit(write_all(ends[1], report.bytes()) ? 0 : 1);
    } catch (...) {
      _exit(1);
    }
  }
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    return std::nullopt;
  }
  Report report;
  read_all(ends[0], report.bytes());
  close(ends[0]);
  // If the host reaps its children itself there is no status; the report says enough.
  while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  if (!report.is_whole()) return std::nullopt;
  return report;
}

std::string over_limits(std::chrono::seconds cpu, std::size_t memory, std::string_view what) {
  return std::string(what) + " more than " + std::to_string(cpu.count()) + " s or " +
         std::to_string(memory >> 20) +
         " MiB to compile; bounded repeats of wide classes such as .{1,5000} cost most";
}

std::vector<PatternError> errors_of(Report& report, std::span<const Regex> regexes) {
  std::vector<PatternError> errors;
  for (auto index = report.take(); index && *index != kEnd; index = report.take()) {
    errors.push_back({regexes[std::stoul(*index)].pattern, report.take().value_or("")});
  }
  return errors;
}

std::vector<PatternError> find_culprits(std::span<const Regex> regexes, RegexLimits limits) {
  std::vector<PatternError> errors;
  const RegexLimits alone{.cpu = std::min(limits.cpu, limits.cpu_each), .memory = limits.memory};
  for (const Regex& regex : regexes) {
    if (compile_in_child({&regex, 1}, alone)) continue;
    errors.push_back({regex.pattern, over_limits(alone.cpu, alone.memory, "this regex takes")});
  }
  if (errors.empty()) {
    const std::string what =
        "no regex is at fault alone, but all " + std::to_string(regexes.size()) + " together take";
    errors.push_back({regexes.front().pattern, over_limits(limits.cpu, limits.memory, what)});
  }
  return errors;
}

}  // namespace

tl::expected<std::string, std::vector<PatternError>> compile_regexes(std::span<const Regex> regexes,
                                                                     RegexLimits limits) {
  auto report = compile_in_child(regexes, limits);
  if (!report) return tl::unexpected(find_culprits(regexes, limits));
  if (report->take() == kFailed) return tl::unexpected(errors_of(*report, regexes));
  const auto database = report->take();
  return database && *database != kEnd ? *database
                                       : std::string();  // none if nothing is scanned for
}

}  // namespace tamis
