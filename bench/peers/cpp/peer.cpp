#include "peer.h"

#include <exception>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <simdjson.h>

#include "support/clock.h"

namespace tamis::bench {
namespace {

constexpr std::size_t kBuffer = std::size_t{64} << 10;

/// Reads and writes through a buffer of its own size.
template <typename Stream>
class Buffered {
 public:
  explicit Buffered(const char* name) {
    stream_.rdbuf()->pubsetbuf(buffer_.data(), std::streamsize(buffer_.size()));
    stream_.open(name, std::ios::binary | (std::is_same_v<Stream, std::ifstream>
                                               ? std::ios::in
                                               : std::ios::out | std::ios::trunc));
    if (!stream_) throw std::runtime_error(fmt::format("{}: cannot be opened", name));
  }
  Stream& operator*() { return stream_; }

 private:
  std::vector<char> buffer_ = std::vector<char>(kBuffer);
  Stream stream_;
};

std::vector<std::string> read_lines(const char* name) {
  Buffered<std::ifstream> file(name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(*file, line);) lines.push_back(line);
  return lines;
}

struct Count {
  std::size_t messages = 0;
  std::size_t flagged = 0;
};

Count screen(const Matcher& holds_word, const char* messages, const char* answers) {
  Buffered<std::ifstream> input(messages);
  Buffered<std::ofstream> output(answers);
  simdjson::dom::parser parser;
  Count count;
  for (std::string line; std::getline(*input, line);) {
    const simdjson::dom::element message = parser.parse(line);
    const std::string_view id = message["id"];
    const bool is_flagged = holds_word(message["text"]);
    *output << R"({"id":")" << id
            << (is_flagged ? "\",\"flagged\":true}\n" : "\",\"flagged\":false}\n");
    ++count.messages;
    count.flagged += is_flagged;
  }
  if (!(*output).flush()) throw std::runtime_error("the answers cannot be written");
  return count;
}

}  // namespace

int run_peer(int argc, char** argv, const MakeMatcher& make_matcher) try {
  const bool is_folded = argc == 5 && std::string_view(argv[4]) == "--folded";
  if (argc != 4 && !is_folded) {
    fmt::print(stderr, "{} WORDS MESSAGES ANSWERS [--folded]\n", argv[0]);
    return 2;
  }
  const Matcher holds_word = make_matcher(read_lines(argv[1]), is_folded);
  const double cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
  const double wall = wall_seconds();
  const Count count = screen(holds_word, argv[2], argv[3]);
  fmt::print(R"({{"messages":{},"flagged":{},"cpu_seconds":{:.6f},"wall_seconds":{:.6f}}})"
             "\n",
             count.messages, count.flagged, cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu,
             wall_seconds() - wall);
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "{}: {}\n", argv[0], error.what());
  return 1;
}

}  // namespace tamis::bench
