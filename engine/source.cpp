#include "tamis/source.h"

#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tamis {

FileSource::FileSource(int descriptor, int stop_descriptor)
    : descriptor_(descriptor), stop_descriptor_(stop_descriptor) {
  struct stat status {};
  always_ready_ = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

bool FileSource::is_stopped() const {
  pollfd stop{stop_descriptor_, POLLIN, 0};
  return stop_descriptor_ >= 0 && poll(&stop, 1, 0) > 0;
}

bool FileSource::is_ready() {
  if (always_ready_) return true;
  pollfd input{descriptor_, POLLIN, 0};
  return poll(&input, 1, 0) > 0;
}

Result<std::size_t> FileSource::read(char* into, std::size_t capacity) {
  while (true) {
    if (always_ready_) {
      was_stopped_ = is_stopped();
      if (was_stopped_) return 0;
    } else {
      pollfd both[2] = {{descriptor_, POLLIN, 0}, {stop_descriptor_, POLLIN, 0}};
      if (poll(both, 2, -1) < 0) {
        if (errno == EINTR) continue;
        return failure(std::string("cannot wait for input: ") + std::strerror(errno));
      }
      was_stopped_ = both[1].revents != 0;
      if (was_stopped_) return 0;
    }
    const ssize_t n = ::read(descriptor_, into, capacity);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR && errno != EAGAIN)
      return failure(std::string("cannot read: ") + std::strerror(errno));
  }
}

Result<std::size_t> MemorySource::read(char* into, std::size_t capacity) {
  const std::size_t n = bytes_.copy(into, capacity);
  bytes_.remove_prefix(n);
  return n;
}

}  // namespace tamis
