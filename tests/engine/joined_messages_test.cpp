// Words split over a sender's messages, through the doors that embedders use.
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/pipeline.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

constexpr std::string_view kJoinedRules =
    "rules:\n"
    "- {id: word, title: A word, severity: high, terms: [badword, 加微信], tests: {hit: badword, "
    "miss: x}}\n"
    "- {id: fee, title: A fee, severity: high, all: [{terms: [prize]}, {terms: [fee]}], within: 40,"
    " tests: {hit: prize fee, miss: fee}}\n"
    "- {id: kind, title: Kind words, severity: high, terms: [pay now], unless: [{terms: [do not "
    "pay "
    "now]}], tests: {hit: pay now, miss: do not pay now}}\n";

class JoinedMessagesTest : public testing::Test {
 protected:
  Action say(std::string_view sender, std::string_view text, std::string_view channel = "c") {
    id_ = fmt::format("\"m{}\"", ++count_);
    const Screening screening =
        screener_.screen({.text = text, .id = id_, .channel = channel, .sender = sender});
    EXPECT_EQ(screener_.json().find('\n'), screener_.json().size() - 1) << "one verdict";
    return screening.action();
  }

  std::shared_ptr<const RuleSet> rules_ = test::load(kJoinedRules);
  Screener screener_{rules_, {.join = {.window = 4}}};
  std::string id_;
  int count_ = 0;
};

TEST_F(JoinedMessagesTest, AWordALetterAtATime) {
  Screener wide(rules_, {.join = {.window = 7}});
  const std::string_view letters = "badword";
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const Screening screening = wide.screen({.text = letters.substr(i, 1), .sender = "s"});
    EXPECT_EQ(screening.action(), i + 1 < letters.size() ? Action::allow : Action::block);
  }
}

TEST_F(JoinedMessagesTest, ChineseACharacterAtATime) {
  EXPECT_EQ(say("s", "加"), Action::allow);
  EXPECT_EQ(say("s", "微"), Action::allow);
  EXPECT_EQ(say("s", "信"), Action::block);
}

TEST_F(JoinedMessagesTest, PartsOfARuleAndTheMessagesAreNamed) {
  EXPECT_EQ(say("s", "you won a prize"), Action::allow);
  EXPECT_EQ(say("s", "just send the fee"), Action::block);
  const std::string_view json = screener_.json();
  EXPECT_NE(
      json.find(R"("messages":[{"id":"m1","span":{"byte":[10,15],"char":[10,15],"utf16":[10,15]}},)"
                R"({"id":"m2","span":{"byte":[0,17])"),
      std::string_view::npos)
      << json;
  EXPECT_NE(json.find(R"("messages":[{"id":"m2","span":{"byte":[14,17])"), std::string_view::npos)
      << json;
}

TEST_F(JoinedMessagesTest, WhatWasToldIsNotToldAgain) {
  say("s", "you won a prize");
  EXPECT_EQ(say("s", "just send the fee"), Action::block);
  EXPECT_EQ(say("s", "hello"), Action::allow);
}

TEST_F(JoinedMessagesTest, OnlyOfOneSenderInOneChannel) {
  say("s", "you won a prize");
  EXPECT_EQ(say("t", "just send the fee"), Action::allow);
  EXPECT_EQ(say("s", "just send the fee", "d"), Action::allow);
  EXPECT_EQ(say("", "you won a prize"), Action::allow);
  EXPECT_EQ(say("", "just send the fee"), Action::allow) << "nobody is no sender";
}

TEST_F(JoinedMessagesTest, OnlyTheLastFew) {
  say("s", "you won a prize");
  for (const char* const text : {"one", "two", "three"}) say("s", text);
  EXPECT_EQ(say("s", "fee"), Action::allow);
}

TEST_F(JoinedMessagesTest, WhatExcusesExcuses) {
  say("s", "do not");
  EXPECT_EQ(say("s", "pay now"), Action::block) << "the message alone has no excuse";
  say("t", "do not pay");
  EXPECT_EQ(say("t", "now"), Action::allow);
}

TEST_F(JoinedMessagesTest, WhatHitOftenBeforeHidesNothing) {
  EXPECT_EQ(say("s", test::repeat("badword ", 31)), Action::block);
  say("s", "badword badword badword");
  EXPECT_EQ(say("s", "b a d w"), Action::allow);
  EXPECT_EQ(say("s", "o r d"), Action::block);
}

/// Ten messages that match a regex in all their places, so that the joined text is refused.
TEST_F(JoinedMessagesTest, WhatCannotBeScreenedJoinedIsNotPassed) {
  const auto rules = test::load(
      "rules:\n"
      "- {id: pair, title: A pair, severity: high, all: [{regex: '\\d'}, {terms: [abc]}], tests: "
      "{hit: 1 abc, miss: x}}\n");
  Screener screener(rules, {.join = {.window = 16}});
  const std::string digits = test::repeat("1 ", 120);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(screener.screen({.text = digits, .sender = "s"}).action(), Action::allow);
  }
  const Screening screening = screener.screen({.text = "abc", .sender = "s"});
  EXPECT_EQ(screening.action(), Action::unscreened);
  EXPECT_EQ(screening.fault(), Fault::too_many_matches);
}

TEST_F(JoinedMessagesTest, LongMessagesAreLeftOut) {
  say("s", "you won a prize");
  say("s", std::string(SenderWindows::kLongest + 1, 'x'));
  EXPECT_EQ(say("s", "fee"), Action::block);
}

TEST_F(JoinedMessagesTest, TheSenderSilentLongestIsForgotten) {
  Screener small(rules_, {.join = {.window = 4, .senders = 2}});
  for (const char* const sender : {"a", "b", "c"})
    small.screen({.text = "you won a prize", .sender = sender});
  EXPECT_EQ(small.screen({.text = "fee", .sender = "a"}).action(), Action::allow);
  EXPECT_EQ(small.screen({.text = "fee", .sender = "c"}).action(), Action::block);
}

TEST_F(JoinedMessagesTest, OneSenderAtLeastIsRemembered) {
  Screener screener(rules_, {.join = {.window = 4, .senders = 0}});
  for (const std::string_view text : {"加", "微"})
    EXPECT_EQ(screener.screen({.text = text, .sender = "s"}).action(), Action::allow);
  EXPECT_EQ(screener.screen({.text = "信", .sender = "s"}).action(), Action::block);
}

TEST_F(JoinedMessagesTest, SendersWithHugeNamesAreNotRemembered) {
  const std::string huge(2'000, 's');
  for (const std::string_view text : {"加", "微", "信"}) EXPECT_EQ(say(huge, text), Action::allow);
}

TEST_F(JoinedMessagesTest, OffByDefault) {
  Screener plain(rules_);
  plain.screen({.text = "you won a prize", .sender = "s"});
  EXPECT_EQ(plain.screen({.text = "fee", .sender = "s"}).action(), Action::allow);
}

TEST_F(JoinedMessagesTest, OverBatchesAndWorkersAsOverOne) {
  std::string ndjson;
  for (int i = 0; i < 3000; ++i) {
    const char* const text = i % 7 == 0 ? "a prize" : i % 5 == 0 ? "the fee" : "good morning";
    ndjson += fmt::format("{{\"id\":{},\"sender\":\"s{}\",\"text\":\"{}\"}}\n", i, i % 11, text);
  }
  std::string expected;
  Screener screener(rules_, {.join = {.window = 4}});
  for (std::size_t at = 0, line = 1; at < ndjson.size(); ++line) {
    const std::size_t end = ndjson.find('\n', at) + 1;
    expected += screener.screen_line(std::string_view(ndjson).substr(at, end - at), line);
    at = end;
  }
  EXPECT_NE(expected.find("\"messages\":"), std::string::npos);
  for (const unsigned workers : {1U, 2U, 5U}) {
    Pipeline pipeline(rules_, {.workers = workers, .join = {.window = 4}, .slice = 512});
    std::thread intake([&] {
      EXPECT_TRUE(pipeline.submit(ndjson));
      pipeline.finish();
    });
    std::string got;
    while (const VerdictBatch* batch = pipeline.take()) got += batch->ndjson();
    intake.join();
    EXPECT_EQ(got, expected) << workers;
  }
}

}  // namespace
}  // namespace tamis
