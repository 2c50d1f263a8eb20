// Good lines, a little broken. What a batch says of each must be what the line alone gives,
// whatever bytes lie behind it, and never contradict a slow reader of JSON.
#include <algorithm>
#include <array>
#include <random>

#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"
#include "tamis/decode/utf8_check.h"

namespace tamis::test {
namespace {

constexpr std::array kSeeds{
    R"({"text":"hello","id":"a1","channel":"c","sender":"s","kind":"comment"})",
    R"({"id":12,"text":"a \"quoted\" \u0041 word\n","x":{"text":"no","y":[1,2,{"z":null}]},"sender":"bob"})",
    R"({"x":"}]","y":["{",["\\"]],"text":"你好 😀","id":-1.5e3})",
    R"({ "channel" : 7 , "text" : "\ud83d\ude00" , "kind" : null })",
    R"({"time":"2024-01-01T00:00:00Z","te\u0078t":"escaped key","id":"\"\\\""})",
    R"({"text":"","a":true,"b":false,"c":{},"d":[],"e":[{}]})",
};
constexpr std::string_view kBytes =
    "{}[]\",:\\ \t\r\n0123456789truefalsn-+.eEu\x01\x7F\xC3\xA9\xE4\xFF/'x";

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::string line() {
    std::string line = kSeeds[below(kSeeds.size())];
    for (std::size_t i = below(4); i-- != 0 && !line.empty();) mutate(line);
    std::erase(line, '\n');
    return line;
  }
  std::size_t below(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

 private:
  void mutate(std::string& line) {
    const std::size_t at = below(line.size());
    const char byte = below(8) == 0 ? static_cast<char>(below(256)) : kBytes[below(kBytes.size())];
    switch (below(7)) {
      case 0:
        line[at] = byte;
        break;
      case 1:
        line.insert(at, 1, byte);
        break;
      case 2:
        line.erase(at, 1);
        break;
      case 3:
        line.erase(at, 1 + below(10));
        break;
      case 4:
        line.insert(at, line.substr(below(line.size()), 1 + below(12)));
        break;
      case 5:
        line.resize(at);
        break;
      case 6:
        line += byte;
        break;
    }
  }
  std::mt19937 random_;
};

void expect_in_a_batch_as_alone(Mutator& mutator, Decoder& decoder) {
  std::string input;
  std::vector<Decoded> expected;
  for (std::uint64_t number = 1; number <= 12; ++number) {
    const bool is_good = mutator.below(2) == 0;
    const std::string line = is_good ? R"({"text":"neighbor","id":1})" : mutator.line();
    input += line + "\n";
    auto alone = decode(decoder, line);
    ASSERT_EQ(alone.size(), is_blank(line) ? 0U : 1U) << line;
    if (alone.empty()) continue;
    alone[0].line = number;
    expected.push_back(alone[0]);
  }
  const auto got = decode(decoder, input);
  ASSERT_EQ(got.size(), expected.size()) << input;
  for (std::size_t i = 0; i < got.size(); ++i) ASSERT_EQ(got[i], expected[i]) << input;
}

TEST(MutationTest, InABatchAsAlone) {
  Mutator mutator(1);
  Decoder decoder(FieldMap::make({}).value());
  ASSERT_EQ(decode(decoder, R"({"text":"neighbor","id":1})")[0],
            (Decoded{.text = "neighbor", .id = "1", .line = 1}));
  for (int round = 0; round < 4000 && !testing::Test::HasFailure(); ++round)
    expect_in_a_batch_as_alone(mutator, decoder);
}

// Where a line breaks off, the next one may look like what is missing.
TEST(MutationTest, InABatchAsAloneWithFieldsBehindPointers) {
  Mutator mutator(4);
  Decoder decoder(FieldMap::make({.text = "/x/text",
                                  .id = "/x/x/id",
                                  .channel = "/y/1",
                                  .sender = "/text/sender",
                                  .kind = "/y/2/x/text"})
                      .value());
  for (int round = 0; round < 4000 && !testing::Test::HasFailure(); ++round)
    expect_in_a_batch_as_alone(mutator, decoder);
}

TEST(MutationTest, BytesBehindTheInputDoNotMatter) {
  Mutator mutator(2);
  for (int round = 0; round < 10'000; ++round) {
    const std::string line = mutator.line();
    const auto before_line_end = decode(line + "\n");
    for (const char* const stale : {"}}}}", "\"}}}", "]]}", ",\"text\":\"old\"}"}) {
      auto got = decode_before_stale_bytes(line, stale);
      ASSERT_EQ(got, before_line_end) << line << "   before   " << stale;
    }
  }
}

TEST(MutationTest, AsASlowReaderHasIt) {
  Mutator mutator(3);
  std::size_t valid = 0;
  std::size_t invalid = 0;
  for (int round = 0; round < 200'000; ++round) {
    const std::string line = mutator.line();
    if (is_blank(line)) continue;
    const auto messages = decode(line + "\n");
    ASSERT_EQ(messages.size(), 1U) << line;
    if (!is_valid_utf8(line)) {
      EXPECT_NE(messages[0].fault, Fault::none) << line;
      continue;
    }
    if (auto strict = read_slowly(line, Reading::strict)) {
      ++valid;
      strict->line = 1;
      if (strict->fault != Fault::none) strict = Decoded{.fault = strict->fault, .line = 1};
      EXPECT_EQ(messages[0], *strict) << line;
    } else {
      ++invalid;
      if (messages[0].fault != Fault::none) continue;
      auto lenient = read_slowly(line, Reading::lenient);
      ASSERT_TRUE(lenient.has_value()) << "accepted: " << line;
      lenient->line = 1;
      EXPECT_EQ(messages[0], *lenient) << line;
    }
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(valid, 50'000U);
  EXPECT_GT(invalid, 30'000U);
}

}  // namespace
}  // namespace tamis::test
