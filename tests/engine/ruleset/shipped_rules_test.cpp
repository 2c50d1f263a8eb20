// The rules that ship, as any platform would load them.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/base/utf8.h"
#include "tamis/loader.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> kCategories{"fraud",     "spam",      "hoax",       "sexual",
                                        "violence",  "extremism", "harassment", "hate",
                                        "profanity", "self-harm"};

bool holds_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    if (c.value >= 0x4E00 && c.value <= 0x9FFF) return true;
    at += c.size;
  }
  return false;
}

void expect_all_categories(const RuleSet& rules) {
  std::set<std::string> names;
  for (const Category& category : rules.categories()) {
    names.insert(category.name);
    EXPECT_FALSE(category.title.empty() || category.description.empty()) << category.name;
  }
  EXPECT_EQ(names, kCategories);
}

void expect_rules_tested_in_both_languages(const RuleSet& rules) {
  for (std::uint32_t i = 0; i < rules.categories().size(); ++i) {
    std::size_t count = 0;
    std::map<std::pair<bool, bool>, std::size_t>
        tests;  // by whether it must hit, and whether it is Chinese
    for (const Rule& rule : rules.rules()) {
      if (rule.category != i) continue;
      ++count;
      for (const RuleTest& test : rule.tests) ++tests[{test.hit, holds_han(test.text)}];
    }
    const std::string& name = rules.categories()[i].name;
    EXPECT_GE(count, 5U) << name;
    for (const bool hit : {true, false}) {
      for (const bool chinese : {true, false}) {
        EXPECT_GT((tests[{hit, chinese}]), 0U) << name << " has no " << (hit ? "hit" : "miss")
                                               << " test in " << (chinese ? "Chinese" : "English");
      }
    }
  }
}

void expect_policies_that_never_block_self_harm(const RuleSet& rules, const fs::path& cache) {
  std::size_t count = 0;
  const auto& categories = rules.categories();
  const auto self_harm =
      std::ranges::find(categories, "self-harm", &Category::name) - categories.begin();
  for (const auto& entry : fs::directory_iterator(fs::path(SHIPPED_RULES) / "policies")) {
    const auto loaded =
        load_rules({.rules = SHIPPED_RULES, .policy = entry.path(), .cache = cache});
    ASSERT_TRUE(loaded) << render(loaded.error());
    ++count;
    bool named = false;
    for (const PolicyClause& clause : loaded->rules->policy().clauses) {
      const auto& own = clause.by_category[std::size_t(self_harm)];
      named |= own.has_value();
      EXPECT_FALSE(own && own->block)
          << entry.path() << ": somebody should answer, not be silenced";
    }
    EXPECT_TRUE(named) << entry.path() << ": self-harm falls back to the default, which blocks";
    EXPECT_FALSE(loaded->rules->policy().title.empty()) << entry.path();
  }
  EXPECT_GE(count, 3U);
}

// One test, for it takes seconds to compile them.
TEST(ShippedRules, LoadAndCoverTheirCategoriesInBothLanguages) {
  const test::TemporaryFolder folder;
  const fs::path cache = folder.path() / "cache";
  const auto loaded = load_rules({.rules = SHIPPED_RULES, .cache = cache});
  ASSERT_TRUE(loaded) << render(loaded.error());
  EXPECT_GE(loaded->tests_run, 2 * loaded->rules->rules().size());
  expect_all_categories(*loaded->rules);
  expect_rules_tested_in_both_languages(*loaded->rules);
  expect_policies_that_never_block_self_harm(*loaded->rules, cache);
}

}  // namespace
}  // namespace tamis
