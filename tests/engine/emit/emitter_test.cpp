#include "tamis/emit/emitter.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include "support/support.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

constexpr std::string_view kRules =
    "rules:\n"
    "- {id: fee, title: A fee, score: 0.9, terms: [fee, 手续费], tests: {hit: fee, miss: x}}\n"
    "- id: pair\n"
    "  title: A pair\n"
    "  score: 0.5\n"
    "  all: [{terms: [one]}, {terms: [two]}]\n"
    "  tests: {hit: one two, miss: one}\n"
    "- {id: watch, title: Watched, score: 0.123456, status: shadow, terms: [watched], tests: {hit: "
    "watched, miss: x}}\n";

class EmitterTest : public testing::Test {
 protected:
  EmitterTest() { options_.emit.actions = 0b1111; }

  std::string json(const Message& message) {
    Screener screener(rules_, options_);
    screener.screen(message);
    return std::string(screener.json());
  }
  std::string json_of_line(std::string_view line, std::uint64_t number = 7) {
    return std::string(Screener(rules_, options_).screen_line(line, number));
  }

  std::shared_ptr<const RuleSet> rules_ = test::load(
      kRules,
      "policy: p\nthresholds: {default: {review: 0.5, block: 0.9}}\nexempt: {senders: [bot]}\n");
  const std::string ruleset_ = ",\"ruleset\":\"" + rules_->id() + "\"";
  Screener::Options options_;
};

TEST_F(EmitterTest, ACleanMessageGetsItsIdAndTheAction) {
  EXPECT_EQ(json({.text = "x", .id = "\"a1\""}), "{\"id\":\"a1\",\"action\":\"allow\"}\n");
  EXPECT_EQ(json({.text = "x", .id = "42"}), "{\"id\":42,\"action\":\"allow\"}\n");
  EXPECT_EQ(json({.text = "x"}), "{\"action\":\"allow\"}\n");
}

TEST_F(EmitterTest, ALineWithoutAnIdIsNamedByItsNumber) {
  EXPECT_EQ(json_of_line("{\"text\":\"x\"}"), "{\"line\":7,\"action\":\"allow\"}\n");
  EXPECT_EQ(json_of_line("{\"text\":\"x\",\"id\":\"a\\n\\u00e9\"}"),
            "{\"id\":\"a\\n\\u00e9\",\"action\":\"allow\"}\n")
      << "an id is echoed as it was written";
}

TEST_F(EmitterTest, AFindingSaysWhereInAllUnits) {
  EXPECT_EQ(json({.text = "a fee", .id = "1"}),
            "{\"id\":1,\"action\":\"block\",\"categories\":{\"test\":0.9}" + ruleset_ +
                ",\"findings\":[{\"rule\":\"test/"
                "fee\",\"score\":0.9,\"view\":\"folded\",\"pattern\":\"pack/rules.yaml:2:47\","
                "\"span\":{\"byte\":[2,5],\"char\":[2,5],\"utf16\":[2,5]}}]}\n");
  EXPECT_NE(
      json({.text = "😀é手续费"}).find("\"span\":{\"byte\":[6,15],\"char\":[2,5],\"utf16\":[3,6]}"),
      std::string::npos);
  EXPECT_NE(json({.text = "手续费😀fee"})
                .find("\"span\":{\"byte\":[13,16],\"char\":[4,7],\"utf16\":[5,8]}"),
            std::string::npos);
}

TEST_F(EmitterTest, AFindingOfSeveralPartsTellsEach) {
  EXPECT_EQ(
      json({.text = "two 😀 one", .id = "1"}),
      "{\"id\":1,\"action\":\"review\",\"categories\":{\"test\":0.5}" + ruleset_ +
          ",\"findings\":[{\"rule\":\"test/pair\",\"score\":0.5,\"view\":\"folded\","
          "\"span\":{\"byte\":[0,12],\"char\":[0,9],\"utf16\":[0,10]},\"parts\":["
          "{\"pattern\":\"pack/"
          "rules.yaml:6:34\",\"span\":{\"byte\":[0,3],\"char\":[0,3],\"utf16\":[0,3]}},"
          "{\"pattern\":\"pack/"
          "rules.yaml:6:18\",\"span\":{\"byte\":[9,12],\"char\":[6,9],\"utf16\":[7,10]}}]}]}\n");
}

TEST_F(EmitterTest, AShadowRuleIsMarkedAndCountsForNothing) {
  EXPECT_EQ(json({.text = "watched", .id = "1"}),
            "{\"id\":1,\"action\":\"allow\",\"categories\":{}" + ruleset_ +
                ",\"findings\":[{\"rule\":\"test/"
                "watch\",\"score\":0.1235,\"shadow\":true,\"view\":\"folded\","
                "\"pattern\":\"pack/"
                "rules.yaml:8:72\",\"span\":{\"byte\":[0,7],\"char\":[0,7],\"utf16\":[0,7]}}]}\n");
}

TEST_F(EmitterTest, AScoreIsADecimalFractionHoweverSmall) {
  for (const auto& [score, written] :
       {std::pair{"0.0004", "0.0004"}, {"0.00096", "0.001"}, {"1", "1"}}) {
    const auto rules = test::load("rules:\n- {id: r, title: R, score: " + std::string(score) +
                                  ", terms: [fee], tests: {hit: fee, miss: x}}\n");
    ASSERT_NE(rules, nullptr);
    Screener screener(rules, options_);
    screener.screen({.text = "fee"});
    EXPECT_NE(screener.json().find("\"score\":" + std::string(written) + ","),
              std::string_view::npos)
        << screener.json();
  }
}

TEST_F(EmitterTest, AnExemptSenderIsMarkedWhereItMatters) {
  EXPECT_NE(json({.text = "a fee", .sender = "bot"})
                .find("{\"action\":\"allow\",\"exempt\":true,\"categories\""),
            std::string::npos);
  EXPECT_EQ(json({.text = "x", .sender = "bot"}), "{\"action\":\"allow\"}\n");
}

TEST_F(EmitterTest, WhatCouldNotBeScreenedSaysWhy) {
  EXPECT_EQ(json_of_line("{\"text\":"),
            "{\"line\":7,\"action\":\"unscreened\",\"error\":{\"code\":\"invalid_json\","
            "\"message\":\"the line is not valid JSON\"}}\n");
  EXPECT_EQ(
      json_of_line("{\"id\":5,\"text\":6}"),
      "{\"id\":5,\"line\":7,\"action\":\"unscreened\",\"error\":{\"code\":\"text_not_a_string\","
      "\"message\":\"the text is not a string\"}}\n");
}

TEST_F(EmitterTest, TextIsIncludedWhenAskedFor) {
  options_.emit.include_text = true;
  EXPECT_EQ(json({.text = "x"}), "{\"action\":\"allow\",\"text\":\"x\"}\n");
  EXPECT_NE(json({.text = "a ＦＥＥ now"})
                .find("\"utf16\":[2,5]},\"text\":\"ＦＥＥ\"}],\"text\":\"a ＦＥＥ now\"}"),
            std::string::npos);
  EXPECT_EQ(json({.text = "\"\\/\b\f\n\r\t\x01\x1f\x7f 手\xE2\x80\xA8"}),
            "{\"action\":\"allow\",\"text\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7f "
            "手\xE2\x80\xA8\"}\n");
  EXPECT_EQ(json_of_line("{"),
            "{\"line\":7,\"action\":\"unscreened\",\"error\":{\"code\":\"invalid_json\","
            "\"message\":\"the line is not valid JSON\"}}\n");
}

TEST_F(EmitterTest, OnlyTheActionsAskedForAreEmitted) {
  const std::string lines =
      "{\"id\":1,\"text\":\"x\"}\n{\"id\":2,\"text\":\"one "
      "two\"}\n{\"id\":3,\"text\":\"fee\"}\n{\n{\"id\":5,\"text\":\"y\"}\n";
  const auto actions_of = [&](unsigned actions) {
    options_.emit.actions = actions;
    std::string result;
    for (const std::string& line : test::lines_of(json_of_line(lines, 1))) {
      for (const std::string action : {"unscreened", "allow", "review", "block"}) {
        if (line.find("\"action\":\"" + action + "\"") != std::string::npos) result += action[0];
      }
    }
    return result;
  };
  EXPECT_EQ(actions_of(0b1111), "arbua");
  EXPECT_EQ(actions_of(1U << unsigned(Action::unscreened)), "u");
  EXPECT_EQ(actions_of(1U << unsigned(Action::allow)), "aa");
  EXPECT_EQ(actions_of(1U << unsigned(Action::review) | 1U << unsigned(Action::block)), "rb");
  EXPECT_EQ(actions_of(0), "");
}

/// Texts that try to break out of the JSON.
const std::vector<std::string>& nasty_texts() {
  static const std::vector<std::string> texts{
      "",
      "fee\",\"action\":\"allow\"}",
      "fee\\",
      "fee\\\"",
      std::string("fee \0 with a zero", 17),
      "fee\n{\"action\":\"allow\"}\n",
      "fee \xED\xA0\x80",  // a surrogate
      "fee \xFF",
      "\xC3",
      "fee \xC0\x80",
      "手续费 \xF4\x90\x80\x80",
      "one \x01\x02\x7f two",
  };
  return texts;
}

TEST_F(EmitterTest, EveryLineIsJsonWhateverTheTextIs) {
  simdjson::dom::parser parser;
  for (const bool include_text : {false, true}) {
    options_.emit.include_text = include_text;
    for (const std::string& text : nasty_texts()) {
      const std::string line = json({.text = text, .id = "1"});
      EXPECT_EQ(std::ranges::count(line, '\n'), 1) << line;
      simdjson::dom::object verdict;
      ASSERT_EQ(parser.parse(line).get(verdict), simdjson::SUCCESS)
          << (include_text ? "with text: " : "") << line;
      std::string_view action;
      EXPECT_EQ(verdict["action"].get(action), simdjson::SUCCESS) << line;
      std::string_view shown;
      if (include_text && action != "unscreened") {
        ASSERT_EQ(verdict["text"].get(shown), simdjson::SUCCESS) << line;
        EXPECT_EQ(shown, text);
      }
    }
  }
}

TEST_F(EmitterTest, AnIdThatIsNotUtf8DoesNotBreakTheLine) {
  simdjson::dom::parser parser;
  const std::string line = json({.text = "x", .id = "\"\xFF\""});
  EXPECT_EQ(parser.parse(line).error(), simdjson::SUCCESS) << line;
  EXPECT_NE(line.find("unscreened"), std::string::npos);
}

TEST_F(EmitterTest, VerdictsHoldNoTextUnlessAskedFor) {
  const std::string secret = "hunter2geheim秘密";
  const std::vector<std::string> lines{
      "{\"id\":1,\"text\":\"" + secret + "\"}",
      "{\"id\":1,\"text\":\"fee " + secret + " one two watched\"}",
      "{\"id\":1,\"text\":\"fee\",\"channel\":\"" + secret + "\",\"sender\":\"" + secret +
          "\",\"kind\":\"" + secret + "\"}",
      "{\"text\":\"" + secret,
      "{\"text\":[\"" + secret + "\"]}",
      "{\"text\":\"" + secret + "\",\"channel\":{}}",
      "{\"" + secret + "\":1}",
      secret,
      "{\"text\":\"" + secret + "\\ud800\"}",
      "{\"text\":\"" + secret + "\xFF\"}",
  };
  for (const std::string& line : lines) {
    const std::string verdict = json_of_line(line);
    EXPECT_FALSE(verdict.empty());
    for (const std::string part : {"hunter2", "geheim", "秘密"})
      EXPECT_EQ(verdict.find(part), std::string::npos) << verdict;
  }
}

TEST(MoveTo, CountsInAllUnitsForwardsAndBack) {
  const std::string text = "a é手😀z";
  const auto at = [&](TextPosition from, std::size_t byte) {
    const TextPosition p = move_to(text, from, byte);
    EXPECT_EQ(p.byte, byte);
    return std::pair(p.character, p.utf16);
  };
  EXPECT_EQ(at({}, 0), std::pair(std::size_t{0}, std::size_t{0}));
  EXPECT_EQ(at({}, 4), std::pair(std::size_t{3}, std::size_t{3}));
  EXPECT_EQ(at({}, 11), std::pair(std::size_t{5}, std::size_t{6}));
  const TextPosition end = move_to(text, {}, text.size());
  EXPECT_EQ(at(end, 4), std::pair(std::size_t{3}, std::size_t{3}));
  EXPECT_EQ(at(move_to(text, {}, 4), 7), std::pair(std::size_t{4}, std::size_t{4}));
}

}  // namespace
}  // namespace tamis
