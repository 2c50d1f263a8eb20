#include "tamis/match/phrase_weights.h"

#include <map>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/normalize/normalizer.h"

namespace tamis {
namespace {

constexpr std::uint32_t kFirstPattern = 7;

WordRules words() {
  return {spaced_word_characters(), content_characters()};
}

using Model = std::map<std::string, float>;

WeightedPhrases weighted(std::uint32_t pattern, float threshold, const Model& model) {
  WeightedPhrases result{.pattern = pattern, .threshold = threshold};
  std::vector<Token> tokens;
  for (const auto& [phrase, weight] : model) {
    split_into_tokens(phrase, words(), tokens);
    result.phrases.push_back({hash_of_phrase(tokens), weight});
  }
  return result;
}

/// The models that reach 1, as patterns from `kFirstPattern` on.
class PhraseWeightsTest : public testing::Test {
 protected:
  explicit PhraseWeightsTest(const std::vector<Model>& models = {{{"send", 0.5F},
                                                                  {"send money", 0.5F},
                                                                  {"thanks", -0.75F}},
                                                                 {{"money", 1}, {"微信", 1}}})
      : weights_(all(models)), weigher_(weights_, words()) {}

  static std::vector<WeightedPhrases> all(const std::vector<Model>& models) {
    std::vector<WeightedPhrases> result;
    for (const Model& model : models)
      result.push_back(weighted(kFirstPattern + std::uint32_t(result.size()), 1, model));
    return result;
  }

  /// "segment pattern" of each hit.
  std::set<std::string> hits(const std::vector<std::string>& texts) {
    const auto batch = test::batch_of_texts(texts);
    normalize(*batch);
    weigher_.match(batch->folded);
    std::set<std::string> result;
    for (const Hit& hit : batch->folded.hits) {
      EXPECT_FALSE(hit.is_known());
      EXPECT_TRUE(
          result.insert(std::to_string(hit.segment) + ' ' + std::to_string(hit.pattern)).second);
    }
    return result;
  }

  float weigh(std::uint32_t model, std::string_view text) {
    return weigher_.weigh(model, text, phrases_);
  }

  PhraseWeights weights_;
  Weigher weigher_;
  std::vector<Weigher::Phrase> phrases_;
};

using Hits = std::set<std::string>;

TEST_F(PhraseWeightsTest, TextsAreHitThatReachTheThreshold) {
  EXPECT_EQ(hits({"Send money", "send", "send it, send money", "加我微信"}),
            (Hits{"0 7", "0 8", "2 7", "2 8", "3 8"}));
  EXPECT_EQ(hits({"send money, thanks"}), Hits{"0 8"});
  EXPECT_EQ(hits({"", "..."}), Hits{});
}

TEST_F(PhraseWeightsTest, APhraseCountsOnce) {
  EXPECT_EQ(weigh(0, "send send send send"), 0.5F);
  EXPECT_EQ(phrases_.size(), 1U);
}

TEST_F(PhraseWeightsTest, OnlyWhatSpeaksForAModelIsTold) {
  EXPECT_EQ(weigh(0, "thanks, send money"), 0.25F);
  ASSERT_EQ(phrases_.size(), 2U);
  EXPECT_EQ(phrases_[0].span, (TextSpan{8, 12}));
  EXPECT_EQ(phrases_[1].span, (TextSpan{8, 18}));
  EXPECT_EQ(phrases_[1].weight, 0.5F);
}

TEST_F(PhraseWeightsTest, WhatStandsFarAwayWeighsNothing) {
  const std::string far = test::repeat("word ", Weigher::kWindow);
  EXPECT_EQ(hits({"send money " + far + "thanks"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(hits({"thanks " + far + "send money"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(hits({"send " + far + "send money"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(weigh(0, "send " + far + "word"), 0.5F);
}

TEST_F(PhraseWeightsTest, WhatIsOnlyAskedForIsNoHit) {
  auto models = all({{{"money", 1}}, {{"money", 1}}});
  models[0].on_demand = true;
  const PhraseWeights weights(std::move(models));
  Weigher weigher(weights, words());
  const auto batch = test::batch_of_texts({"money"});
  normalize(*batch);
  weigher.match(batch->folded);
  ASSERT_EQ(batch->folded.hits.size(), 1U);
  EXPECT_EQ(batch->folded.hits[0].pattern, kFirstPattern + 1);
  EXPECT_EQ(weigher.weigh(0, "money", phrases_), 1);
}

TEST(PhraseWeights, OfNoModelsHitNothing) {
  const PhraseWeights weights({});
  Weigher weigher(weights, words());
  const auto batch = test::batch_of_texts({"send money"});
  normalize(*batch);
  weigher.match(batch->folded);
  EXPECT_TRUE(batch->folded.hits.empty());
}

/// Beside a reference that sums up the phrases of each window as they are written.
TEST(PhraseWeights, AreThoseOfASlowSum) {
  std::mt19937 random(5);
  const std::vector<std::string> kWords{"a", "b", "c", "d", "e", "f", "g", "h"};
  const auto word = [&] { return kWords[random() % kWords.size()]; };
  for (int round = 0; round < 200; ++round) {
    Model model;
    for (int i = 0; i < 12; ++i) {
      std::string phrase = word();
      if (random() % 2 == 0) phrase += ' ' + word();
      model[phrase] = float(int(random() % 9) - 4) / 4;
    }
    std::vector<std::string> text;
    const std::size_t size = random() % (round % 4 == 0 ? 500 : 20);
    for (std::size_t i = 0; i < size; ++i) text.push_back(word());

    float most = 0;
    for (std::size_t begin = 0;; begin += Weigher::kWindow / 2) {
      const std::size_t end = std::min(begin + Weigher::kWindow, text.size());
      std::set<std::string> said;
      for (std::size_t i = begin; i < end; ++i) {
        said.insert(text[i]);
        if (i + 1 < end) said.insert(text[i] + ' ' + text[i + 1]);
      }
      float sum = 0;
      for (const auto& [phrase, weight] : model) sum += said.contains(phrase) ? weight : 0;
      most = std::max(most, sum);
      if (end == text.size()) break;
    }

    const PhraseWeights weights({weighted(0, 1, model)});
    Weigher weigher(weights, words());
    std::string joined;
    for (const std::string& one : text) joined += one + ' ';
    std::vector<Weigher::Phrase> phrases;
    EXPECT_EQ(weigher.weigh(0, joined, phrases), most) << joined;
    const auto batch = test::batch_of_texts({joined});
    normalize(*batch);
    Weigher(weights, words()).match(batch->folded);
    // Folding cuts runs of one word to no less: only of one character, and there are spaces
    // between.
    EXPECT_EQ(batch->folded.hits.size(), std::size_t(most >= 1)) << joined;
  }
}

}  // namespace
}  // namespace tamis
