#include "tamis/normalize/skeleton/encodings.h"

#include <gtest/gtest.h>

#include "tamis/base/utf8.h"

namespace tamis {
namespace {

Characters characters_of(std::string_view text) {
  Characters characters;
  for (std::uint32_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    characters.push_back({c.value, {at, at + c.size}, {}});
    at += c.size;
  }
  return characters;
}

/// What was decoded, each character followed by the bytes that it came from: "o[3,9]".
std::string shown(const Characters& characters) {
  std::string text;
  for (const Character& c : characters) {
    char bytes[4];
    text.append(bytes, utf8::encode(c.value, bytes));
    if (c.undone.empty()) continue;
    text += '[' + std::to_string(c.origin.begin) + ',' + std::to_string(c.origin.end) + ']';
  }
  return text;
}

using Decode = bool(Characters&, Characters&);

std::string decoded(Decode* decode, std::string_view text) {
  Characters characters = characters_of(text);
  Characters scratch;
  const bool any = decode(characters, scratch);
  EXPECT_EQ(any, shown(characters) != text);
  return shown(characters);
}

TEST(Entities, AreDecoded) {
  EXPECT_EQ(decoded(decode_entities, "&#102;u"), "f[0,6]u");
  EXPECT_EQ(decoded(decode_entities, "&#x66;&#X0066;"), "f[0,6]f[6,14]");
  EXPECT_EQ(decoded(decode_entities, "a&#102"), "af[1,6]") << "browsers do without the semicolon";
  EXPECT_EQ(decoded(decode_entities, "&commat;&amp;"), "@[0,8]&[8,13]");
}

TEST(Entities, ThatAreNoneStand) {
  for (const char* text : {"a & b", "&", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#x110000;",
                           "&nosuch;", "R&D;", "&#", "&#99999999999999;"}) {
    EXPECT_EQ(decoded(decode_entities, text), text);
  }
}

TEST(Percent, IsDecoded) {
  EXPECT_EQ(decoded(decode_percent, "%66u%63"), "f[0,3]uc[4,7]");
  EXPECT_EQ(decoded(decode_percent, "%e5%8A%A0"), "加[0,9]");
}

TEST(Percent, ThatIsNoUtf8Stands) {
  for (const char* text : {"100%", "%", "%6", "%zz", "%e5%8a", "%ff", "%c0%80", "%ed%a0%80"}) {
    EXPECT_EQ(decoded(decode_percent, text), text);
  }
}

TEST(Base64, IsDecodedWithPaddingOrWithout) {
  EXPECT_EQ(decoded(decode_base64, "aWRpb3Q="), "i[0,2]d[1,3]i[2,4]o[4,6]t[5,8]");
  EXPECT_EQ(decoded(decode_base64, "aWRpb3Q"), "i[0,2]d[1,3]i[2,4]o[4,6]t[5,7]");
  EXPECT_EQ(decoded(decode_base64, "say YXNz."), "say a[4,6]s[5,7]s[6,8].");
  EXPECT_EQ(decoded(decode_base64, "5Yqg"), "加[0,4]");
}

TEST(Base64, WordsAreNone) {
  for (const char* text : {"password", "PASSWORD", "Password", "TicKet", "iPhone", "YouTube",
                           "abcd", "JavaScript", "3pm", "", "=", "a=b"}) {
    EXPECT_EQ(decoded(decode_base64, text), text);
  }
}

TEST(Tags, AreAscii) {
  EXPECT_EQ(decoded(decode_tags, "a\U000E0062\U000E0041"), "ab[1,5]A[5,9]");
  EXPECT_EQ(decoded(decode_tags, "\U000E007F"), "\U000E007F") << "the end of tags is none";
}

}  // namespace
}  // namespace tamis
