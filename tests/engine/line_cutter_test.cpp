#include "tamis/line_cutter.h"

#include <cstring>
#include <functional>
#include <random>

#include <gtest/gtest.h>

#include "engine/broken_source.h"
#include "support/support.h"
#include "tamis/decode/decoder.h"

namespace tamis {
namespace {

/// Gives its bytes in pieces of sizes that a function chooses, and is ready when another says so.
class PieceSource final : public Source {
 public:
  PieceSource(std::string bytes, std::function<std::size_t()> size, std::function<bool()> ready)
      : bytes_(std::move(bytes)), size_(std::move(size)), ready_(std::move(ready)) {}
  explicit PieceSource(std::string bytes, std::size_t size = 1, bool ready = true)
      : PieceSource(
            std::move(bytes), [size] { return size; }, [ready] { return ready; }) {}

  Result<std::size_t> read(char* into, std::size_t capacity) override {
    EXPECT_GT(capacity, 0U);
    const std::size_t n =
        bytes_.copy(into, std::min(capacity, std::max<std::size_t>(size_(), 1)), at_);
    at_ += n;
    return n;
  }
  bool is_ready() override { return ready_(); }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
  std::function<std::size_t()> size_;
  std::function<bool()> ready_;
};

/// A line that comes out, or stands for one that was too long.
struct Line {
  std::uint64_t number = 0;
  std::string text;  // without its end
  bool oversized = false;
  bool begins_source = false;

  friend bool operator==(const Line&, const Line&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Line& line) {
    return out << line.number << (line.oversized ? " too long" : ":")
               << (line.begins_source ? " (first) " : " ") << line.text.substr(0, 40);
  }
};

void append(std::vector<Line>& lines, const Batch& batch, std::size_t max_line) {
  if (batch.oversized) {
    EXPECT_EQ(batch.input.size(), 0U);
    lines.push_back({batch.first_line, "", true, false});
    return;
  }
  std::uint64_t number = batch.first_line;
  bool first = batch.begins_source;
  for (const std::string& text : test::lines_of(batch.input.view())) {
    // The decoder refuses such a line where the cutter came by it whole.
    const bool oversized = text.size() > max_line;
    lines.push_back({number++, oversized ? "" : text, oversized, first && !oversized});
    first = false;
  }
}

std::vector<Line> cut(LineCutter& cutter, Source& source, std::size_t max_line) {
  std::vector<Line> lines;
  cutter.begin();
  while (true) {
    Batch batch;
    const auto filled = cutter.fill(batch, source);
    EXPECT_TRUE(filled) << filled.error().message;
    if (!filled || !*filled) return lines;
    append(lines, batch, max_line);
  }
}

/// The slow reading: all at once.
std::vector<Line> expected(std::string_view bytes, std::size_t max_line,
                           std::uint64_t first_number = 1) {
  std::vector<Line> lines;
  for (const std::string& text : test::lines_of(bytes)) {
    const bool oversized = text.size() > max_line;
    lines.push_back({first_number + lines.size(), oversized ? "" : text, oversized,
                     lines.empty() && !oversized});
  }
  return lines;
}

constexpr std::size_t kMaxLine = 40;

const std::vector<std::string>& streams() {
  static const std::string kLong(100, 'x');
  static const std::vector<std::string> streams{
      "",
      "\n",
      "a",
      "a\n",
      "a\nb",
      "a\nb\n",
      "\n\na\n\n",
      "a\r\nb\r\n",
      std::string("a\0b\nc", 5),
      std::string(kMaxLine, 'x') + "\n" + std::string(kMaxLine + 1, 'y') + "\n" +
          std::string(kMaxLine, 'z'),
      kLong,
      kLong + "\n",
      kLong + "\na",
      kLong + "\n" + kLong + "\n",
      kLong + "\n" + kLong,
      "a\n" + kLong + "\nb\n",
      "a\n" + kLong + kLong + kLong + "\n" + kLong + "\n\nb",
      kLong + "\n\n\n",
      "\xEF\xBB\xBF{}\n\xEF\xBB\xBF{}\n",
  };
  return streams;
}

TEST(LineCutter, CutsAsASlowReadingDoesWhateverThePieces) {
  for (const std::string& stream : streams()) {
    for (const std::size_t slice : {1, 2, 7, 30, 64, 1024}) {
      for (const std::size_t piece : {1, 2, 3, 39, 40, 41, 1000}) {
        for (const bool ready : {false, true}) {
          LineCutter cutter(slice, kMaxLine);
          PieceSource source(stream, piece, ready);
          ASSERT_EQ(cut(cutter, source, kMaxLine), expected(stream, kMaxLine))
              << testing::PrintToString(stream) << " slice " << slice << " piece " << piece
              << " ready " << ready;
        }
      }
    }
  }
}

TEST(LineCutter, CutsRandomStreamsAsASlowReadingDoes) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string stream;
    const std::size_t lines = random() % 30;
    for (std::size_t i = 0; i < lines; ++i) {
      stream +=
          std::string(random() % 4 == 0 ? random() % 300 : random() % 30, char('a' + i % 26)) +
          "\n";
    }
    if (random() % 2 == 0) stream += "the last line";
    const std::size_t slice = 1 + random() % 200;
    const std::size_t piece = 1 + random() % 200;
    LineCutter cutter(slice, kMaxLine);
    PieceSource source(
        stream, [&] { return random() % piece; }, [&] { return random() % 2 == 0; });
    ASSERT_EQ(cut(cutter, source, kMaxLine), expected(stream, kMaxLine)) << "round " << round;
  }
}

TEST(LineCutter, CountsLinesOverAllSources) {
  LineCutter cutter(64, kMaxLine);
  std::uint64_t number = 1;
  for (const std::string& stream : streams()) {
    PieceSource source(stream, 3);
    ASSERT_EQ(cut(cutter, source, kMaxLine), expected(stream, kMaxLine, number))
        << testing::PrintToString(stream);
    number += test::lines_of(stream).size();
  }
}

TEST(LineCutter, BatchesAreAboutASliceLong) {
  std::string stream;
  for (int i = 0; i < 1000; ++i) stream += "0123456789\n";
  LineCutter cutter(100, kMaxLine);
  PieceSource source(stream, 1000);
  cutter.begin();
  std::size_t batches = 0;
  while (true) {
    Batch batch;
    if (!*cutter.fill(batch, source)) break;
    EXPECT_LE(batch.input.size(), 200U);
    ++batches;
  }
  EXPECT_GE(batches, 1000U * 11 / 200);
  EXPECT_LE(batches, 1000U * 11 / 90 + 1);
}

TEST(LineCutter, ALineIsNotHeldBackToFillABatch) {
  LineCutter cutter(1 << 17, 1 << 20);
  PieceSource source("one\ntwo\n", 4, /*ready=*/false);
  cutter.begin();
  Batch batch;
  ASSERT_TRUE(*cutter.fill(batch, source));
  EXPECT_EQ(batch.input.view(), "one\n");
}

TEST(LineCutter, AnEndlessLineIsNeverHeldWhole) {
  LineCutter cutter(1 << 10, 1 << 12);
  std::size_t left = std::size_t{64} << 20;
  class Endless final : public Source {
   public:
    explicit Endless(std::size_t& left) : left_(left) {}
    Result<std::size_t> read(char* into, std::size_t capacity) override {
      const std::size_t n = std::min(capacity, left_);
      std::memset(into, 'x', n);
      left_ -= n;
      return n;
    }
    bool is_ready() override { return true; }

   private:
    std::size_t& left_;
  } source(left);
  cutter.begin();
  Batch batch;
  ASSERT_TRUE(*cutter.fill(batch, source));
  EXPECT_TRUE(batch.oversized);
  EXPECT_EQ(left, 0U);
  EXPECT_LE(batch.input.capacity(), std::size_t{1} << 14);
  batch.clear();
  EXPECT_FALSE(*cutter.fill(batch, source));
}

TEST(LineCutter, WhatWasReadBeforeASourceBrokeComesOut) {
  LineCutter cutter(1 << 10, kMaxLine);
  test::BrokenSource source("a\nb\n", [] { return failure("cannot read: it broke"); });
  cutter.begin();
  Batch batch;
  auto filled = cutter.fill(batch, source);
  ASSERT_TRUE(filled) << "two whole lines were read, and are lost: " << filled.error().message;
  EXPECT_TRUE(*filled);
  EXPECT_EQ(batch.input.view(), "a\nb\n");
  batch.clear();
  filled = cutter.fill(batch, source);
  ASSERT_FALSE(filled);
  EXPECT_EQ(filled.error().message, "cannot read: it broke");
}

TEST(LineCutter, TheUnfinishedLineOfAStoppedSourceDoesNotRunIntoTheNextSource) {
  class StoppedSource final : public Source {
   public:
    Result<std::size_t> read(char* into, std::size_t capacity) override {
      const std::size_t n = bytes_.copy(into, capacity);
      bytes_.remove_prefix(n);
      return n;
    }
    bool is_ready() override { return true; }
    bool was_stopped() const override { return true; }

   private:
    std::string_view bytes_ = "whole\ncut sh";
  } stopped;
  LineCutter cutter(1 << 10, kMaxLine);
  cutter.begin();
  Batch batch;
  ASSERT_TRUE(*cutter.fill(batch, stopped));
  EXPECT_EQ(batch.input.view(), "whole\n");
  EXPECT_TRUE(cutter.is_done());
  PieceSource next("next\n");
  EXPECT_EQ(cut(cutter, next, kMaxLine), (std::vector{Line{2, "next", false, true}}));
}

// A line's verdict must not depend on how the bytes happened to arrive.
TEST(LineCutter, WhetherALineIsTooLongDoesNotDependOnThePieces) {
  const std::string padded =
      std::string(kMaxLine, ' ') + "{\"text\":\"x\"}" + std::string(kMaxLine, ' ');
  const std::string blank(2 * kMaxLine, ' ');
  const std::string stream = padded + "\n" + blank + "\n" + padded + "\n";
  const auto faults = [&](std::size_t piece) {
    LineCutter cutter(1 << 10, kMaxLine);
    Decoder decoder(*FieldMap::make({}), kMaxLine);
    PieceSource source(stream, piece);
    std::vector<std::pair<std::uint64_t, Fault>> result;
    cutter.begin();
    Batch batch;
    while (batch.clear(), *cutter.fill(batch, source)) {
      decoder.decode(batch);
      for (const Message& message : batch.messages)
        result.emplace_back(message.line, message.fault);
    }
    return result;
  };
  EXPECT_EQ(faults(1), faults(1000));
  EXPECT_EQ(faults(kMaxLine), faults(1000));
}

}  // namespace
}  // namespace tamis
