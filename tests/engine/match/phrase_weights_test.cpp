#include "tamis/match/phrase_weights.h"

#include <cmath>
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

using Model = std::map<std::string, double>;

Weight weight_of(double number) {
  return Weight(std::llround(number * double(kWeightUnit)));
}

WeightedPhrases weighted(std::uint32_t pattern, double threshold, const Model& model) {
  WeightedPhrases result{.pattern = pattern, .threshold = weight_of(threshold)};
  for (const auto& [phrase, weight] : model) {
    result.phrases.push_back({hash_of_phrase(tokens_of(phrase, word_rules())), weight_of(weight)});
  }
  return result;
}

/// The models that reach 1, as patterns from `kFirstPattern` on.
class PhraseWeightsTest : public testing::Test {
 protected:
  explicit PhraseWeightsTest(
      const std::vector<Model>& models = {{{"send", 0.5}, {"send money", 0.5}, {"thanks", -0.75}},
                                          {{"money", 1}, {"微信", 1}}})
      : weights_(all(models)), weigher_(weights_, word_rules()) {}

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
    weigher_.match(*batch);
    std::set<std::string> result;
    for (const Hit& hit : batch->folded.hits) {
      EXPECT_FALSE(hit.is_known());
      EXPECT_TRUE(
          result.insert(std::to_string(hit.segment) + ' ' + std::to_string(hit.pattern)).second);
    }
    return result;
  }

  double weigh(std::uint32_t model, std::string_view text) {
    return as_number(weigher_.weigh(model, text, phrases_));
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
  EXPECT_EQ(weigh(0, "send send send send"), 0.5);
  EXPECT_EQ(phrases_.size(), 1U);
}

TEST_F(PhraseWeightsTest, WhatSpeaksForAModelIsToldAndWhatSpeaksAgainstIt) {
  EXPECT_EQ(weigh(0, "thanks, send money"), 0.25);
  ASSERT_EQ(phrases_.size(), 3U);
  EXPECT_EQ(phrases_[0].span, (TextSpan{0, 6}));
  EXPECT_EQ(as_number(phrases_[0].weight), -0.75);
  EXPECT_EQ(phrases_[1].span, (TextSpan{8, 12}));
  EXPECT_EQ(phrases_[2].span, (TextSpan{8, 18}));
  EXPECT_EQ(as_number(phrases_[2].weight), 0.5);
  EXPECT_EQ(weigh(0, "thanks"), -0.75);
}

TEST_F(PhraseWeightsTest, WhatStandsFarAwayWeighsNothing) {
  const std::string far = test::repeat("word ", Weigher::kWindow);
  EXPECT_EQ(hits({"send money " + far + "thanks"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(hits({"thanks " + far + "send money"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(hits({"send " + far + "send money"}), (Hits{"0 7", "0 8"}));
  EXPECT_EQ(weigh(0, "send " + far + "word"), 0.5);
}

TEST_F(PhraseWeightsTest, WhatIsExcusedWeighsNothing) {
  const std::string_view text = "send money, send money, thanks";
  const auto excuse = [](TextSpan excused) {
    return [excused](TextSpan span) { return excused.contains(span); };
  };
  EXPECT_EQ(as_number(weigher_.weigh(0, text, phrases_, excuse({0, 10}))), 0.25);
  EXPECT_EQ(phrases_[0].span, (TextSpan{12, 16}));
  EXPECT_EQ(as_number(weigher_.weigh(0, text, phrases_, excuse({12, 30}))), 1);
  EXPECT_EQ(as_number(weigher_.weigh(0, text, phrases_, excuse({0, 22}))), -0.75);
}

TEST_F(PhraseWeightsTest, ExactlyTheThresholdIsEnoughInAnyOrder) {
  const Model model{{"aa", 0.418}, {"bb", 0.485}, {"cc", 0.245},
                    {"dd", 0.05},  {"ee", 0.162}, {"ff", 0.291}};
  const PhraseWeights weights({weighted(0, 1.651, model)});
  Weigher weigher(weights, word_rules());
  const auto batch = test::batch_of_texts({"aa bb ff dd cc ee", "aa bb ff ee dd cc"});
  normalize(*batch);
  weigher.match(*batch);
  EXPECT_EQ(batch->folded.hits.size(), 2U);
}

TEST_F(PhraseWeightsTest, WhatIsOnlyAskedForIsNoHit) {
  auto models = all({{{"money", 1}}, {{"money", 1}}});
  models[0].on_demand = true;
  const PhraseWeights weights(std::move(models));
  Weigher weigher(weights, word_rules());
  const auto batch = test::batch_of_texts({"money"});
  normalize(*batch);
  weigher.match(*batch);
  ASSERT_EQ(batch->folded.hits.size(), 1U);
  EXPECT_EQ(batch->folded.hits[0].pattern, kFirstPattern + 1);
  EXPECT_EQ(as_number(weigher.weigh(0, "money", phrases_)), 1);
}

TEST(PhraseWeights, OfNoModelsHitNothing) {
  const PhraseWeights weights({});
  Weigher weigher(weights, word_rules());
  const auto batch = test::batch_of_texts({"send money"});
  normalize(*batch);
  weigher.match(*batch);
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
      model[phrase] = double(int(random() % 9) - 4) / 4;
    }
    std::vector<std::string> text;
    const std::size_t size = random() % (round % 4 == 0 ? 500 : 20);
    for (std::size_t i = 0; i < size; ++i) text.push_back(word());

    double most = -100;
    for (std::size_t begin = 0;; begin += Weigher::kWindow / 2) {
      const std::size_t end = std::min(begin + Weigher::kWindow, text.size());
      std::set<std::string> said;
      for (std::size_t i = begin; i < end; ++i) {
        said.insert(text[i]);
        if (i + 1 < end) said.insert(text[i] + ' ' + text[i + 1]);
      }
      double sum = 0;
      for (const auto& [phrase, weight] : model) sum += said.contains(phrase) ? weight : 0;
      most = std::max(most, sum);
      if (end == text.size()) break;
    }

    const PhraseWeights weights({weighted(0, 1, model)});
    Weigher weigher(weights, word_rules());
    std::string joined;
    for (const std::string& one : text) joined += one + ' ';
    std::vector<Weigher::Phrase> phrases;
    EXPECT_EQ(as_number(weigher.weigh(0, joined, phrases)), most) << joined;
    const auto batch = test::batch_of_texts({joined});
    normalize(*batch);
    weigher.match(*batch);
    // Folding cuts runs of one word to no less: only of one character, and there are spaces
    // between.
    EXPECT_EQ(batch->folded.hits.size(), std::size_t(most >= 1)) << joined;
  }
}

}  // namespace
}  // namespace tamis
