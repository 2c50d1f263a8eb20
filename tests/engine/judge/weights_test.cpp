// Rules whose conditions weigh phrases.
#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/judge/evaluator.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

constexpr std::string_view kWeights =
    "threshold 1\n0.6 send\n0.5 money\n0.3 send money\n0.7 微信\n0.4 now\n-0.5 thanks\n";

/// A rule set of one pack; its rules are written without title, severity and tests.
std::shared_ptr<const RuleSet> rules_of(const std::vector<std::string>& rules) {
  test::TemporaryFolder folder;
  folder.write("test/pack.yaml", "{category: test, title: Test, description: For tests.}");
  folder.write("test/wording.txt", kWeights);
  folder.write("test/calm.txt", "threshold 1\n0.5 home\n0.5 mum\n");
  folder.write("test/many.txt",
               "threshold 0.5\n0.5 send\n0.2 b\n0.2 c\n0.2 d\n0.2 e\n0.2 f\n0.1 a\n0.1 g\n0.1 h\n");
  std::string file = "rules:\n";
  for (const std::string& rule : rules)
    file +=
        "- {title: T, severity: high, " + rule +
        (rule.find("tests:") == rule.npos ? ", tests: {hit: send money now, miss: x}}\n" : "}\n");
  folder.write("test/rules.yaml", file);
  auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  EXPECT_TRUE(loaded) << (loaded ? "" : render(loaded.error()));
  return loaded ? loaded->rules : nullptr;
}

class Weights : public testing::Test {
 protected:
  /// "rule: part@place + …" of each finding.
  std::vector<std::string> findings(Screener& screener, std::string_view text) {
    std::vector<std::string> result;
    const Screening screening = screener.screen(text);
    for (const Finding& finding : screening.findings()) {
      std::string& line = result.emplace_back(screener.rules().rules()[finding.rule].id.substr(5));
      const char* separator = ": ";
      for (const Part& part : screening.parts(finding)) {
        line.append(std::exchange(separator, " + "));
        line.append(text.substr(part.span.begin, part.span.size()));
        line.append("@" + std::to_string(part.span.begin));
      }
    }
    return result;
  }
};

using Found = std::vector<std::string>;

TEST_F(Weights, AreOneFindingOfThePhrasesThatWeighMost) {
  Screener screener(rules_of({"id: asks, weights: wording.txt"}));
  EXPECT_EQ(findings(screener, "Send MONEY now"), Found{"asks: Send@0 + MONEY@5 + now@11"});
  EXPECT_EQ(findings(screener, "now send it"), Found{"asks: now@0 + send@4"});
  EXPECT_EQ(findings(screener, "send me, thanks, money"), Found{});
  EXPECT_EQ(findings(screener, "加微信, send"), Found{"asks: 微信@3 + send@11"});
  const Screening screening = screener.screen("now send it");
  const auto parts = screening.parts(screening.findings()[0]);
  EXPECT_FLOAT_EQ(parts[0].weight, 0.4F);
  EXPECT_FLOAT_EQ(parts[1].weight, 0.6F);
}

TEST_F(Weights, StandWhereTermsDo) {
  Screener screener(rules_of({"id: both, all: [{weights: wording.txt}, {terms: [now]}]",
                              "id: either, any: [{weights: wording.txt}, {terms: [please]}]",
                              "id: near, all: [{weights: calm.txt}, {terms: [now]}], within: 5, "
                              "tests: {hit: home mum now, miss: x}"}));
  EXPECT_EQ(findings(screener, "please"), Found{"either: please@0"});
  EXPECT_EQ(findings(screener, "send money"), Found{"either: send@0 + money@5"});
  EXPECT_EQ(findings(screener, "send money now").size(), 2U);
  EXPECT_EQ(findings(screener, "now home, mum"), Found{"near: now@0 + home@4 + mum@10"});
  EXPECT_EQ(findings(screener, "now it is time to go home, mum"), Found{});
}

TEST_F(Weights, AreExcused) {
  Screener screener(rules_of({"id: unless, weights: wording.txt, unless: [dear mum]",
                              "id: none, weights: wording.txt, none: [dear mum]",
                              "id: allow, weights: wording.txt, allow: [send money home]"}));
  EXPECT_EQ(findings(screener, "send money now").size(), 3U);
  EXPECT_EQ(findings(screener, "dear mum, send money now"),
            (Found{"allow: send@10 + money@15 + now@21"}));
  // Without what is allowed, the rest does not weigh enough.
  EXPECT_EQ(findings(screener, "send money home now").size(), 2U);
  EXPECT_EQ(findings(screener, "send money home, send money now").size(), 3U);
  EXPECT_EQ(findings(screener, "send money now, send money home").size(), 3U);
  const std::string far = test::repeat(" word", 200);
  EXPECT_EQ(findings(screener, "send money home now" + far + " send money").size(), 3U);
  EXPECT_EQ(findings(screener, "send money" + far + " send money home now").size(), 3U);
  EXPECT_EQ(findings(screener, "send money home now, 微信 now").size(), 3U);
}

TEST_F(Weights, Excuse) {
  Screener screener(rules_of({"id: told, terms: [send], unless: [{weights: calm.txt}]"}));
  EXPECT_EQ(findings(screener, "send it home"), Found{"told: send@0"});
  EXPECT_EQ(findings(screener, "send it home, mum"), Found{});
}

TEST_F(Weights, OneFileIsOneModelWhereverItIsNamed) {
  Screener screener(rules_of({"id: one, weights: wording.txt", "id: two, weights: ./wording.txt",
                              "id: three, any: [{weights: wording.txt}, {weights: calm.txt}]"}));
  EXPECT_EQ(screener.rules().phrase_weights().models().size(), 2U);
  EXPECT_EQ(findings(screener, "send money").size(), 3U);
  EXPECT_EQ(findings(screener, "home, mum"), Found{"three: home@0 + mum@6"});
}

TEST_F(Weights, MessagesThatAreJoinedAreNotWeighed) {
  Screener screener(rules_of({"id: asks, weights: wording.txt"}), {.join = {.window = 5}});
  const auto action = [&](std::string_view text) {
    return screener.screen({.text = text, .sender = "s"}).action();
  };
  EXPECT_EQ(action("send"), Action::allow);
  EXPECT_EQ(action("money"), Action::allow);
  EXPECT_EQ(action("send money"), Action::block);
  EXPECT_EQ(action("now see you"), Action::allow);
}

TEST_F(Weights, OfManyTheHeaviestAreTold) {
  Screener screener(rules_of({"id: many, weights: many.txt"}));
  const Screening screening = screener.screen("send money now a b c d e f g h");
  ASSERT_EQ(screening.findings().size(), 1U);
  const auto parts = screening.parts(screening.findings()[0]);
  ASSERT_EQ(parts.size(), Evaluator::kMostPhrases);
  EXPECT_EQ(parts.front().span, (TextSpan{0, 4}));
  for (const Part& part : parts) EXPECT_GE(part.weight, 0.2F);
}

}  // namespace
}  // namespace tamis
