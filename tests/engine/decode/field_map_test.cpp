#include "tamis/decode/field_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference.h"

namespace tamis::test {
namespace {

using testing::HasSubstr;

std::vector<Decoded> decode_with(const FieldNames& names, std::string_view input) {
  auto map = FieldMap::make(names);
  if (!map) {
    ADD_FAILURE() << map.error().message;
    return {};
  }
  Decoder decoder(*std::move(map));
  return decode(decoder, input);
}

std::string text_at(const std::string& pointer, std::string_view line) {
  const auto messages = decode_with({.text = pointer}, line);
  if (messages.size() != 1) return "<" + std::to_string(messages.size()) + " messages>";
  return messages[0].fault == Fault::none ? messages[0].text
                                          : "<" + std::string(code(messages[0].fault)) + ">";
}

std::string error_of(const FieldNames& names) {
  const auto map = FieldMap::make(names);
  return map ? "" : map.error().message;
}

TEST(FieldMapTest, TheDefaultNamesMakeAMap) {
  EXPECT_TRUE(FieldMap::make({}).has_value());
}

TEST(FieldMapTest, ANameIsAMember) {
  EXPECT_EQ(text_at("content", R"({"text":"no","content":"yes"})"), "yes");
}

TEST(FieldMapTest, ANameThatHoldsATildeIsNoPointer) {
  EXPECT_EQ(text_at("a~b", R"({"a~b":"yes"})"), "yes");
}

TEST(FieldMapTest, ANameWithASlashInsideIsNoPointer) {
  EXPECT_EQ(text_at("a/b", R"({"a":{"b":"no"},"a/b":"yes"})"), "yes");
}

TEST(FieldMapTest, APointerLeadsThroughObjects) {
  EXPECT_EQ(text_at("/body/content", R"({"body":{"x":1,"content":"yes"},"content":"no"})"), "yes");
  EXPECT_EQ(text_at("/text", R"({"text":"yes"})"), "yes");
}

TEST(FieldMapTest, APointerLeadsThroughArrays) {
  EXPECT_EQ(text_at("/parts/1/text", R"({"parts":[{"text":"no"},{"text":"yes"},{"text":"no"}]})"),
            "yes");
  EXPECT_EQ(text_at("/a/0/0", R"({"a":[["yes","no"],["no"]]})"), "yes");
  EXPECT_EQ(text_at("/a/10", R"({"a":[0,1,2,3,4,5,6,7,8,9,"yes",11]})"), "yes");
}

TEST(FieldMapTest, ANumberMayAlsoBeAMembersName) {
  EXPECT_EQ(text_at("/a/1", R"({"a":{"0":"no","1":"yes"}})"), "yes");
}

TEST(FieldMapTest, AnIndexHasNoLeadingZeroAndNoSign) {
  EXPECT_EQ(text_at("/a/01", R"({"a":["no","no"]})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/+1", R"({"a":["no","no"]})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/-1", R"({"a":["no","no"]})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/-", R"({"a":["no","no"]})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/01", R"({"a":{"01":"yes"}})"), "yes");
}

TEST(FieldMapTest, AnIndexPastAllNumbersIsMissing) {
  EXPECT_EQ(text_at("/a/99999999999999999999999999", R"({"a":["no","no"]})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/18446744073709551615", R"({"a":["no","no"]})"), "<missing_text>");
}

TEST(FieldMapTest, EscapesOfPointers) {
  EXPECT_EQ(text_at("/a~1b", R"({"a/b":"yes"})"), "yes");
  EXPECT_EQ(text_at("/a~0b", R"({"a~b":"yes"})"), "yes");
  EXPECT_EQ(text_at("/~01", R"({"~1":"yes","/":"no"})"), "yes");
}

TEST(FieldMapTest, EmptyKeysHaveAPlace) {
  EXPECT_EQ(text_at("/", R"({"":"yes"})"), "yes");
  EXPECT_EQ(text_at("/a//b", R"({"a":{"":{"b":"yes"}}})"), "yes");
}

TEST(FieldMapTest, APointerThroughAScalarFindsNothing) {
  EXPECT_EQ(text_at("/a/b", R"({"a":"b"})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/b", R"({"a":null})"), "<missing_text>");
  EXPECT_EQ(text_at("/a/b", R"({"a":{"b":null}})"), "<missing_text>");
}

TEST(FieldMapTest, APlaceThatStandsTwiceIsADuplicateAtAnyDepth) {
  EXPECT_EQ(text_at("/a/b", R"({"a":{"b":"x"},"a":{"b":"y"}})"), "<duplicate_field>");
  EXPECT_EQ(text_at("/a/b", R"({"a":{"b":"x","b":"y"}})"), "<duplicate_field>");
  EXPECT_EQ(text_at("/a/b", R"({"a":{"b":"x"},"a":1})"), "<duplicate_field>");
}

TEST(FieldMapTest, FieldsShareABranch) {
  const FieldNames names{.text = "/m/text",
                         .id = "/m/id",
                         .channel = "/room/0",
                         .sender = "/m/from/name",
                         .kind = "/room/1"};
  const auto messages = decode_with(
      names,
      R"({"room":["r","comment"],"m":{"id":7,"from":{"age":3,"name":"ann"},"text":"hi"},"text":"no","id":"no"})");
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(
      messages[0],
      (Decoded{
          .text = "hi", .id = "7", .channel = "r", .sender = "ann", .kind = "comment", .line = 1}));
}

TEST(FieldMapTest, AnEmptyNameIsAnError) {
  EXPECT_THAT(error_of({.text = ""}), HasSubstr("empty"));
}

TEST(FieldMapTest, MalformedEscapesAreErrorsThatQuoteThePointer) {
  for (const char* const pointer : {"/a~", "/a~2", "/~", "/a/b~c"}) {
    EXPECT_THAT(error_of({.text = pointer}), HasSubstr(pointer));
  }
}

TEST(FieldMapTest, TwoFieldsInOnePlaceAreAnError) {
  EXPECT_NE(error_of({.text = "id"}), "");
  EXPECT_NE(error_of({.text = "/a/b", .id = "/a/b"}), "");
  EXPECT_NE(error_of({.text = "/id"}), "") << "a pointer of one token is a name";
}

TEST(FieldMapTest, AFieldInsideAnotherIsAnError) {
  EXPECT_NE(error_of({.text = "/id/text"}), "");
  EXPECT_NE(error_of({.text = "/a", .id = "/a/b"}), "");
  EXPECT_NE(error_of({.text = "/a/b", .id = "/a"}), "");
  EXPECT_NE(error_of({.text = "/a/b/c", .kind = "/a/b"}), "");
}

TEST(FieldMapTest, PointersOfTooManyTokensAreAnError) {
  std::string pointer;
  for (int i = 0; i < 100; ++i) pointer += "/a";
  EXPECT_NE(error_of({.text = pointer}), "");
  EXPECT_EQ(error_of({.text = pointer.substr(0, 60)}), "");
}

}  // namespace
}  // namespace tamis::test
