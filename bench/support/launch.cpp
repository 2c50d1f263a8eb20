// Runs a program with its standard input from a file and its output to another, and prints one line
// on it: CPU seconds, wall seconds, peak resident KiB, exit status.
//
// A program of its own, because a child begins with its parent's peak memory (Linux carries it
// over in exec), so whoever launches must be small.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/clock.h"

namespace {

constexpr int kBufferSize = 1 << 20;

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "bench-launch: %s: %s\n", what, std::strerror(errno));
  std::_Exit(125);
}

int open_or_fail(const char* path, int flags) {
  const int descriptor = open(path, flags | O_CLOEXEC, 0600);
  if (descriptor < 0) fail(path);
  return descriptor;
}

/// Carries everything from one to the other, and closes both.
void carry(int from, int to) {
  static thread_local char buffer[kBufferSize];
  for (ssize_t size; (size = read(from, buffer, sizeof buffer)) > 0;) {
    for (ssize_t written = 0, n; written < size; written += n) {
      n = write(to, buffer + written, std::size_t(size - written));
      if (n < 0) fail("writing");
    }
  }
  close(from);
  close(to);
}

struct Pipe {
  int read_end;
  int write_end;
};
Pipe make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
  (void)fcntl(ends[1], F_SETPIPE_SZ, kBufferSize);
  return {ends[0], ends[1]};
}

pid_t start(char** command, int input, int output) {
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child != 0) return child;
  dup2(input, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  execvp(command[0], command);
  fail(command[0]);
}

double seconds(const timeval& time) {
  return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  if (argc < 5 || (mode != "files" && mode != "pipes")) {
    std::fprintf(stderr, "usage: bench-launch files|pipes INPUT OUTPUT PROGRAM ARGUMENT…\n");
    return 125;
  }
  int input = open_or_fail(argv[2], O_RDONLY);
  int output = open_or_fail(argv[3], O_WRONLY | O_CREAT | O_TRUNC);
  std::thread feeder;
  std::thread reader;
  const double begin = tamis::bench::wall_seconds();
  pid_t child = 0;
  if (mode == "files") {
    child = start(argv + 4, input, output);
  } else {
    const Pipe in = make_pipe();
    const Pipe out = make_pipe();
    child = start(argv + 4, in.read_end, out.write_end);
    close(in.read_end);
    close(out.write_end);
    feeder = std::thread(carry, input, in.write_end);
    reader = std::thread(carry, out.read_end, output);
  }
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) fail("wait4");
  const double wall = tamis::bench::wall_seconds() - begin;
  if (feeder.joinable()) feeder.join();
  if (reader.joinable()) reader.join();
  std::printf("%.6f %.6f %ld %d\n", seconds(usage.ru_utime) + seconds(usage.ru_stime), wall,
              usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  return 0;
}
