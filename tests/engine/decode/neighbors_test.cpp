// A bad line never harms its neighbors: wherever it stands, they keep their text, id and line
// number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"

namespace tamis::test {
namespace {

std::vector<std::string> bad_lines() {
  std::vector<std::string> lines;
  for (const std::string& line : lines_of(read_file(TEST_DATA "/bad_lines.txt")))
    lines.push_back(bytes_of(line));
  return lines;
}

std::string good_line(std::size_t number) {
  const std::string n = std::to_string(number);
  return "{\"id\":" + n + ",\"text\":\"good \\u0031 " + n + "\",\"x\":[{\"y\":\"}\"}]}";
}

/// Decodes lines of which some are bad.
void expect_unharmed(const std::vector<bool>& is_bad, const std::vector<std::string>& bad,
                     bool ends) {
  std::string input;
  std::size_t next_bad = 0;
  for (std::size_t i = 0; i < is_bad.size(); ++i) {
    input += is_bad[i] ? bad[next_bad++ % bad.size()] : good_line(i + 1);
    if (ends || i + 1 < is_bad.size()) input += '\n';
  }
  const auto messages = decode(input);
  ASSERT_EQ(messages.size(), is_bad.size());
  for (std::size_t i = 0; i < is_bad.size(); ++i) {
    if (is_bad[i]) {
      EXPECT_NE(messages[i].fault, Fault::none) << messages[i];
      EXPECT_EQ(messages[i].line, i + 1);
    } else {
      const std::string n = std::to_string(i + 1);
      EXPECT_EQ(messages[i], (Decoded{.text = "good 1 " + n, .id = n, .line = i + 1}));
    }
  }
}

TEST(NeighborsTest, ABadLineAnywhere) {
  const auto bads = bad_lines();
  ASSERT_GT(bads.size(), 80U);
  for (const std::string& bad : bads) {
    SCOPED_TRACE(bad);
    for (const bool ends : {true, false}) {
      if (!bad.starts_with("\xEF\xBB\xBF")) {  // which may begin a source
        expect_unharmed({true}, {bad}, ends);
        expect_unharmed({true, false, false}, {bad}, ends);
      }
      expect_unharmed({false, true, false}, {bad}, ends);
      expect_unharmed({false, false, true}, {bad}, ends);
      expect_unharmed({false, true, true, false}, {bad}, ends);
      expect_unharmed({false, true, false, true, false}, {bad}, ends);
    }
  }
}

TEST(NeighborsTest, AnyTwoBadLinesInARow) {
  const auto bads = bad_lines();
  for (const std::string& first : bads) {
    for (const std::string& second : bads) {
      SCOPED_TRACE(first + "   " + second);
      expect_unharmed({false, true, true, false}, {first, second}, true);
    }
  }
}

TEST(NeighborsTest, AllBadLinesAtOnce) {
  const auto bads = bad_lines();
  expect_unharmed(std::vector<bool>(bads.size() + 1, true), bads, true);
  std::vector<bool> every_second;
  for (std::size_t i = 0; i < bads.size(); ++i)
    every_second.insert(every_second.end(), {false, true});
  expect_unharmed(every_second, bads, true);
}

TEST(NeighborsTest, ABadLineAmongThousands) {
  std::vector<bool> is_bad(3000, false);
  is_bad[1500] = true;
  for (const std::string& bad : bad_lines()) {
    SCOPED_TRACE(bad);
    expect_unharmed(is_bad, {bad}, true);
  }
}

// A line that breaks off before a value must not read one from the next line: neither tell what is
// wrong there, nor take room for what it unescapes.
TEST(NeighborsTest, ALineThatBreaksOffDoesNotReadOn) {
  EXPECT_THAT(decode("{\"\\n\":1,\"text\":\n\"\\x\"\n{\"text\":\"a\"}\n"),
              testing::ElementsAre(Decoded{.fault = Fault::invalid_json, .line = 1},
                                   Decoded{.fault = Fault::not_an_object, .line = 2},
                                   Decoded{.text = "a", .line = 3}));
}

TEST(NeighborsTest, LinesThatBreakOffBeforeALongKeyEach) {
  Decoder decoder(FieldMap::make({.text = "/body/content", .channel = "/body/body/x"}).value());
  const std::string long_key = std::string(3000, 'x') + "\\n";
  std::string input;
  for (int i = 0; i < 50; ++i) input += "{\"" + long_key + "\":1,\"body\":\n";
  input += "{\"\\n\":1,\"body\":{\"content\":\"a\\n\"}}\n";
  const auto messages = decode(decoder, input);
  ASSERT_EQ(messages.size(), 51U);
  for (std::size_t i = 0; i < 50; ++i)
    EXPECT_EQ(messages[i], (Decoded{.fault = Fault::invalid_json, .line = i + 1}));
  EXPECT_EQ(messages[50], (Decoded{.text = "a\n", .line = 51}));
}

}  // namespace
}  // namespace tamis::test
