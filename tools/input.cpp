#include "input.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "tamis/decode/decoder.h"
#include "tamis/line_cutter.h"
#include "terminal.h"

namespace tamis::tools {

Input::Input(const std::string& name)
    : name_(name == "-"    ? "standard input"
            : name.empty() ? "''"
                           : name) {
  if (name == "-") hint_at_terminal();
  descriptor_ = name == "-" ? dup(STDIN_FILENO) : open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw CannotRun(fmt::format("{}: {}", name_, std::strerror(errno)));
  // A pipe that holds more is read with fewer calls. Where the system allows no more, it stays as
  // it is.
  (void)fcntl(descriptor_, F_SETPIPE_SZ, 1 << 20);
}

Input::Input(Input&& other) noexcept
    : name_(std::move(other.name_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

Input::~Input() {
  if (descriptor_ >= 0) close(descriptor_);
}

void Input::for_each_slice(std::size_t size,
                           const std::function<void(std::string_view)>& take) const {
  FileSource source(descriptor_);
  LineCutter cutter(size, Decoder::kMaxLine);
  cutter.begin();
  Batch batch;
  std::uint64_t too_long = 0;
  while (true) {
    batch.clear();
    const auto filled = cutter.fill(batch, source);
    if (!filled) throw CannotRun(fmt::format("{}: {}", name_, filled.error().message));
    if (!*filled) break;
    too_long += batch.oversized;
    take(batch.oversized ? "\n" : batch.input.view());
  }
  if (too_long != 0) {
    fmt::print(stderr, "tamis: {}: left out {} of more than {}\n", name_, counted(too_long, "line"),
               bytes_for_people(Decoder::kMaxLine));
  }
}

}  // namespace tamis::tools
