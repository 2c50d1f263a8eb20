#include "tamis/decode/decoder.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"

namespace tamis::test {
namespace {

using testing::ElementsAre;

struct Case {
  std::string name;
  std::string line;
  std::map<std::string, std::string> expected;
};

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  bool in_case = false;
  for (const std::string& line : lines_of(read_file(TEST_DATA "/decoder_cases.txt"))) {
    if (line.empty()) {
      in_case = false;
    } else if (!in_case) {
      if (line.starts_with("#")) continue;
      cases.push_back({.name = line});
      in_case = true;
    } else if (cases.back().line.empty()) {
      cases.back().line = bytes_of(line);
    } else {
      const std::size_t colon = line.find(": ");
      cases.back().expected[line.substr(0, colon)] = bytes_of(line.substr(colon + 2));
    }
  }
  return cases;
}

void expect_case(const Case& c, const Decoded& got) {
  auto expected = c.expected;
  if (expected["fault"] == "any") {
    EXPECT_NE(got.fault, Fault::none) << got;
    return;
  }
  EXPECT_EQ(code(got.fault), expected["fault"]) << got;
  EXPECT_EQ(got.text, expected["text"]);
  EXPECT_EQ(got.id, expected["id"]);
  EXPECT_EQ(got.channel, expected["channel"]);
  EXPECT_EQ(got.sender, expected["sender"]);
  EXPECT_EQ(got.kind, expected["kind"]);
}

TEST(DecoderTest, CasesAlone) {
  const auto cases = read_cases();
  ASSERT_GT(cases.size(), 100U);
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const auto messages = decode(c.line + "\n");
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].line, 1U);
    expect_case(c, messages[0]);
  }
}

TEST(DecoderTest, CasesWithoutALineEnd) {
  for (const Case& c : read_cases()) {
    SCOPED_TRACE(c.name);
    const auto messages = decode(c.line);
    ASSERT_EQ(messages.size(), 1U);
    expect_case(c, messages[0]);
  }
}

TEST(DecoderTest, CasesWithoutALineEndBeforeBytesOfAnEarlierBatch) {
  for (const Case& c : read_cases()) {
    for (const char* const stale :
         {"}}}}}}}}", "\"}\n{\"text\":\"old\"}", "]]]]}", ",\"text\":\"old\"}", "0123456789"}) {
      SCOPED_TRACE(c.name + " before " + stale);
      const auto messages = decode_before_stale_bytes(c.line, stale);
      ASSERT_EQ(messages.size(), 1U);
      expect_case(c, messages[0]);
    }
  }
}

TEST(DecoderTest, CasesAllInOneBatch) {
  const auto cases = read_cases();
  std::string input;
  for (const Case& c : cases) input += c.line + "\n";
  const auto messages = decode(input);
  ASSERT_EQ(messages.size(), cases.size());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(cases[i].name);
    EXPECT_EQ(messages[i].line, i + 1);
    expect_case(cases[i], messages[i]);
  }
}

TEST(DecoderTest, AnEmptyInputHoldsNoMessage) {
  EXPECT_THAT(decode(""), ElementsAre());
}

TEST(DecoderTest, BlankLinesAreNoMessagesButAreCounted) {
  EXPECT_THAT(decode("\n \n\t\r\n\r\n"), ElementsAre());
  EXPECT_THAT(decode("\n{\"text\":\"a\"}\n\n \t \r\n{\"text\":\"b\"}\n\n"),
              ElementsAre(Decoded{.text = "a", .line = 2}, Decoded{.text = "b", .line = 5}));
}

TEST(DecoderTest, LinesAreCountedFromTheBatchsFirst) {
  Decoder decoder(FieldMap::make({}).value());
  const auto batch = batch_of_lines("{\"text\":\"a\"}\nx\n");
  batch->first_line = 4'000'000'000'000;
  decoder.decode(*batch);
  ASSERT_EQ(batch->messages.size(), 2U);
  EXPECT_EQ(batch->messages[0].line, 4'000'000'000'000U);
  EXPECT_EQ(batch->messages[1].line, 4'000'000'000'001U);
}

TEST(DecoderTest, LinesThatEndInCarriageReturnsToo) {
  EXPECT_THAT(
      decode("{\"text\":\"a\",\"id\":1}\r\n{\"text\":\"b\"}\r\n"),
      ElementsAre(Decoded{.text = "a", .id = "1", .line = 1}, Decoded{.text = "b", .line = 2}));
}

TEST(DecoderTest, ACarriageReturnAloneEndsNoLine) {
  const auto messages = decode("{\"text\":\"a\"}\r{\"text\":\"b\"}\n");
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].fault, Fault::invalid_json);
}

TEST(DecoderTest, AByteOrderMarkMayBeginASource) {
  EXPECT_THAT(decode("\xEF\xBB\xBF{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
              ElementsAre(Decoded{.text = "a", .line = 1}, Decoded{.text = "b", .line = 2}));
  EXPECT_THAT(decode("\xEF\xBB\xBF"), ElementsAre());
  EXPECT_THAT(decode("\xEF\xBB\xBF\n{\"text\":\"b\"}"),
              ElementsAre(Decoded{.text = "b", .line = 2}));
}

TEST(DecoderTest, WhatFollowsAByteOrderMarkIsReadAsInAnyLine) {
  for (const std::string line : {"\"a\"", "12", "[\"a\"]", "null", " \"a\"", "x"}) {
    for (const std::string next : {"{\"text\":\"a\"}", "\"", "\xFF"}) {
      const auto plain = decode(line + "\n" + next + "\n");
      EXPECT_EQ(decode("\xEF\xBB\xBF" + line + "\n" + next + "\n"), plain)
          << line << " before " << next;
    }
  }
}

TEST(DecoderTest, AByteOrderMarkAnywhereElseIsNoJson) {
  EXPECT_THAT(decode("{\"text\":\"a\"}\n\xEF\xBB\xBF{\"text\":\"b\"}\n{\"text\":\"c\"}\n"),
              ElementsAre(Decoded{.text = "a", .line = 1},
                          testing::Field(&Decoded::fault, testing::Ne(Fault::none)),
                          Decoded{.text = "c", .line = 3}));
  const auto twice = decode("\xEF\xBB\xBF\xEF\xBB\xBF{\"text\":\"a\"}\n");
  ASSERT_EQ(twice.size(), 1U);
  EXPECT_NE(twice[0].fault, Fault::none);

  Decoder decoder(FieldMap::make({}).value());
  const auto batch = batch_of_lines("\xEF\xBB\xBF{\"text\":\"a\"}\n");
  batch->begins_source = false;
  decoder.decode(*batch);
  ASSERT_EQ(batch->messages.size(), 1U);
  EXPECT_NE(batch->messages[0].fault, Fault::none);
}

TEST(DecoderTest, TheLastLineNeedsNoEnd) {
  EXPECT_THAT(decode("{\"text\":\"a\"}\n{\"text\":\"b\"}"),
              ElementsAre(Decoded{.text = "a", .line = 1}, Decoded{.text = "b", .line = 2}));
}

TEST(DecoderTest, ALineOfTheLimitIsReadAndALongerOneIsNot) {
  const std::string twenty = R"({"text":"abcdefghi"})";
  ASSERT_EQ(twenty.size(), 20U);
  const std::string twenty_one = R"({"text":"abcdefghij"})";
  Decoder decoder(FieldMap::make({}).value(), 20);
  EXPECT_THAT(decode(decoder, twenty + "\n" + twenty_one + "\n" + twenty + "\n"),
              ElementsAre(Decoded{.text = "abcdefghi", .line = 1},
                          Decoded{.fault = Fault::line_too_long, .line = 2},
                          Decoded{.text = "abcdefghi", .line = 3}));
  EXPECT_THAT(decode(decoder, twenty_one),
              ElementsAre(Decoded{.fault = Fault::line_too_long, .line = 1}));
}

TEST(DecoderTest, ALongLineIsTooLongWhateverItHolds) {
  Decoder decoder(FieldMap::make({}).value(), 20);
  const std::string good = R"({"text":"a"})";
  for (const std::string& bad : {std::string(21, '{'), std::string(21, '"'),
                                 std::string(21, '\xFF'), std::string(21, '\0')}) {
    EXPECT_THAT(decode(decoder, bad + "\n" + good + "\n" + bad + "\n" + bad + "\n" + good),
                ElementsAre(Decoded{.fault = Fault::line_too_long, .line = 1},
                            Decoded{.text = "a", .line = 2},
                            Decoded{.fault = Fault::line_too_long, .line = 3},
                            Decoded{.fault = Fault::line_too_long, .line = 4},
                            Decoded{.text = "a", .line = 5}));
  }
}

TEST(DecoderTest, AnOversizedBatchIsOneMessage) {
  Decoder decoder(FieldMap::make({}).value());
  Batch batch;
  batch.oversized = true;
  batch.first_line = 12;
  decoder.decode(batch);
  EXPECT_THAT(messages_of(batch), ElementsAre(Decoded{.fault = Fault::line_too_long, .line = 12}));
}

TEST(DecoderTest, DeepNestingIsNoHarm) {
  for (const std::size_t depth : {10U, 100U, 1000U, 1023U, 1024U, 1025U, 5000U, 200'000U}) {
    SCOPED_TRACE(depth);
    for (const auto& [open, close] :
         {std::pair<std::string, std::string>{"[", "]"}, {"{\"a\":", "}"}}) {
      std::string nested;
      for (std::size_t i = 0; i < depth; ++i) nested += open;
      nested += "1";
      for (std::size_t i = 0; i < depth; ++i) nested += close;
      Decoder decoder(FieldMap::make({}).value(), 4 << 20);
      const auto messages = decode(
          decoder, "{\"text\":\"a\"}\n{\"x\":" + nested + ",\"text\":\"t\"}\n{\"text\":\"b\"}\n");
      ASSERT_EQ(messages.size(), 3U);
      EXPECT_EQ(messages[0], (Decoded{.text = "a", .line = 1}));
      EXPECT_EQ(messages[2], (Decoded{.text = "b", .line = 3}));
      if (messages[1].fault == Fault::none) {
        EXPECT_EQ(messages[1].text, "t");
      }
      if (depth <= 1000) {
        EXPECT_EQ(messages[1].fault, Fault::none);
      }
    }
  }
}

TEST(DecoderTest, StringsOfEveryLengthAtEveryPlace) {
  for (std::size_t size = 0; size <= 140; ++size) {
    for (const char* const inside : {"", "\\n", "中", "\\\\", "\\\""}) {
      const std::string body = std::string(size, 'x') + inside;
      const std::string line =
          "{\"channel\":\"" + body + "\",\"text\":\"" + body + "\",\"id\":\"" + body + "\"}";
      const auto messages = decode(line + "\n" + line);
      const std::string plain = unescape(body).value();
      ASSERT_EQ(messages.size(), 2U);
      for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(
            messages[i],
            (Decoded{.text = plain, .id = "\"" + body + "\"", .channel = plain, .line = i + 1}));
      }
    }
  }
}

// A sanitizer sees whether a long name is compared with bytes behind the input.
TEST(DecoderTest, AFieldsNameMayBeLongerThanTheInput) {
  const std::string name(500, 'x');
  Decoder decoder(FieldMap::make({.text = name}).value());
  EXPECT_THAT(decode(decoder, "{\"xxxxxxxxxx\":1}"),
              ElementsAre(Decoded{.fault = Fault::missing_text, .line = 1}));
  EXPECT_THAT(decode(decoder, "{\"" + name + "\":\"a\"}"),
              ElementsAre(Decoded{.text = "a", .line = 1}));
}

TEST(DecoderTest, ADecoderAndABatchCanBeUsedAgain) {
  Decoder decoder(FieldMap::make({}).value());
  Batch batch;
  for (const std::size_t size : {10U, 10'000U, 3U, 200'000U, 1U}) {
    batch.clear();
    batch.input.append("{\"text\":\"" + std::string(size, 'a') +
                       "\\n\"}\n{\"text\":\n{\"text\":\"b\",\"id\":2}\n");
    decoder.decode(batch);
    EXPECT_THAT(messages_of(batch),
                ElementsAre(Decoded{.text = std::string(size, 'a') + "\n", .line = 1},
                            testing::Field(&Decoded::fault, testing::Ne(Fault::none)),
                            Decoded{.text = "b", .id = "2", .line = 3}));
  }
}

TEST(DecoderTest, AMovedDecoderDecodes) {
  Decoder first(FieldMap::make({}).value());
  Decoder second = std::move(first);
  EXPECT_THAT(decode(second, "{\"text\":\"a\"}"), ElementsAre(Decoded{.text = "a", .line = 1}));
}

}  // namespace
}  // namespace tamis::test
