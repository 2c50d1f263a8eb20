#include "rules/linear_svm.h"

#include <gtest/gtest.h>

namespace tamis::tools {
namespace {

using Examples = std::vector<LinearSvm::Example>;

TEST(LinearSvm, WeighsWhatTellsTheTwoApart) {
  // 0 stands in all, 1 in the positive ones, 2 in the others, 3 in one of each.
  const Examples examples{{{0, 1}, true, 1},  {{0, 1, 3}, true, 1},  {{0, 1}, true, 1},
                          {{0, 2}, false, 1}, {{0, 2, 3}, false, 1}, {{0, 2}, false, 1}};
  const auto weights = LinearSvm::learn(examples, 4).weights;
  EXPECT_GT(weights[1], 0.5);
  EXPECT_LT(weights[2], -0.5);
  EXPECT_NEAR(weights[0], 0, 0.1);
  EXPECT_NEAR(weights[3], 0, 0.1);
}

TEST(LinearSvm, DrawsTheBoundaryBetweenThem) {
  const Examples examples{{{0, 1}, true, 1}, {{0}, false, 1}, {{}, false, 1}};
  const LinearSvm svm = LinearSvm::learn(examples, 2);
  EXPECT_GT(svm.weights[0] + svm.weights[1], svm.boundary);
  EXPECT_LT(svm.weights[0], svm.boundary);
  EXPECT_LT(0, svm.boundary);
}

TEST(LinearSvm, MinimizesWhatItSays) {
  // Of one feature w and the bias b that all have: w^2/2 + b^2/2 + the squared hinge losses.
  const Examples examples{{{0}, true, 1}, {{}, false, 2}};
  const auto loss = [&](double w, double b) {
    const double positive = std::max(0.0, 1 - (w + b));
    const double negative = std::max(0.0, 1 + b);
    return w * w / 2 + b * b / 2 + positive * positive + 2 * negative * negative;
  };
  double best = 1e9;
  double best_weight = 0;
  for (double w = -2; w <= 2; w += 0.01) {
    for (double b = -2; b <= 2; b += 0.01) {
      if (loss(w, b) < best) {
        best = loss(w, b);
        best_weight = w;
      }
    }
  }
  EXPECT_NEAR(LinearSvm::learn(examples, 1).weights[0], best_weight, 0.05);
}

TEST(LinearSvm, FollowsTheCostlierOfTwoThatContradict) {
  EXPECT_GT(
      LinearSvm::learn(Examples{{{0}, true, 10}, {{0}, false, 1}, {{}, false, 1}}, 1).weights[0],
      0.3);
  EXPECT_LT(
      LinearSvm::learn(Examples{{{0}, true, 1}, {{0}, false, 10}, {{}, true, 1}}, 1).weights[0],
      -0.3);
}

TEST(LinearSvm, OfNoExamplesKnowsNothing) {
  EXPECT_EQ(LinearSvm::learn({}, 2).weights, (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace tamis::tools
