// Once warm, what is clean costs no allocation. (Hyperscan and ICU call malloc, not new; they
// allocate nothing while they scan or look up.)
#include <atomic>
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "engine/stream_samples.h"
#include "tamis/screener.h"
#include "tamis/stages.h"

namespace {
std::atomic<std::size_t> allocations = 0;
}

void* operator new(std::size_t size) {
  ++allocations;
  if (void* block = std::malloc(size == 0 ? 1 : size)) return block;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  ++allocations;
  const auto to = static_cast<std::size_t>(alignment);
  if (void* block = std::aligned_alloc(to, (size + to - 1) / to * to)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}
void operator delete(void* block, std::align_val_t) noexcept {
  std::free(block);
}
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  std::free(block);
}

namespace tamis {
namespace {

// Clean, though some come near: a regex's candidates that RE2 then refuses are not among them.
const std::vector<std::string> kClean{
    "good day",
    "ＦＵＬＬ ｗｉｄｔｈ, ﬂour, Straße, ÉTÉ",
    "早上好，吃了嗎？",
    "😀👨‍👩‍👧‍👦 cafe\u0301 \u200b x",
    "",
    std::string(5000, 'z'),
    "नमस्ते दुनिया, สวัสดี, 안녕하세요",
};

TEST(Allocations, TheCounterCounts) {
  const std::size_t before = allocations;
  ::operator delete(::operator new(1));
  EXPECT_GE(allocations - before, 1U);
}

TEST(Allocations, ScreenerScreensWhatIsCleanWithoutAny) {
  const auto rules = test::talkative_rules();
  ASSERT_NE(rules, nullptr);
  Screener screener(rules);
  for (int round = 0; round < 3; ++round) {
    for (const std::string& text : kClean)
      ASSERT_TRUE(screener.screen(text).findings().empty()) << text;
  }
  const std::size_t before = allocations;
  for (int round = 0; round < 10; ++round) {
    for (const std::string& text : kClean) screener.screen(text);
  }
  EXPECT_EQ(allocations - before, 0U);
}

/// How many allocations a run of the five stages over these lines costs, once warm.
std::size_t allocations_of_run(const std::string& lines, std::size_t expected_verdicts) {
  const auto rules = test::talkative_rules();
  if (rules == nullptr) return 0;
  Stages stages(rules, Decoder(*FieldMap::make({})), {});
  Batch batch;
  std::size_t count = 0;
  for (int round = 0; round < 4; ++round) {
    batch.clear();
    batch.input.append(lines);
    const std::size_t before = allocations;
    stages.run(batch);
    count = allocations - before;
  }
  EXPECT_EQ(batch.verdicts.size(), expected_verdicts);
  EXPECT_TRUE(batch.findings.empty());
  return count;
}

std::string clean_lines() {
  std::string lines;
  for (int round = 0; round < 50; ++round) {
    for (const std::string& text : kClean) {
      lines += "{\"id\":\"a\\n\",\"text\":\"" + text + "\",\"channel\":\"c\"}\n";
    }
    lines += "\n{\"text\":\"esc\\u0061ped\\t\"}\n";
  }
  return lines;
}

TEST(Allocations, StagesRunOverACleanBatchWithoutAny) {
  EXPECT_EQ(allocations_of_run(clean_lines(), 50 * (kClean.size() + 1)), 0U);
}

// After a broken line, lines are read one by one; that is slower, but should not allocate either.
TEST(Allocations, ABrokenLineCostsNone) {
  EXPECT_EQ(allocations_of_run("{broken\n" + clean_lines(), 50 * (kClean.size() + 1) + 1), 0U);
}

}  // namespace
}  // namespace tamis
