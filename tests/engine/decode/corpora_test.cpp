// Lines that others have collected to break readers of JSON and of text.
#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"
#include "support/support.h"

namespace tamis::test {
namespace {

namespace fs = std::filesystem;

const fs::path kSuite = SHARED_DATA "/robustness/jsontestsuite";
const fs::path kNaughtyStrings = SHARED_DATA "/robustness/robust-blns.ndjson";

struct File {
  std::string name;
  std::string line;  ///< its bytes, in one line
};

std::vector<File> suite() {
  std::vector<File> files;
  for (const auto& entry : fs::directory_iterator(kSuite)) {
    if (entry.path().extension() != ".json") continue;
    File file{entry.path().filename().string(), read_file(entry.path())};
    std::ranges::replace(file.line, '\n', ' ');
    files.push_back(std::move(file));
  }
  return files;
}

/// The message of the line, between two good ones that must be unharmed; nothing for a blank line.
std::optional<Decoded> between_good_lines(Decoder& decoder, const std::string& line) {
  const std::string good = R"({"id":"good","text":"neighbor"})";
  auto messages = decode(decoder, good + "\n" + line + "\n" + good + "\n");
  const std::size_t expected = is_blank(line) ? 2 : 3;
  EXPECT_EQ(messages.size(), expected);
  if (messages.size() != expected) return std::nullopt;
  EXPECT_EQ(messages.front(), (Decoded{.text = "neighbor", .id = "\"good\"", .line = 1}));
  EXPECT_EQ(messages.back(), (Decoded{.text = "neighbor", .id = "\"good\"", .line = 3}));
  if (expected == 2) return std::nullopt;
  EXPECT_EQ(messages[1].line, 2U);
  return messages[1];
}

class JsonTestSuite : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kSuite)) GTEST_SKIP() << "no " << kSuite;
    files_ = suite();
    ASSERT_GT(files_.size(), 300U);
  }
  std::vector<File> files_;
  Decoder decoder_{FieldMap::make({}).value()};
};

TEST_F(JsonTestSuite, EachFileIsOneMessageWithAFault) {
  for (const File& file : files_) {
    SCOPED_TRACE(file.name);
    const auto message = between_good_lines(decoder_, file.line);
    if (message) {
      EXPECT_NE(message->fault, Fault::none);
    }  // none of them has a text
  }
}

TEST_F(JsonTestSuite, AllFilesInOneBatch) {
  std::string input;
  std::size_t count = 0;
  for (const File& file : files_) {
    input += file.line + "\n{\"text\":\"good\"}\n";
    count += 1 + !is_blank(file.line);
  }
  const auto messages = decode(decoder_, input);
  ASSERT_EQ(messages.size(), count);
  for (const Decoded& message : messages) {
    if (message.line % 2 == 0) {
      EXPECT_EQ(message, (Decoded{.text = "good", .line = message.line}));
    }
  }
}

TEST_F(JsonTestSuite, AsAMemberThatIsNoField) {
  for (const File& file : files_) {
    SCOPED_TRACE(file.name);
    for (const std::string& line : {"{\"text\":\"x\",\"extra\":" + file.line + "}",
                                    "{\"extra\":" + file.line + ",\"text\":\"x\"}"}) {
      const auto message = between_good_lines(decoder_, line);
      ASSERT_TRUE(message.has_value());
      if (file.name.starts_with("y_")) {
        EXPECT_EQ(*message, (Decoded{.text = "x", .line = 2}));
      }
      // Nobody looks at the escapes of a string that is no field.
      const bool may_pass = file.name.starts_with("i_") || file.name.starts_with("n_string_");
      if (file.name.starts_with("n_") && !may_pass) {
        EXPECT_NE(message->fault, Fault::none);
      }
      if (message->fault == Fault::none) {
        EXPECT_EQ(message->text, "x");
      }
    }
  }
}

TEST_F(JsonTestSuite, AsTheText) {
  for (const File& file : files_) {
    SCOPED_TRACE(file.name);
    const auto message = between_good_lines(decoder_, "{\"text\":" + file.line + "}");
    ASSERT_TRUE(message.has_value());
    if (file.name.starts_with("n_")) {
      EXPECT_NE(message->fault, Fault::none) << *message;
    }
  }
}

TEST_F(JsonTestSuite, AStringInAnArrayIsReadByItsPointer) {
  Decoder decoder(FieldMap::make({.text = "/body/0"}).value());
  std::size_t count = 0;
  for (const File& file : files_) {
    if (!file.name.starts_with("y_string_") || !file.line.starts_with("[\"")) continue;
    SCOPED_TRACE(file.name);
    const std::size_t end = file.line.rfind('"');
    const auto text = unescape(std::string_view(file.line).substr(2, end - 2));
    ASSERT_TRUE(text.has_value());
    EXPECT_THAT(decode(decoder, "{\"body\":" + file.line + "}"),
                testing::ElementsAre(Decoded{.text = *text, .line = 1}));
    ++count;
  }
  EXPECT_GT(count, 30U);
}

TEST(NaughtyStrings, EveryLineDecodesToItsText) {
  if (!fs::exists(kNaughtyStrings)) GTEST_SKIP() << "no " << kNaughtyStrings;
  const std::string input = read_file(kNaughtyStrings);
  const auto lines = lines_of(input);
  ASSERT_GT(lines.size(), 400U);
  const auto messages = decode(input);
  ASSERT_EQ(messages.size(), lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto expected = read_slowly(lines[i], Reading::strict);
    ASSERT_TRUE(expected.has_value()) << lines[i];
    EXPECT_EQ(expected->fault, Fault::none);
    expected->line = i + 1;
    EXPECT_EQ(messages[i], *expected);
  }
}

}  // namespace
}  // namespace tamis::test
