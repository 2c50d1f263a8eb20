#include "tamis/loader.h"

#include <thread>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

constexpr std::string_view kPack = "category: test\ntitle: Test\ndescription: For tests.\n";
constexpr std::string_view kRule =
    "rules:\n- {id: a, title: A, severity: high, terms: [fee], tests: {hit: [fee, a fee], miss: "
    "x}}\n";

TEST(Loader, TakesOnePackOrAFolderOfThem) {
  const test::TemporaryFolder folder;
  folder.write("rules/test/pack.yaml", kPack);
  folder.write("rules/test/rules.yaml", kRule);
  for (const char* const path : {"rules", "rules/test", "rules/test/", "rules/../rules"}) {
    const auto loaded = load_rules({.rules = folder.path() / path, .cache = std::nullopt});
    ASSERT_TRUE(loaded) << path << "\n" << render(loaded.error());
    EXPECT_EQ(loaded->rules->rules().size(), 1U) << path;
    EXPECT_EQ(loaded->tests_run, 3U) << path;
  }
}

TEST(Loader, OnePackSeesTheListsBesideItsFolder) {
  const test::TemporaryFolder folder;
  folder.write("rules/lists.yaml", "lists: {fee: [fee]}\n");
  folder.write("rules/test/pack.yaml", kPack);
  folder.write(
      "rules/test/rules.yaml",
      "rules:\n- {id: a, title: A, severity: high, list: fee, tests: {hit: fee, miss: x}}\n");
  const auto loaded = load_rules({.rules = folder.path() / "rules/test", .cache = std::nullopt});
  EXPECT_TRUE(loaded) << render(loaded.error());
}

TEST(Loader, TheNearestListOfANameCounts) {
  const test::TemporaryFolder folder;
  folder.write("lists.yaml", "lists: {one: [far], two: [far], three: [far]}\n");
  folder.write("test/pack.yaml", std::string(kPack) + "lists: {one: [pack], two: [pack]}\n");
  folder.write(
      "test/rules.yaml",
      "lists: {one: [file]}\n"
      "rules:\n"
      "- {id: a, title: A, severity: high, list: one, tests: {hit: file, miss: [pack, far]}}\n"
      "- {id: b, title: A, severity: high, list: two, tests: {hit: pack, miss: [file, far]}}\n"
      "- {id: c, title: A, severity: high, list: three, tests: {hit: far, miss: [file, pack]}}\n");
  const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  EXPECT_TRUE(loaded) << render(loaded.error());
}

TEST(Loader, APolicyBesideThePacksIsTheDefault) {
  const test::TemporaryFolder folder;
  folder.write("test/pack.yaml", kPack);
  folder.write("test/rules.yaml", kRule);
  const auto name = [&](std::optional<std::filesystem::path> policy) {
    const auto loaded =
        load_rules({.rules = folder.path(), .policy = policy, .cache = std::nullopt});
    return loaded ? loaded->rules->policy().name : render(loaded.error());
  };
  EXPECT_EQ(name(std::nullopt), "built-in");
  folder.write("policies/default.yaml", "policy: mine\n");
  folder.write("policies/other.yaml", "policy: other\n");
  EXPECT_EQ(name(std::nullopt), "mine");
  EXPECT_EQ(name(folder.path() / "policies/other.yaml"), "other");
}

TEST(Loader, APolicyMaySpeakOfShippedCategoriesThatAreNotLoaded) {
  EXPECT_NE(
      test::load(kRule, "policy: p\nthresholds: {self-harm: {review: 0.5}, fraud: {block: 0.9}}\n"),
      nullptr);
}

TEST(Loader, AWordListMayHaveCommentsBlankLinesAndAnyLineEnds) {
  const test::TemporaryFolder folder;
  folder.write("pack.yaml", kPack);
  folder.write("rules.yaml",
               "rules:\n- id: a\n  title: A\n  severity: high\n  file: words.txt\n"
               "  tests: {hit: [one, two words, 三], miss: [comment, four]}\n");
  folder.write("words.txt", "# comment\r\none\r\n\r\n  \ntwo words  # comment\n三");
  const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  ASSERT_TRUE(loaded) << render(loaded.error());
  EXPECT_EQ(loaded->rules->patterns().size(), 3U);
}

TEST(Loader, AWordListMayBeginWithAByteOrderMark) {
  const test::TemporaryFolder folder;
  folder.write("pack.yaml", kPack);
  folder.write("rules.yaml",
               "rules:\n- {id: a, title: A, severity: high, file: words.txt, tests: {hit: [one, a "
               "comment], miss: x}}\n");
  folder.write("words.txt", "\xEF\xBB\xBFone\na comment\n");
  const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  EXPECT_TRUE(loaded) << render(loaded.error());
}

// What is wrong with the files comes back as an error; an exception would end a service that
// reloads.
TEST(Loader, FilesThatCannotBeLookedAtDoNotMakeItThrow) {
  const test::TemporaryFolder folder;
  folder.write("test/pack.yaml", kPack);
  folder.write("test/rules.yaml", kRule);
  std::filesystem::create_symlink("loop", folder.path() / "loop");
  EXPECT_NO_THROW((void)load_rules({.rules = folder.path(), .cache = std::nullopt}));
  EXPECT_NO_THROW((void)load_rules({.rules = folder.path() / "loop", .cache = std::nullopt}));
  EXPECT_NO_THROW((void)load_rules({.rules = std::string(300, 'x'), .cache = std::nullopt}));
  EXPECT_NO_THROW((void)load_rules(
      {.rules = folder.path(), .policy = std::string(300, 'x'), .cache = std::nullopt}));
}

TEST(Loader, PlacesAreTold) {
  const auto rules = test::load(kRule);
  ASSERT_NE(rules, nullptr);
  EXPECT_EQ(rules->where(rules->rules()[0].place), "pack/rules.yaml:2:3");
  EXPECT_EQ(rules->where(rules->uses()[0].place), "pack/rules.yaml:2:45");
}

TEST(Loader, MayBeCalledFromManyThreads) {
  const test::TemporaryFolder folder;
  folder.write("pack.yaml", kPack);
  folder.write(
      "rules.yaml",
      "rules:\n- {id: a, title: A, severity: high, regex: ['fe+'], tests: {hit: fee, miss: x}}\n");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) {
        const auto loaded = load_rules({.rules = folder.path(), .cache = folder.path() / "cache"});
        ASSERT_TRUE(loaded) << render(loaded.error());
        EXPECT_EQ(Screener(loaded->rules).screen("feee").action(), Action::block);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Loader, ManyTermsCompileInATimeThatAPersonWaits) {
  std::string terms;
  for (int i = 0; i < 10'000; ++i) terms += (i == 0 ? "" : ", ") + ("w" + std::to_string(i * 7919));
  EXPECT_NE(test::load("rules:\n- {id: a, title: A, severity: high, terms: [" + terms +
                       "], tests: {hit: w7919, miss: x}}\n"),
            nullptr);
}

}  // namespace
}  // namespace tamis
