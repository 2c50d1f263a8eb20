#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "reference.h"

namespace tamis::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(const std::string& expression) {
  const std::vector<Pattern> patterns{literal("abc"), regex("x+y"), regex(expression), regex("z")};
  const auto database = PatternDatabase::compile(patterns);
  if (database) return "";
  if (database.error().size() != 1) return "not one error";
  EXPECT_EQ(database.error()[0].pattern, 2U) << expression;
  return database.error()[0].message;
}

TEST(CompileTest, NothingCompiles) {
  const auto database = PatternDatabase::compile({});
  ASSERT_TRUE(database.has_value());
  EXPECT_EQ(database->part(PatternDatabase::short_literals), nullptr);
  EXPECT_EQ(database->part(PatternDatabase::long_literals), nullptr);
  EXPECT_EQ(database->part(PatternDatabase::regexes), nullptr);
  EXPECT_EQ(database->bytes(), 0U);
}

TEST(CompileTest, EachKindHasItsPart) {
  const Matcher matcher({literal("ab"), literal("中"), regex("x+")});
  EXPECT_NE(matcher.database().part(PatternDatabase::short_literals), nullptr);
  EXPECT_NE(matcher.database().part(PatternDatabase::long_literals), nullptr);
  EXPECT_NE(matcher.database().part(PatternDatabase::regexes), nullptr);
  EXPECT_GT(matcher.database().bytes(), 0U);
}

TEST(CompileTest, BadSyntaxIsRefusedByName) {
  for (const char* const bad :
       {"(", ")", "[", "a{2", "*", "a**", "(?<x", "[z-a]", "\\", "a(?=b)", "(a)\\1", "(?<=a)b",
        "a++", "\\p{Nonsense}", "[[:nonsense:]]", "\xFF"}) {
    if (std::string_view(bad) == "a{2") continue;  // a literal brace to some
    EXPECT_NE(error_of(bad), "") << bad;
  }
}

TEST(CompileTest, EndsOfAllTextsAreRefused) {
  EXPECT_THAT(error_of("\\Aab"), HasSubstr("\\A"));
  EXPECT_THAT(error_of("ab\\z"), HasSubstr("\\z"));
  EXPECT_NE(error_of("ab\\Z"), "");
  EXPECT_NE(error_of("(?:x|\\Aab)"), "");
}

// Hyperscan's tables are older than RE2's, so that its prefilter would hide new characters.
TEST(CompileTest, UnicodePropertiesAreRefused) {
  EXPECT_THAT(error_of("\\p{Han}"), HasSubstr("\\p{...}"));
  EXPECT_THAT(error_of("[^\\pL]"), HasSubstr("\\p{...}"));
  EXPECT_THAT(error_of("a\\P{Lu}"), HasSubstr("\\p{...}"));
}

TEST(CompileTest, ABackslashBeforeABackslashEscapesNoLetter) {
  EXPECT_EQ(error_of("\\\\Aab"), "");
  EXPECT_EQ(error_of("ab\\\\z"), "");
}

TEST(CompileTest, WhatMatchesNothingIsRefused) {
  for (const char* const empty :
       {"a*", "a?", "", "^", "$", "^$", "(?:a|)", "a{0,5}", "\\b", "(a*)*", "^a*$"}) {
    EXPECT_NE(error_of(empty), "") << empty;
  }
}

TEST(CompileTest, AnchorsInsideAreRefused) {
  for (const char* const anchored : {"a$b", "a^b", "x^", "$x"})
    EXPECT_NE(error_of(anchored), "") << anchored;
}

TEST(CompileTest, OptionsAreRefused) {
  for (const char* const options :
       {"(?i)ab", "(?s)a.b", "a(?i:b)", "(?-s)ab", "(?ms)ab", "(?i-s:a)b", "(?m)^ab", "(?U)a+"}) {
    EXPECT_NE(error_of(options), "") << options;
  }
}

TEST(CompileTest, GroupsThatAreNoOptionsAreNot) {
  for (const char* const fine : {"(?:ab)", "(?P<name>ab)", "(ab)", "a\\(?i\\)b", "(?:a)(?:b)"}) {
    EXPECT_EQ(error_of(fine), "") << fine;
  }
}

TEST(CompileTest, AllErrorsOfOneKindAreTold) {
  EXPECT_THAT(refused(regexes({"(", "ok", "[", "*", "fine"})), ElementsAre(0, 2, 3));
  EXPECT_THAT(refused(regexes({"ok", "\\Aa", "a\\z", "fine", "x*", "(?i)x"})),
              ElementsAre(1, 2, 4, 5));
}

TEST(CompileTest, ErrorsOfAllKindsAreToldAtOnce) {
  EXPECT_THAT(refused({literal("abc"), regex("("), regex("ok"), regex("\\Aa"), regex("x*"),
                       regex("(?i)x"), regex("[")}),
              ElementsAre(1, 3, 4, 5, 6));
}

TEST(CompileTest, ARegexOnDemandIsCheckedToo) {
  std::vector<Pattern> patterns = regexes({"ok", "x*", "\\Ax", "(", "(?i)x"});
  for (Pattern& pattern : patterns) pattern.on_demand = true;
  EXPECT_THAT(refused(patterns), testing::Contains(3));
  patterns[3].expression = "fine";
  EXPECT_THAT(refused(patterns), ElementsAre(1, 2, 4));
}

TEST(CompileTest, ARegexThatRe2FindsTooLargeIsRefusedByName) {
  EXPECT_NE(error_of(".{1,5000}foo.{1,5000}bar"), "");
  EXPECT_NE(error_of("(?:(?:a{1,100}){1,100}b){1,100}"), "");
}

// What Hyperscan takes minutes for, and RE2 does not mind.
const std::string kCostly = ".{1,900}foo.{1,900}bar.{1,900}baz";
constexpr RegexLimits kSmall{.cpu = std::chrono::seconds(1), .memory = std::size_t{512} << 20};

TEST(CompileTest, ARegexThatTakesTooLongIsRefusedAndNoOtherIs) {
  const std::vector<Pattern> patterns{literal("abc"), regex("x+y"), regex(kCostly), regex("z")};
  const auto database = PatternDatabase::compile(patterns, kSmall);
  ASSERT_FALSE(database.has_value());
  ASSERT_EQ(database.error().size(), 1U);
  EXPECT_EQ(database.error()[0].pattern, 2U);
  EXPECT_THAT(database.error()[0].message, HasSubstr("more than 1 s or 512 MiB"));
}

#ifndef TAMIS_SANITIZED  // sanitizers take all addresses
TEST(CompileTest, ARegexThatTakesTooMuchMemoryIsRefusedAndNoOtherIs) {
  constexpr RegexLimits kLittle{.cpu = std::chrono::seconds(60), .memory = std::size_t{64} << 20};
  EXPECT_THAT(refused({regex("x+y"), regex(kCostly), regex("z+a")}, kLittle), ElementsAre(1));
}
#endif

TEST(CompileTest, TheSameRegexesWithoutItCompile) {
  EXPECT_THAT(refused({literal("abc"), regex("x+y"), regex("z")}, kSmall), ElementsAre());
}

TEST(CompileTest, ManyRegexesCompileWithinTheLimits) {
  std::vector<Pattern> patterns;
  for (int i = 0; i < 150; ++i) {
    const std::string n = std::to_string(i);
    patterns.push_back(regex("\\bword" + n + "\\b.{0,20}\\b(?:a|b)" + n + "x"));
  }
  Matcher matcher(patterns);
  const std::vector<std::string> texts{"word17 b17x", "word149 and then a149x", "word5 a6x"};
  EXPECT_EQ(matcher.hits(texts), matcher.expected_hits(texts));
  EXPECT_EQ(matcher.hits(texts).size(), 2U);
}

TEST(CompileTest, AChildThatIsRefusedLeavesNoZombie) {
  EXPECT_THAT(
      refused({regex(kCostly)}, {.cpu = std::chrono::seconds(1), .memory = std::size_t{256} << 20}),
      ElementsAre(0));
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}

TEST(CompileTest, ThePlatformNamesTheLibrary) {
  EXPECT_THAT(PatternDatabase::platform(), HasSubstr("5.4"));
  EXPECT_EQ(PatternDatabase::warning().empty(), !PatternDatabase::platform().starts_with("5.4.9"));
}

// A host that reaps its children leaves no status to wait for: an empty report must not pass for
// success.
TEST(CompileTest, WithoutAStatusOfTheChildNothingIsTakenForGranted) {
  std::signal(SIGCHLD, SIG_IGN);
  const auto good = PatternDatabase::compile(regexes({"ab+c"}), kSmall);
  const auto bad = PatternDatabase::compile(regexes({"ab+c", "a.{1,900}b.{1,900}c"}), kSmall);
  std::signal(SIGCHLD, SIG_DFL);
  ASSERT_TRUE(good.has_value());
  EXPECT_NE(good->part(PatternDatabase::regexes), nullptr);
  EXPECT_FALSE(bad.has_value());
}

}  // namespace
}  // namespace tamis::test
