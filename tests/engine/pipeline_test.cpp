#include "tamis/pipeline.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <stdexcept>
#include <thread>
#include <tuple>

#include <gtest/gtest.h>

#include "engine/broken_source.h"
#include "engine/stream_samples.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

using namespace std::chrono_literals;

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string take_all(Pipeline& pipeline) {
  std::string output;
  while (const VerdictBatch* batch = pipeline.take()) output += batch->ndjson();
  return output;
}

std::string screened(const std::shared_ptr<const RuleSet>& rules, std::string_view input,
                     Pipeline::Options options) {
  Pipeline pipeline(rules, std::move(options));
  std::thread intake([&] {
    pipeline.submit(input);
    pipeline.finish();
  });
  std::string output = take_all(pipeline);
  intake.join();
  return output;
}

/// The first line in which two outputs differ, of both.
std::string first_difference(std::string_view got, std::string_view expected) {
  const auto at = std::size_t(std::ranges::mismatch(got, expected).in1 - got.begin());
  const auto line = [at](std::string_view text) {
    const std::size_t begin = text.rfind('\n', at - 1) + 1;
    return std::string(text.substr(begin, text.find('\n', begin) - begin));
  };
  return line(got) + "\n not  " + line(expected);
}

constexpr std::string_view kPipelineRules =
    "rules:\n- {id: fee, title: A fee, severity: high, terms: [fee], tests: {hit: fee, miss: x}}\n";

TEST(PipelineOnRealLines, GivesWhatTheScreenerGivesByteForByte) {
  const auto rules = test::talkative_rules();
  ASSERT_NE(rules, nullptr);
  const auto lines = test::sample_lines();
  Screener screener(rules);
  std::string expected;
  std::size_t count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    expected += screener.screen_line(lines[i], i + 1);
    count += !is_blank(lines[i]);
  }
  EXPECT_EQ(std::size_t(std::ranges::count(expected, '\n')), count)
      << "one verdict for each line that is not blank";
  for (const std::string_view action : {"allow", "review", "block", "unscreened"}) {
    EXPECT_NE(expected.find("\"action\":\"" + std::string(action)), std::string::npos)
        << "the samples are too tame";
  }

  const std::string input = joined(lines);
  for (const unsigned workers : {1U, 2U, 5U}) {
    for (const std::size_t slice :
         {std::size_t{64}, std::size_t{1} << 10, std::size_t{128} << 10}) {
      const std::string output = screened(rules, input, {.workers = workers, .slice = slice});
      EXPECT_TRUE(output == expected) << workers << " workers, slices of " << slice << "; "
                                      << first_difference(output, expected);
    }
  }
}

TEST(PipelineOnRealLines, MessagesGetWhatLinesGet) {
  const auto rules = test::talkative_rules();
  ASSERT_NE(rules, nullptr);
  std::vector<Message> messages;
  std::string lines;
  std::vector<std::string> ids;
  for (int i = 0; i < 3000; ++i) ids.push_back(std::to_string(i));
  const std::vector<std::string_view> texts{"what is the time?", "x", "的 是", "you and you", "in"};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const std::string_view text = texts[i % texts.size()];
    messages.push_back(
        {.text = text, .id = ids[i], .channel = "c", .sender = "s", .kind = "comment"});
    lines += "{\"id\":" + ids[i] + ",\"text\":\"" + std::string(text) +
             "\",\"channel\":\"c\",\"sender\":\"s\",\"kind\":\"comment\"}\n";
  }
  for (const std::size_t slice : {std::size_t{1}, std::size_t{1000}, std::size_t{128} << 10}) {
    Pipeline pipeline(rules, {.workers = 2, .slice = slice});
    std::thread intake([&] {
      pipeline.submit(messages);
      pipeline.finish();
    });
    const std::string output = take_all(pipeline);
    intake.join();
    EXPECT_TRUE(output == screened(rules, lines, {.workers = 2})) << "slices of " << slice;
  }
}

class PipelineTest : public testing::Test {
 protected:
  std::shared_ptr<const RuleSet> rules_ = test::load(kPipelineRules);
};

TEST_F(PipelineTest, NothingInNothingOut) {
  Pipeline pipeline(rules_, {.workers = 2});
  pipeline.finish();
  EXPECT_EQ(pipeline.take(), nullptr);
  EXPECT_EQ(pipeline.take(), nullptr);
}

TEST_F(PipelineTest, OnlyBlankLinesInNoVerdictsOut) {
  EXPECT_EQ(screened(rules_, "\n\n  \n\r\n", {.workers = 2}), "");
  EXPECT_EQ(screened(rules_, "", {.workers = 2}), "");
}

TEST_F(PipelineTest, TakeWaitsForAFinishThatComesLater) {
  Pipeline pipeline(rules_, {.workers = 1});
  std::thread finisher([&] {
    std::this_thread::sleep_for(50ms);
    pipeline.finish();
  });
  EXPECT_EQ(pipeline.take(), nullptr);
  finisher.join();
}

TEST_F(PipelineTest, TheLastLineNeedsNoEnd) {
  EXPECT_EQ(screened(rules_, "{\"text\":\"x\"}\n{\"text\":\"y\"}", {.workers = 1}),
            "{\"line\":1,\"action\":\"allow\"}\n{\"line\":2,\"action\":\"allow\"}\n");
}

TEST_F(PipelineTest, LinesAreCountedOverAllThatIsSubmitted) {
  Pipeline pipeline(rules_, {.workers = 1});
  pipeline.submit("{\"text\":\"x\"}\n\n{\"text\":\"x\"}");
  pipeline.submit("\xEF\xBB\xBF{\"text\":\"x\"}\n");
  pipeline.finish();
  EXPECT_EQ(take_all(pipeline),
            "{\"line\":1,\"action\":\"allow\"}\n{\"line\":3,\"action\":\"allow\"}\n{\"line\":4,"
            "\"action\":\"allow\"}\n");
}

TEST_F(PipelineTest, ALineThatIsTooLongIsToldInItsPlace) {
  const std::string good = "{\"text\":\"x\"}";
  const std::string input =
      good + "\n{\"text\":\"" + std::string(5000, 'x') + "\"}\n" + good + "\n";
  for (const std::size_t slice : {std::size_t{16}, std::size_t{128} << 10}) {
    EXPECT_EQ(screened(rules_, input, {.workers = 2, .slice = slice, .max_line = 1000}),
              "{\"line\":1,\"action\":\"allow\"}\n"
              "{\"line\":2,\"action\":\"unscreened\",\"error\":{\"code\":\"line_too_long\","
              "\"message\":\"the line is longer than the limit\"}}\n"
              "{\"line\":3,\"action\":\"allow\"}\n");
  }
}

TEST_F(PipelineTest, AnEmptyTextInAMessageIsAllowedAndAMissingOneIsNot) {
  const Message empty[] = {{.text = "", .id = "1"}};
  const Message mixed[] = {{.text = "x", .id = "2"}, {.text = "", .id = "3"}, {.id = "4"}};
  Pipeline pipeline(rules_, {.workers = 1});
  pipeline.submit(empty);
  pipeline.submit(mixed);
  pipeline.finish();
  EXPECT_EQ(take_all(pipeline),
            "{\"id\":1,\"action\":\"allow\"}\n{\"id\":2,\"action\":\"allow\"}\n{\"id\":3,"
            "\"action\":\"allow\"}\n"
            "{\"id\":4,\"action\":\"unscreened\",\"error\":{\"code\":\"missing_text\",\"message\":"
            "\"the message has no text\"}}\n");
}

TEST_F(PipelineTest, VerdictsCanBeReadWithoutJson) {
  Pipeline pipeline(rules_, {.workers = 1});
  pipeline.submit("{\"text\":\"x\"}\n{\"text\":\"a fee\",\"id\":\"b\"}\n{\n");
  pipeline.finish();
  const VerdictBatch* batch = pipeline.take();
  ASSERT_NE(batch, nullptr);
  ASSERT_EQ(batch->size(), 3U);
  EXPECT_EQ((*batch)[0].action(), Action::allow);
  EXPECT_EQ((*batch)[1].action(), Action::block);
  EXPECT_EQ((*batch)[1].message().text, "a fee");
  EXPECT_EQ(batch->rules().rules()[(*batch)[1].findings()[0].rule].id, "test/fee");
  EXPECT_EQ((*batch)[2].fault(), Fault::invalid_json);
  EXPECT_EQ(pipeline.take(), nullptr);
}

TEST_F(PipelineTest, ASlowReaderStopsTheIntakeAndNothingIsLost) {
  Pipeline pipeline(rules_, {.workers = 2, .slice = 64});
  EXPECT_TRUE(pipeline.has_room());
  constexpr int kMessages = 1000;
  std::atomic<int> submitted = 0;
  std::thread intake([&] {
    for (int i = 0; i < kMessages; ++i) {
      pipeline.submit("{\"id\":" + std::to_string(i) + ",\"text\":\"x\"}\n");
      ++submitted;
    }
    pipeline.finish();
  });
  // With nobody taking, it comes to a halt.
  const auto deadline = std::chrono::steady_clock::now() + 30s;
  while (pipeline.has_room() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(1ms);
  EXPECT_FALSE(pipeline.has_room());
  std::this_thread::sleep_for(200ms);
  const int at_halt = submitted;
  EXPECT_GT(at_halt, 0);
  EXPECT_LT(at_halt, 50) << "the pool should hold a few batches a worker";
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(submitted, at_halt);

  std::string expected;
  for (int i = 0; i < kMessages; ++i)
    expected += "{\"id\":" + std::to_string(i) + ",\"action\":\"allow\"}\n";
  EXPECT_EQ(take_all(pipeline), expected);
  intake.join();
  EXPECT_EQ(submitted, kMessages);
}

// One thread that feeds and takes in turn relies on this.
TEST_F(PipelineTest, WhereThereIsRoomASubmitDoesNotWait) {
  for (const bool messages_first : {false, true}) {
    auto pipeline = std::make_shared<Pipeline>(rules_, Pipeline::Options{.workers = 1});
    const Message message[] = {{.text = "x"}};
    bool stuck = false;
    for (int i = 0; i < 100 && pipeline->has_room() && !stuck; ++i) {
      auto done = std::make_shared<std::promise<void>>();
      auto waiting = done->get_future();
      std::thread([=] {
        if (messages_first && i < 4) {
          pipeline->submit(message);
        } else {
          pipeline->submit("{\"text\":\"x\"}\n");
        }
        done->set_value();
      }).detach();
      stuck = waiting.wait_for(3s) != std::future_status::ready;
      EXPECT_FALSE(stuck) << "has_room() said so, but submit waits; " << i << " submitted before"
                          << (messages_first ? ", messages first" : "");
    }
    if (stuck) pipeline->take();
    if (stuck) pipeline->take();
    std::this_thread::sleep_for(10ms);
  }
}

TEST_F(PipelineTest, ReloadChangesLaterVerdictsAndLosesNothing) {
  const auto other = test::load(
      "rules:\n- {id: fee, title: Another, severity: low, terms: [fee], tests: {hit: fee, miss: "
      "x}}\n");
  ASSERT_NE(other, nullptr);
  ASSERT_NE(other->id(), rules_->id());
  Pipeline pipeline(rules_, {.workers = 3, .slice = 64});
  std::string before;
  std::string after;
  for (int i = 0; i < 5000; ++i)
    (i < 2500 ? before : after) += "{\"id\":" + std::to_string(i) + ",\"text\":\"fee\"}\n";
  std::atomic<bool> is_reloaded = false;
  std::thread intake([&] {
    pipeline.submit(before);
    pipeline.reload(other);
    is_reloaded = true;
    pipeline.submit(after);
    pipeline.finish();
  });
  const std::string output = take_all(pipeline);
  intake.join();
  const auto verdicts = test::lines_of(output);
  ASSERT_EQ(verdicts.size(), 5000U);
  bool seen_old = false;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    EXPECT_TRUE(verdicts[i].starts_with("{\"id\":" + std::to_string(i) + ",")) << verdicts[i];
    const bool is_new = verdicts[i].find(other->id()) != std::string::npos;
    EXPECT_TRUE(is_new || verdicts[i].find(rules_->id()) != std::string::npos);
    seen_old |= !is_new;
    EXPECT_TRUE(is_new || i < 2500) << verdicts[i];
  }
  EXPECT_TRUE(seen_old);
}

TEST_F(PipelineTest, AReloadCountsFromTheNextBatchOn) {
  Pipeline pipeline(test::load(kPipelineRules), {.workers = 2});
  pipeline.submit("{\"text\":\"x\"}\n");
  ASSERT_NE(pipeline.take(), nullptr);
  pipeline.reload(rules_);
  for (int i = 0; i < 50; ++i) {
    pipeline.submit("{\"text\":\"fee\"}\n");
    const VerdictBatch* batch = pipeline.take();
    ASSERT_NE(batch, nullptr);
    EXPECT_EQ(&batch->rules(), rules_.get());
  }
}

TEST_F(PipelineTest, AfterFinishNothingIsTaken) {
  Pipeline pipeline(rules_, {.workers = 1});
  EXPECT_TRUE(pipeline.submit("{\"text\":\"x\"}"));
  pipeline.finish();
  const Message message[] = {{.text = "x"}};
  EXPECT_FALSE(pipeline.submit("{\"text\":\"y\"}"));
  EXPECT_FALSE(pipeline.submit(message));
  EXPECT_EQ(take_all(pipeline), "{\"line\":1,\"action\":\"allow\"}\n");
}

TEST_F(PipelineTest, MayBeDestroyedWithVerdictsNotTaken) {
  for (int round = 0; round < 50; ++round) {
    Pipeline pipeline(rules_, {.workers = 2, .slice = 64});
    for (int i = 0; i < round % 5; ++i) pipeline.submit("{\"text\":\"fee\"}\n");
    if (round % 3 == 0 && round % 5 > 0) pipeline.take();
    if (round % 2 == 0) pipeline.finish();
  }
}

TEST_F(PipelineTest, ManySmallSubmitsFromManyThreadsGetOneVerdictEach) {
  Pipeline pipeline(rules_, {.workers = 3});
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 4; ++sender) {
    senders.emplace_back([&, sender] {
      for (int i = 0; i < 500; ++i) {
        pipeline.submit("{\"id\":" + std::to_string(sender * 1000 + i) + ",\"text\":\"x\"}\n");
      }
    });
  }
  std::thread finisher([&] {
    for (std::thread& sender : senders) sender.join();
    pipeline.finish();
  });
  std::vector<int> last(4, -1);
  std::size_t count = 0;
  while (const VerdictBatch* batch = pipeline.take()) {
    for (std::size_t i = 0; i < batch->size(); ++i, ++count) {
      const int id = std::stoi(std::string((*batch)[i].message().id));
      EXPECT_EQ(id % 1000, last[std::size_t(id / 1000)] + 1)
          << "each sender's messages keep their order";
      last[std::size_t(id / 1000)] = id % 1000;
    }
  }
  finisher.join();
  EXPECT_EQ(count, 2000U);
}

Result<std::size_t> throws() {
  throw std::runtime_error("thrown");
}

TEST_F(PipelineTest, ASourceThatBreaksIsToldAndWhatWasReadIsScreened) {
  test::BrokenSource source("{\"text\":\"x\"}\n{\"text\":\"x\"}\n",
                            [] { return failure("it broke"); });
  Pipeline pipeline(rules_, {.workers = 1});
  const auto fed = pipeline.feed(source);
  ASSERT_FALSE(fed);
  EXPECT_EQ(fed.error().message, "it broke");
  pipeline.finish();
  EXPECT_EQ(take_all(pipeline),
            "{\"line\":1,\"action\":\"allow\"}\n{\"line\":2,\"action\":\"allow\"}\n");
}

TEST_F(PipelineTest, WhatASourceThrowsIsThrownByFeedAndHarmsNothingElse) {
  test::BrokenSource source("", throws);
  Pipeline pipeline(rules_, {.workers = 2});
  EXPECT_TRUE(pipeline.submit("{\"text\":\"x\"}\n"));
  for (int i = 0; i < 20; ++i)
    EXPECT_THROW(std::ignore = pipeline.feed(source), std::runtime_error);
  EXPECT_TRUE(pipeline.submit("{\"text\":\"x\"}\n"));
  pipeline.finish();
  EXPECT_EQ(take_all(pipeline),
            "{\"line\":1,\"action\":\"allow\"}\n{\"line\":2,\"action\":\"allow\"}\n");
}

TEST_F(PipelineTest, LinesReadBeforeASourceThrowsAreScreened) {
  test::BrokenSource source("{\"text\":\"x\"}\n{\"text\":\"x\"}\n{\"te", throws);
  Pipeline pipeline(rules_, {.workers = 1});
  EXPECT_THROW(std::ignore = pipeline.feed(source), std::runtime_error);
  pipeline.finish();
  EXPECT_EQ(take_all(pipeline),
            "{\"line\":1,\"action\":\"allow\"}\n{\"line\":2,\"action\":\"allow\"}\n");
}

// Batches of lines, which workers read in turns, and of messages take their places in one stream.
TEST_F(PipelineTest, FeedsAndMessagesInTurnKeepTheirOrder) {
  for (const unsigned workers : {1U, 2U, 4U}) {
    Pipeline pipeline(rules_, {.workers = workers, .slice = 100});
    std::string expected;
    std::thread intake([&] {
      int id = 0;
      const auto next = [&] {
        expected += "{\"id\":" + std::to_string(id) + ",\"action\":\"allow\"}\n";
        return std::to_string(id++);
      };
      for (int round = 0; round < 300; ++round) {
        std::string lines;
        for (int i = 0; i < round % 20; ++i) lines += "{\"id\":" + next() + ",\"text\":\"x\"}\n";
        pipeline.submit(lines);
        std::vector<std::string> ids;
        for (int i = 0; i < round % 7; ++i) ids.push_back(next());
        std::vector<Message> messages;
        for (const std::string& own : ids) messages.push_back({.text = "x", .id = own});
        pipeline.submit(messages);
      }
      pipeline.finish();
    });
    const std::string output = take_all(pipeline);
    intake.join();
    EXPECT_TRUE(output == expected) << workers << " workers";
  }
}

}  // namespace
}  // namespace tamis
