#include "tamis/judge/decision.h"

#include <gtest/gtest.h>

#include "support/support.h"

namespace tamis {
namespace {

/// Policies for three categories: fraud, profanity and self-harm.
class DecisionTest : public testing::Test {
 protected:
  enum : std::uint32_t { fraud, profanity, self_harm };

  static std::string rule(std::string_view term) {
    return "rules:\n- {id: a, title: A, severity: high, terms: [" + std::string(term) +
           "], tests: {hit: " + std::string(term) + ", miss: nothing}}\n";
  }

  static Policy policy(std::string_view yaml) {
    const test::TemporaryFolder folder;
    for (const std::string name : {"fraud", "profanity", "self-harm"}) {
      folder.write(name + "/pack.yaml",
                   "category: " + name + "\ntitle: T\ndescription: For tests.\n");
      folder.write(name + "/rules.yaml", rule("fee"));
    }
    folder.write("policies/default.yaml", "policy: default\n" + std::string(yaml));
    const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
    if (!loaded) {
      ADD_FAILURE() << render(loaded.error());
      return {};
    }
    return loaded->rules->policy();
  }

  static Action action(const Policy& policy, std::uint32_t category, double score,
                       const Message& message = {}) {
    const CategoryScore scores[] = {{category, score}};
    return decide(policy, message, scores).action;
  }
};

TEST_F(DecisionTest, WithoutScoresAMessageIsAllowed) {
  EXPECT_EQ(decide(policy("thresholds: {default: {review: 0.1, block: 0.1}}\n"), {}, {}).action,
            Action::allow);
}

TEST_F(DecisionTest, AThresholdCountsFromItselfOn) {
  const Policy p = policy("thresholds: {default: {review: 0.5, block: 0.85}}\n");
  EXPECT_EQ(action(p, fraud, 0.4999), Action::allow);
  EXPECT_EQ(action(p, fraud, 0.5), Action::review);
  EXPECT_EQ(action(p, fraud, 0.8499), Action::review);
  EXPECT_EQ(action(p, fraud, 0.85), Action::block);
  EXPECT_EQ(action(p, fraud, 1), Action::block);
}

TEST_F(DecisionTest, WithoutAThresholdAnActionIsNeverTaken) {
  EXPECT_EQ(action(policy(""), fraud, 1), Action::allow);
  EXPECT_EQ(action(policy("thresholds: {default: {review: 0.5}}\n"), fraud, 1), Action::review);
  EXPECT_EQ(action(policy("thresholds: {default: {block: 0.5}}\n"), fraud, 0.49), Action::allow);
  EXPECT_EQ(action(policy("thresholds: {default: {block: 0.5}}\n"), fraud, 0.5), Action::block);
}

TEST_F(DecisionTest, ACategoryThatIsNamedTakesNothingFromTheDefault) {
  const Policy p = policy(
      "thresholds: {default: {review: 0.5, block: 0.85}, self-harm: {review: 0.3}, profanity: "
      "{}}\n");
  EXPECT_EQ(action(p, self_harm, 1), Action::review);
  EXPECT_EQ(action(p, self_harm, 0.3), Action::review);
  EXPECT_EQ(action(p, profanity, 1), Action::allow);
  EXPECT_EQ(action(p, fraud, 1), Action::block);
}

TEST_F(DecisionTest, ADefaultInAnOverrideDoesNotReachACategoryThatIsNamed) {
  const Policy p = policy(
      "thresholds: {default: {review: 0.5, block: 0.85}, self-harm: {review: 0.5}}\n"
      "overrides: [{kind: nickname, thresholds: {default: {review: 0.1, block: 0.2}}}]\n");
  EXPECT_EQ(action(p, fraud, 0.2, {.kind = "nickname"}), Action::block);
  EXPECT_EQ(action(p, self_harm, 1, {.kind = "nickname"}), Action::review)
      << "self-harm must never be blocked";
  EXPECT_EQ(action(p, self_harm, 0.2, {.kind = "nickname"}), Action::allow);
}

TEST_F(DecisionTest, OverridesAreForChannelsByGlob) {
  const Policy p = policy(
      "thresholds: {default: {review: 0.5, block: 0.85}}\n"
      "overrides: [{channel: 'kids-*', thresholds: {profanity: {review: 0.1, block: 0.2}}}]\n");
  EXPECT_EQ(action(p, profanity, 0.3, {.channel = "kids-drawing"}), Action::block);
  EXPECT_EQ(action(p, profanity, 0.3, {.channel = "adults"}), Action::allow);
  EXPECT_EQ(action(p, profanity, 0.3), Action::allow);
  EXPECT_EQ(action(p, fraud, 0.3, {.channel = "kids-drawing"}), Action::allow)
      << "only profanity is named";
}

TEST_F(DecisionTest, OverridesAreForKindsAndAMessageWithoutOneIsAMessage) {
  const Policy p = policy("overrides: [{kind: message, thresholds: {default: {block: 0.2}}}]\n");
  EXPECT_EQ(action(p, fraud, 0.3), Action::block);
  EXPECT_EQ(action(p, fraud, 0.3, {.kind = "message"}), Action::block);
  EXPECT_EQ(action(p, fraud, 0.3, {.kind = "nickname"}), Action::allow);
}

TEST_F(DecisionTest, AnOverrideForBothNeedsBoth) {
  const Policy p =
      policy("overrides: [{channel: kids, kind: nickname, thresholds: {default: {block: 0.2}}}]\n");
  EXPECT_EQ(action(p, fraud, 0.3, {.channel = "kids", .kind = "nickname"}), Action::block);
  EXPECT_EQ(action(p, fraud, 0.3, {.channel = "kids"}), Action::allow);
  EXPECT_EQ(action(p, fraud, 0.3, {.kind = "nickname"}), Action::allow);
}

TEST_F(DecisionTest, TheLastOverrideWinsKeyByKey) {
  const Policy p = policy(
      "thresholds: {fraud: {review: 0.5, block: 0.9}}\n"
      "overrides:\n"
      "- {channel: '*', thresholds: {fraud: {review: 0.2}}}\n"
      "- {channel: 'a*', thresholds: {fraud: {block: 0.6}}}\n"
      "- {channel: 'ab*', thresholds: {fraud: {block: 0.7}}}\n");
  const auto effective = thresholds_for(p, {.channel = "abc"}, fraud);
  EXPECT_EQ(effective.review, 0.2);
  EXPECT_EQ(effective.review_from.clause, 1U);
  EXPECT_EQ(effective.block, 0.7);
  EXPECT_EQ(effective.block_from.clause, 3U);
}

TEST_F(DecisionTest, TheStrongestActionOfAnyCategoryIsTaken) {
  const Policy p = policy("thresholds: {default: {review: 0.5, block: 0.85}}\n");
  const CategoryScore scores[] = {{fraud, 0.6}, {profanity, 0.9}, {self_harm, 0.7}};
  const Decision decision = decide(p, {}, scores);
  EXPECT_EQ(decision.action, Action::block);
  EXPECT_EQ(decision.clause, 0U);
}

TEST_F(DecisionTest, ExemptSendersAreAllowed) {
  const Policy p =
      policy("thresholds: {default: {block: 0.1}}\nexempt: {senders: [system, 'announce-*']}\n");
  const CategoryScore scores[] = {{fraud, 1}};
  for (const std::string_view sender : {"system", "announce-bot"}) {
    EXPECT_EQ(decide(p, {.sender = sender}, scores).action, Action::allow) << sender;
    EXPECT_TRUE(decide(p, {.sender = sender}, scores).exempt) << sender;
  }
  for (const std::string_view sender : {"System", "my-announce-bot", ""}) {
    EXPECT_EQ(decide(p, {.sender = sender}, scores).action, Action::block) << sender;
    EXPECT_FALSE(decide(p, {.sender = sender}, scores).exempt) << sender;
  }
}

TEST_F(DecisionTest, AGlobForAllSendersDoesNotExemptOneWithoutAName) {
  const Policy p = policy("thresholds: {default: {block: 0.1}}\nexempt: {senders: ['*']}\n");
  EXPECT_EQ(action(p, fraud, 1, {.sender = "anybody"}), Action::allow);
  EXPECT_EQ(action(p, fraud, 1), Action::block);
}

TEST_F(DecisionTest, TheBuiltInPolicyReviewsFromAHalf) {
  const auto rules = test::load(rule("fee"));
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->policy().name, "built-in");
  EXPECT_EQ(action(rules->policy(), 0, 0.49), Action::allow);
  EXPECT_EQ(action(rules->policy(), 0, 0.5), Action::review);
  EXPECT_EQ(action(rules->policy(), 0, 0.85), Action::block);
}

}  // namespace
}  // namespace tamis
