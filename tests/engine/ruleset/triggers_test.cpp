// Which regexes are scanned for, and by what.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/support.h"

namespace tamis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TriggersTest : public testing::Test {
 protected:
  /// Loads one rule: its conditions, and texts that it must hit and miss.
  void load(const std::string& conditions, const std::string& hit, const std::string& miss) {
    rules_ = test::load("rules:\n- {id: a, title: A, severity: low, " + conditions +
                        ", tests: {hit: ['" + hit + "'], miss: ['" + miss + "']}}\n");
    ASSERT_NE(rules_, nullptr);
  }

  std::vector<std::string> on_demand() const {
    std::vector<std::string> expressions;
    for (const Pattern& pattern : rules_->patterns()) {
      if (pattern.on_demand) expressions.push_back(pattern.expression);
    }
    return expressions;
  }

  const Pattern& pattern(std::size_t index) const { return rules_->patterns()[index]; }

  std::shared_ptr<const RuleSet> rules_;
};

TEST_F(TriggersTest, OfAllTheRarestPartIsLookedFor) {
  load("all: [{regex: '[0-9]+'}, {regex: 'bitcoin.*wallet'}]", "bitcoin 1 wallet", "bitcoin 1");
  EXPECT_THAT(on_demand(), ElementsAre("[0-9]+"));
}

TEST_F(TriggersTest, ARareTermWakesItsRule) {
  load("all: [{terms: [cryptocurrency]}, {regex: '[0-9]+'}]", "cryptocurrency 1", "1");
  EXPECT_THAT(on_demand(), ElementsAre("[0-9]+"));
}

TEST_F(TriggersTest, ACommonTermDoesNotIfARegexIsRare) {
  load("all: [{terms: [you]}, {regex: 'bitcoin.*wallet'}]", "you bitcoin wallet", "you");
  EXPECT_THAT(on_demand(), IsEmpty());
}

TEST_F(TriggersTest, OnlyTheRarestOfTheTermsWakesTheRule) {
  load("all: [{terms: [you]}, {terms: [cryptocurrency]}, {terms: [send]}]",
       "you send cryptocurrency", "you send");
  std::vector<bool> wakes;
  for (const Leaf& leaf : rules_->leaves()) wakes.push_back(leaf.wakes);
  EXPECT_THAT(wakes, ElementsAre(false, true, false));
}

TEST_F(TriggersTest, OfAnyAllAreLookedFor) {
  load("any: [{regex: '[0-9]+'}, {regex: 'bitcoin.*wallet'}], at_least: 2", "bitcoin 1 wallet",
       "bitcoin wallet");
  EXPECT_THAT(on_demand(), IsEmpty());
}

TEST_F(TriggersTest, WhatExcusesIsMatchedOnDemand) {
  load("regex: 'bitcoin.*wallet', unless: [{regex: 'no [a-z]+'}]", "bitcoin wallet",
       "no x bitcoin wallet");
  EXPECT_THAT(on_demand(), ElementsAre("no [a-z]+"));
}

TEST_F(TriggersTest, RareLiteralsStandInForARegex) {
  load("regex: 'bitcoin.*wallet|[0-9]{9}|ransom \\w+'", "ransom it", "9");
  EXPECT_THAT(pattern(0).required,
              ElementsAre(RequiredLiteral{"bitcoin"}, RequiredLiteral{"ransom "}));
  EXPECT_EQ(pattern(0).others, "[0-9]{9}");
}

TEST_F(TriggersTest, CommonOnesDoNot) {
  load("regex: 'you (\\w+ )?(are|were)'", "you were", "we were");
  EXPECT_THAT(pattern(0).required, IsEmpty());
  EXPECT_EQ(pattern(0).others, "");
}

}  // namespace
}  // namespace tamis
