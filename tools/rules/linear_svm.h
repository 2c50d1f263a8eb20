#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tamis::tools {

/// A support vector machine over features that are there or not.
///
/// Learned by dual coordinate descent on the squared hinge loss (C.-J. Hsieh et al., "A Dual
/// Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). The same examples in the same
/// order give the same weights.
struct LinearSvm {
  struct Example {
    std::vector<std::uint32_t> features;  ///< ascending
    bool is_positive = false;
    double cost = 1;  ///< of being on the wrong side
  };

  /// Of so many features.
  static LinearSvm learn(std::span<const Example> examples, std::size_t features);

  std::vector<double> weights;  ///< of each feature
  double boundary = 0;          ///< what features weigh together that are as likely of either side
};

}  // namespace tamis::tools
