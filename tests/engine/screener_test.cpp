#include "tamis/screener.h"

#include <gtest/gtest.h>

#include "support/support.h"

namespace tamis {
namespace {

constexpr std::string_view kScreenerRules =
    "rules:\n- {id: fee, title: A fee, severity: high, terms: [fee, 手续费], tests: {hit: fee, "
    "miss: x}}\n";

class ScreenerTest : public testing::Test {
 protected:
  std::shared_ptr<const RuleSet> rules_ = test::load(kScreenerRules);
  Screener screener_{rules_};
};

TEST_F(ScreenerTest, ScreensATextAtOnce) {
  EXPECT_EQ(screener_.screen("good morning").action(), Action::allow);
  const Screening screening = screener_.screen("pay the 手续费");
  EXPECT_EQ(screening.action(), Action::block);
  ASSERT_EQ(screening.findings().size(), 1U);
  const Finding& finding = screening.findings()[0];
  EXPECT_EQ(screener_.rules().rules()[finding.rule].id, "test/fee");
  EXPECT_EQ(finding.span, (TextSpan{8, 17}));
  ASSERT_EQ(screening.parts(finding).size(), 1U);
}

TEST_F(ScreenerTest, AnEmptyTextIsAllowedEvenAsTheFirst) {
  EXPECT_EQ(Screener(rules_).screen("").action(), Action::allow);
  screener_.screen("something before");
  EXPECT_EQ(screener_.screen("").action(), Action::allow);
}

TEST_F(ScreenerTest, AMessageWithoutATextIsUnscreenedEvenAfterOthers) {
  EXPECT_EQ(screener_.screen(Message{}).fault(), Fault::missing_text);
  screener_.screen("something before");
  EXPECT_EQ(screener_.screen(Message{}).fault(), Fault::missing_text);
}

TEST_F(ScreenerTest, WhatIsNotUtf8IsUnscreened) {
  for (const std::string_view text :
       {"\xFF", "fee \xC3", "fee \xED\xA0\x80", "\xC0\x80 fee", "\xF4\x90\x80\x80"}) {
    const Screening screening = screener_.screen(text);
    EXPECT_EQ(screening.action(), Action::unscreened);
    EXPECT_EQ(screening.fault(), Fault::invalid_utf8);
    EXPECT_TRUE(screening.findings().empty());
  }
  EXPECT_EQ(screener_.screen({.text = "x", .channel = "\xFF"}).fault(), Fault::invalid_utf8);
  EXPECT_EQ(screener_.screen("fee").action(), Action::block)
      << "the next one is none the worse for it";
}

TEST_F(ScreenerTest, AFaultInTheCallersMessageIsNotTakenOver) {
  EXPECT_EQ(screener_.screen({.text = "fee", .fault = Fault::invalid_json}).action(),
            Action::block);
}

TEST_F(ScreenerTest, ATextMayLieAnywhere) {
  // Ends at an unreadable page, were it scanned where it lies.
  for (std::size_t size = 1; size < 200; ++size) {
    auto text = std::make_unique<char[]>(size);
    std::fill_n(text.get(), size, 'x');
    EXPECT_EQ(screener_.screen({text.get(), size}).action(), Action::allow);
  }
}

TEST_F(ScreenerTest, ATextThatIsTooLargeIsUnscreened) {
  std::string text(std::size_t{16} << 20, ' ');
  EXPECT_EQ(screener_.screen(text).action(), Action::allow);
  text += ' ';
  EXPECT_EQ(screener_.screen(text).fault(), Fault::line_too_long);
}

TEST_F(ScreenerTest, JsonIsTheLastMessagesVerdict) {
  EXPECT_EQ(screener_.json(), "");
  screener_.screen({.text = "x", .id = "1"});
  EXPECT_EQ(screener_.json(), "{\"id\":1,\"action\":\"allow\"}\n");
  EXPECT_EQ(screener_.json(), "{\"id\":1,\"action\":\"allow\"}\n");
  screener_.screen("\xFF");
  EXPECT_EQ(screener_.json(),
            "{\"action\":\"unscreened\",\"error\":{\"code\":\"invalid_utf8\",\"message\":\"the "
            "line is not valid UTF-8\"}}\n");
}

TEST_F(ScreenerTest, ScreensALine) {
  EXPECT_EQ(screener_.screen_line("{\"text\":\"x\"}", 12), "{\"line\":12,\"action\":\"allow\"}\n");
  EXPECT_EQ(screener_.screen_line("{\"text\":\"x\"}\n", 13),
            "{\"line\":13,\"action\":\"allow\"}\n");
  EXPECT_EQ(screener_.screen_line("", 14), "");
  EXPECT_EQ(screener_.screen_line(" \r\n", 15), "");
}

TEST_F(ScreenerTest, FieldsMayStandElsewhere) {
  Screener screener(rules_,
                    {.fields = *FieldMap::make({.text = "/body/content", .id = "/meta/0"})});
  const std::string line(
      screener.screen_line(R"({"meta":[7],"body":{"content":"a fee"},"text":1})"));
  EXPECT_TRUE(line.starts_with("{\"id\":7,\"action\":\"block\"")) << line;
}

TEST_F(ScreenerTest, GoesOnWithOtherRules) {
  const auto others = test::load(
      "rules:\n- {id: toll, title: A, severity: high, terms: [toll], tests: {hit: toll, miss: "
      "x}}\n");
  screener_.screen("fee");
  screener_.reload(others);
  EXPECT_EQ(&screener_.rules(), others.get());
  EXPECT_EQ(screener_.screen("fee").action(), Action::allow);
  EXPECT_EQ(screener_.screen("toll").action(), Action::block);
}

TEST_F(ScreenerTest, KeepsItsRulesAlive) {
  std::weak_ptr<const RuleSet> watched = rules_;
  rules_.reset();
  EXPECT_EQ(screener_.screen("fee").action(), Action::block);
  Screener moved = std::move(screener_);
  EXPECT_EQ(moved.screen("fee").action(), Action::block);
  EXPECT_FALSE(watched.expired());
}

}  // namespace
}  // namespace tamis
