#include "tamis/ruleset/cache.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/support.h"
#include "tamis/loader.h"
#include "tamis/screener.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRule =
    "rules:\n"
    "- id: fee\n"
    "  title: A fee\n"
    "  severity: high\n"
    "  terms: [fee, 手续费]\n"
    "  regex: ['to+ll']\n"
    "  tests: {hit: a fee, miss: a coffee}\n";

/// Rules on disk, and a cache for them.
class CacheTest : public testing::Test {
 protected:
  CacheTest() {
    folder_.write("rules/pack.yaml", "category: test\ntitle: Test\ndescription: For tests.\n");
    folder_.write("rules/rules.yaml", kRule);
  }

  fs::path cache() const { return folder_.path() / "cache" / "tamis"; }

  LoadedRules load(std::optional<fs::path> policy = std::nullopt) const {
    const auto loaded =
        load_rules({.rules = folder_.path() / "rules", .policy = policy, .cache = cache()});
    if (!loaded) ADD_FAILURE() << render(loaded.error());
    return loaded.value_or(LoadedRules{});
  }

  /// The one file in the cache.
  fs::path file() const {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(cache())) {
      EXPECT_TRUE(found.empty()) << "more than one file in the cache";
      found = entry.path();
    }
    return found;
  }

  static Action action_on(const LoadedRules& loaded, std::string_view text) {
    return Screener(loaded.rules).screen(text).action();
  }

  const test::TemporaryFolder folder_;
};

TEST_F(CacheTest, TheSecondLoadComesFromIt) {
  const LoadedRules first = load();
  EXPECT_FALSE(first.from_cache);
  EXPECT_EQ(first.tests_run, 2U);
  const LoadedRules second = load();
  EXPECT_TRUE(second.from_cache);
  EXPECT_EQ(second.tests_run, 0U);
  EXPECT_EQ(second.rules->id(), first.rules->id());
  for (const std::string_view text : {"a fee", "手续费", "toooll", "nothing", ""}) {
    EXPECT_EQ(action_on(second, text), action_on(first, text)) << text;
  }
  EXPECT_EQ(action_on(second, "a toooll"), Action::block);
}

TEST_F(CacheTest, OnlyItsOwnerMayReadIt) {
  load();
  struct stat status {};
  ASSERT_EQ(stat(cache().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700U);
  ASSERT_EQ(stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(CacheTest, OtherRulesAreNotTakenFromIt) {
  load();
  folder_.write("rules/rules.yaml", std::string(kRule) + "# changed\n");
  EXPECT_FALSE(load().from_cache);
  EXPECT_TRUE(load().from_cache);
}

TEST_F(CacheTest, AnotherPolicyStillUsesIt) {
  const std::string id = load().rules->id();
  folder_.write("policy.yaml", "policy: mild\nthresholds: {default: {review: 0.95}}\n");
  const LoadedRules loaded = load(folder_.path() / "policy.yaml");
  EXPECT_TRUE(loaded.from_cache);
  EXPECT_NE(loaded.rules->id(), id);
  EXPECT_EQ(action_on(loaded, "a fee"), Action::allow);
}

TEST_F(CacheTest, AFileWithAChangedByteIsRebuilt) {
  load();
  const std::string whole = test::read_file(file());
  // Each byte of the header, and some of the database.
  for (std::size_t at = 0; at < whole.size(); at += at < 120 ? 1 : whole.size() / 29) {
    std::string damaged = whole;
    damaged[at] = char(damaged[at] ^ 1);
    std::ofstream(file(), std::ios::binary) << damaged;
    const LoadedRules loaded = load();
    EXPECT_FALSE(loaded.from_cache) << "byte " << at;
    EXPECT_EQ(action_on(loaded, "a fee"), Action::block);
  }
  EXPECT_TRUE(load().from_cache);
}

TEST_F(CacheTest, AFileThatIsCutShortIsRebuilt) {
  load();
  const auto size = fs::file_size(file());
  for (const auto rest :
       {size - 1, size / 2, std::uintmax_t{100}, std::uintmax_t{20}, std::uintmax_t{0}}) {
    fs::resize_file(file(), rest);
    EXPECT_FALSE(load().from_cache) << rest << " bytes left";
    EXPECT_EQ(fs::file_size(file()), size);
  }
}

TEST_F(CacheTest, AFileThatGrewIsRebuilt) {
  load();
  std::ofstream(file(), std::ios::binary | std::ios::app) << 'x';
  EXPECT_FALSE(load().from_cache);
}

TEST_F(CacheTest, AFileThatOthersMayWriteIsNotTrusted) {
  load();
  fs::permissions(file(), fs::perms::group_write, fs::perm_options::add);
  EXPECT_FALSE(load().from_cache);
  EXPECT_TRUE(load().from_cache) << "it was not replaced by one that can be trusted";
  fs::permissions(file(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(load().from_cache);
}

TEST_F(CacheTest, AFolderThatOthersMayWriteIsNotTrusted) {
  load();
  fs::permissions(cache(), fs::perms::others_write, fs::perm_options::add);
  EXPECT_FALSE(load().from_cache);
  EXPECT_FALSE(load().from_cache);
}

TEST_F(CacheTest, ALinkIsNotFollowed) {
  load();
  const fs::path elsewhere = folder_.path() / "elsewhere.hsdb";
  const fs::path link = file();
  fs::rename(link, elsewhere);
  fs::create_symlink(elsewhere, link);
  EXPECT_FALSE(load().from_cache);
}

TEST_F(CacheTest, ACacheThatCannotBeWrittenIsNoError) {
  folder_.write("cache", "a file where a folder should be");
  EXPECT_FALSE(load().from_cache);
  EXPECT_FALSE(load().from_cache);
}

TEST_F(CacheTest, RulesWhoseTestsFailAreNotKept) {
  folder_.write("rules/rules.yaml",
                std::string(kRule) +
                    "- id: toll\n  title: A toll\n  severity: low\n  terms: [toll]\n"
                    "  tests: {hit: a tool, miss: a coffee}\n");
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(load_rules({.rules = folder_.path() / "rules", .cache = cache()}))
        << "load " << i + 1;
  }
  EXPECT_TRUE(!fs::exists(cache()) || fs::is_empty(cache()));
}

TEST_F(CacheTest, OnlyTheNewestFilesAreKept) {
  fs::file_time_type old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  load();
  const fs::path oldest = file();
  fs::last_write_time(oldest, old);
  for (std::size_t i = 1; i < DatabaseCache::kMaxFiles; ++i) {
    std::ofstream(cache() / (std::to_string(i) + ".hsdb")) << "other";
    fs::last_write_time(cache() / (std::to_string(i) + ".hsdb"), old + std::chrono::seconds(i));
  }
  std::ofstream(cache() / "notes.txt") << "not ours to remove";

  folder_.write("rules/rules.yaml", std::string(kRule) + "# changed\n");
  load();
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(cache()))
    count += entry.path().extension() == ".hsdb";
  EXPECT_EQ(count, DatabaseCache::kMaxFiles);
  EXPECT_FALSE(fs::exists(oldest));
  EXPECT_TRUE(fs::exists(cache() / "1.hsdb"));
  EXPECT_TRUE(fs::exists(cache() / "notes.txt"));
  EXPECT_TRUE(load().from_cache);
}

TEST(CacheFolder, FollowsTheEnvironment) {
  const auto with = [](const char* cache_home, const char* home) {
    cache_home != nullptr ? setenv("XDG_CACHE_HOME", cache_home, 1) : unsetenv("XDG_CACHE_HOME");
    home != nullptr ? setenv("HOME", home, 1) : unsetenv("HOME");
    return DatabaseCache::default_folder();
  };
  EXPECT_EQ(with("/c", "/h"), "/c/tamis");
  EXPECT_EQ(with(nullptr, "/h"), "/h/.cache/tamis");
  EXPECT_EQ(with("", "/h"), "/h/.cache/tamis");
  EXPECT_EQ(with("relative", "/h"), "/h/.cache/tamis") << "the XDG specification says to ignore it";
  EXPECT_EQ(with(nullptr, nullptr), std::nullopt);
}

}  // namespace
}  // namespace tamis
