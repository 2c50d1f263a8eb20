#include "evasion/mutation.h"

#include <set>

#include <gtest/gtest.h>

#include "tamis/base/utf8.h"

namespace tamis::evasion {
namespace {

constexpr std::string_view kBefore = "say ";
constexpr std::string_view kAfter = ", 你好";
constexpr std::array<std::string_view, 8> kTerms{
    "shit", "Processing Fee", "kill yourself", "ass", "加微信", "骗子", "赌马群", "don't-go"};

std::optional<Mutated> mutate_in_sentence(std::string_view term, std::span<const Family> families,
                                          std::uint64_t seed) {
  const std::string text = std::string(kBefore).append(term).append(kAfter);
  const TextSpan span{std::uint32_t(kBefore.size()), std::uint32_t(kBefore.size() + term.size())};
  return mutate(text, span, families, seed);
}

template <typename Function>
void for_each_mutation(std::uint64_t seeds, Function function) {
  for (const Family family : kAllFamilies) {
    for (const std::string_view term : kTerms) {
      for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const auto mutated = mutate_in_sentence(term, {&family, 1}, seed);
        if (mutated) function(family, term, seed, *mutated);
      }
    }
  }
}

TEST(Mutation, NamesAreTheEnumsWithHyphens) {
  EXPECT_EQ(name(Family::zero_width), "zero-width");
  EXPECT_EQ(name(Family::percent_encoding), "percent-encoding");
  EXPECT_EQ(name(Family::split_character), "split-character");
  std::set<std::string_view> names;
  for (const Family family : kAllFamilies) names.insert(name(family));
  EXPECT_EQ(names.size(), kFamilyCount);
}

TEST(Mutation, SameSeedGivesTheSame) {
  for_each_mutation(
      20, [](Family family, std::string_view term, std::uint64_t seed, const Mutated& first) {
        const auto again = mutate_in_sentence(term, {&family, 1}, seed);
        ASSERT_TRUE(again);
        EXPECT_EQ(again->text, first.text);
        EXPECT_EQ(again->term, first.term);
      });
}

TEST(Mutation, SeedsVaryWhatIsDone) {
  constexpr std::uint64_t kFewSeeds = 50;
  for (const Family family : kAllFamilies) {
    const std::string_view term =
        applies(family, "shit happens") ? "shit happens" : "加不好骗贷马金们";
    std::set<std::string> texts;
    for (std::uint64_t seed = 0; seed < kFewSeeds; ++seed) {
      const auto mutated = mutate_in_sentence(term, {&family, 1}, seed);
      ASSERT_TRUE(mutated) << name(family);
      texts.insert(mutated->text);
    }
    EXPECT_GE(texts.size(), 7U) << name(family);
  }
}

TEST(Mutation, AppliesSaysForEachSeedWhetherSomethingIsDone) {
  for (const Family family : kAllFamilies) {
    for (const std::string_view term : kTerms) {
      for (std::uint64_t seed = 0; seed < 50; ++seed) {
        EXPECT_EQ(mutate_in_sentence(term, {&family, 1}, seed).has_value(), applies(family, term))
            << name(family) << " " << term << " " << seed;
      }
    }
  }
}

TEST(Mutation, AppliesWhereThereIsSomethingToDo) {
  EXPECT_TRUE(applies(Family::split_character, "好"));
  EXPECT_FALSE(applies(Family::split_character, "一二"));
  EXPECT_FALSE(applies(Family::split_character, "good"));
  EXPECT_FALSE(applies(Family::traditional, "good"));
  EXPECT_FALSE(applies(Family::traditional, "人"));
  EXPECT_FALSE(applies(Family::leetspeak, "微信"));
  EXPECT_FALSE(applies(Family::upside_down, "加v"));
  EXPECT_FALSE(applies(Family::repeated, "微信"));
  EXPECT_FALSE(applies(Family::spaced, "a b"));
  EXPECT_FALSE(applies(Family::masked, "微信"));
  EXPECT_TRUE(applies(Family::masked, "加微信"));
  EXPECT_FALSE(applies(Family::masked, "10086"));
  EXPECT_FALSE(applies(Family::masked, "12yo"));
  EXPECT_FALSE(applies(Family::base64, "ass"));
  for (const Family family : kAllFamilies) {
    EXPECT_FALSE(applies(family, "")) << name(family);
    EXPECT_FALSE(applies(family, "?!")) << name(family);
  }
}

TEST(Mutation, TheTermIsChangedAndTheRestIsNot) {
  std::array<std::size_t, kFamilyCount> changed{};
  for_each_mutation(
      50, [&](Family family, std::string_view term, std::uint64_t seed, const Mutated& m) {
        EXPECT_TRUE(m.text.starts_with(kBefore)) << name(family) << " " << seed;
        EXPECT_TRUE(m.text.ends_with(kAfter)) << name(family) << " " << seed;
        ASSERT_LE(kBefore.size(), m.term.begin);
        ASSERT_LT(m.term.begin, m.term.end);
        ASSERT_LE(m.term.end, m.text.size() - kAfter.size());
        const bool differs = m.text.substr(kBefore.size(), term.size()) != term;
        EXPECT_TRUE(differs || m.text.size() != kBefore.size() + term.size() + kAfter.size())
            << name(family) << " " << term << " " << seed;
        ++changed[std::size_t(family)];
      });
  for (const Family family : kAllFamilies) EXPECT_GE(changed[std::size_t(family)], 50U);
}

TEST(Mutation, OnlyControlsLieBesideTheTermsPlace) {
  for_each_mutation(100, [](Family family, std::string_view, std::uint64_t, const Mutated& m) {
    std::string beside = m.text.substr(kBefore.size(), m.term.begin - kBefore.size());
    beside += m.text.substr(m.term.end, m.text.size() - kAfter.size() - m.term.end);
    if (family != Family::bidi && family != Family::tag) {
      EXPECT_EQ(beside, "") << name(family);
    }
    for (std::size_t i = 0; i < beside.size();) {
      const auto [c, size] = utf8::decode(beside.data() + i);
      i += size;
      EXPECT_TRUE((c >= 0x202A && c <= 0x2069) || c == 0xE0001 || c == 0xE007F)
          << std::hex << std::uint32_t(c);
    }
  });
}

TEST(Mutation, WhatMakesSenseNestedAndWhatDoesNot) {
  using enum Family;
  const auto allowed = [](std::initializer_list<Family> families) {
    return combinable({families.begin(), families.size()});
  };
  EXPECT_TRUE(allowed({spaced, base64}));
  EXPECT_FALSE(allowed({base64, spaced}));
  EXPECT_TRUE(allowed({base64, percent_encoding, html_entity}));
  EXPECT_TRUE(allowed({homoglyph, zero_width, bidi}));
  EXPECT_FALSE(allowed({masked, leetspeak}));
  EXPECT_FALSE(allowed({homophone, masked}));
  EXPECT_FALSE(allowed({bidi, upside_down}));
  EXPECT_FALSE(allowed({mark, mark}));
  EXPECT_FALSE(allowed({}));
  EXPECT_FALSE(allowed({homoglyph, mark, spaced, emoji}));
  EXPECT_FALSE(mutate_in_sentence("shit", std::array{masked, leetspeak}, 1));
}

TEST(Mutation, NestsInTheOrderGiven) {
  using enum Family;
  std::size_t both = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto m = mutate_in_sentence("shit", std::array{separator, percent_encoding}, seed);
    ASSERT_TRUE(m);
    const std::string term = m->text.substr(m->term.begin, m->term.size());
    both += term.find('%') != std::string::npos;
    EXPECT_TRUE(mutate_in_sentence("shit", std::array{percent_encoding, base64}, seed));
  }
  EXPECT_EQ(both, 50U);
}

TEST(Mutation, Base64DoesNotRunIntoItsNeighbors) {
  constexpr Family kBase64 = Family::base64;
  EXPECT_FALSE(mutate("xshit", {1, 5}, {&kBase64, 1}, 1));
  EXPECT_FALSE(mutate("shit/", {0, 4}, {&kBase64, 1}, 1));
  EXPECT_TRUE(mutate("微shit!", {3, 7}, {&kBase64, 1}, 1));
}

}  // namespace
}  // namespace tamis::evasion
