#include "tamis/source.h"

#include <chrono>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/support.h"
#include "tamis/line_cutter.h"

namespace tamis {
namespace {

/// Both ends of a pipe, closed with it.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_, O_CLOEXEC) != 0) ADD_FAILURE() << "no pipe";
  }
  ~Pipe() {
    close(ends_[0]);
    close_write_end();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int read_end() const { return ends_[0]; }
  void write(std::string_view bytes) const {
    EXPECT_EQ(::write(ends_[1], bytes.data(), bytes.size()), ssize_t(bytes.size()));
  }
  void close_write_end() {
    if (ends_[1] >= 0) close(std::exchange(ends_[1], -1));
  }

 private:
  int ends_[2] = {-1, -1};
};

std::string read_some(Source& source, std::size_t capacity = 100) {
  std::string bytes(capacity, '\0');
  const auto n = source.read(bytes.data(), capacity);
  EXPECT_TRUE(n) << n.error().message;
  bytes.resize(n.value_or(0));
  return bytes;
}

TEST(FileSource, ReadsAFileToItsEnd) {
  const test::TemporaryFolder folder;
  folder.write("file", "one\ntwo\n");
  const int descriptor = open((folder.path() / "file").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  FileSource source(descriptor);
  EXPECT_TRUE(source.is_ready());
  EXPECT_EQ(read_some(source, 5), "one\nt");
  EXPECT_EQ(read_some(source), "wo\n");
  EXPECT_EQ(read_some(source), "");
  close(descriptor);
}

TEST(FileSource, APipeIsReadyWhenItHoldsSomethingOrEnded) {
  Pipe pipe;
  FileSource source(pipe.read_end());
  EXPECT_FALSE(source.is_ready());
  pipe.write("hi\n");
  EXPECT_TRUE(source.is_ready());
  EXPECT_EQ(read_some(source), "hi\n");
  EXPECT_FALSE(source.is_ready());
  pipe.close_write_end();
  EXPECT_TRUE(source.is_ready());
  EXPECT_EQ(read_some(source), "");
}

TEST(FileSource, ALineFromAPipeThatStaysOpenIsAnsweredAtOnce) {
  Pipe pipe;
  FileSource source(pipe.read_end());
  LineCutter cutter(1 << 17, 1 << 20);
  cutter.begin();
  pipe.write("one\ntw");
  Batch batch;
  ASSERT_TRUE(*cutter.fill(batch, source));
  EXPECT_EQ(batch.input.view(), "one\n");
  batch.clear();
  pipe.write("o\n");
  ASSERT_TRUE(*cutter.fill(batch, source));
  EXPECT_EQ(batch.input.view(), "two\n");
}

TEST(FileSource, ADescriptorThatDoesNotWaitIsWaitedFor) {
  Pipe pipe;
  ASSERT_EQ(fcntl(pipe.read_end(), F_SETFL, O_NONBLOCK), 0);
  FileSource source(pipe.read_end());
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    pipe.write("late\n");
  });
  EXPECT_EQ(read_some(source), "late\n");
  writer.join();
}

TEST(FileSource, TheStopDescriptorEndsReading) {
  Pipe input;
  Pipe stop;
  FileSource source(input.read_end(), stop.read_end());
  input.write("one\n");
  EXPECT_EQ(read_some(source), "one\n");
  std::thread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.write("x");
  });
  EXPECT_EQ(read_some(source), "") << "while it waited";
  stopper.join();
  EXPECT_EQ(read_some(source), "") << "and from then on";
}

TEST(FileSource, TheStopDescriptorEndsReadingOfAFile) {
  const test::TemporaryFolder folder;
  folder.write("file", "one\ntwo\n");
  Pipe stop;
  const int descriptor = open((folder.path() / "file").c_str(), O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  FileSource source(descriptor, stop.read_end());
  EXPECT_EQ(read_some(source, 4), "one\n");
  stop.write("x");
  EXPECT_EQ(read_some(source), "");
  close(descriptor);
}

TEST(FileSource, SaysWhatCannotBeRead) {
  const int folder = open("/", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(folder, 0);
  FileSource source(folder);
  char bytes[16];
  const auto n = source.read(bytes, sizeof bytes);
  ASSERT_FALSE(n);
  EXPECT_EQ(n.error().message, "cannot read: Is a directory");
  close(folder);
}

TEST(FileSource, ADescriptorThatIsNotOpenIsAnError) {
  const int descriptor = dup(0);
  close(descriptor);
  FileSource source(descriptor);
  char bytes[16];
  const auto n = source.read(bytes, sizeof bytes);
  ASSERT_FALSE(n);
  EXPECT_EQ(n.error().message, "cannot read: Bad file descriptor");
}

}  // namespace
}  // namespace tamis
