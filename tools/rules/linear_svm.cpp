#include "rules/linear_svm.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>

namespace tamis::tools {
namespace {

constexpr int kMostRounds = 200;
constexpr double kPrecision = 0.05;  ///< of the projected gradient, at its largest

/// Independent of the library's own shuffle, which differs from one to the other.
void shuffle(std::vector<std::uint32_t>& order, std::mt19937& random) {
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
}

}  // namespace

LinearSvm LinearSvm::learn(std::span<const Example> examples, std::size_t features) {
  std::vector<double> weights(features);
  double bias = 0;  // the weight of a feature that all examples have
  std::vector<double> alphas(examples.size());
  std::vector<std::uint32_t> order(examples.size());
  std::iota(order.begin(), order.end(), 0U);
  std::mt19937 random(1);
  for (int round = 0; round < kMostRounds; ++round) {
    shuffle(order, random);
    double largest = 0;
    for (const std::uint32_t i : order) {
      const Example& example = examples[i];
      const double sign = example.is_positive ? 1 : -1;
      double sum = bias;
      for (const std::uint32_t feature : example.features) sum += weights[feature];
      const double diagonal = 0.5 / example.cost;
      const double gradient = sign * sum - 1 + diagonal * alphas[i];
      const double projected = alphas[i] == 0 ? std::min(gradient, 0.0) : gradient;
      if (projected == 0) continue;
      largest = std::max(largest, std::abs(projected));
      const double before = alphas[i];
      const double square = double(example.features.size()) + 1;
      alphas[i] = std::max(before - gradient / (square + diagonal), 0.0);
      const double step = (alphas[i] - before) * sign;
      bias += step;
      for (const std::uint32_t feature : example.features) weights[feature] += step;
    }
    if (largest < kPrecision) break;
  }
  return {std::move(weights), -bias};
}

}  // namespace tamis::tools
