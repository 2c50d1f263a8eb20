#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tamis::evasion {

/// A small generator that gives the same numbers everywhere (splitmix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
    z = (z ^ z >> 27) * 0x94D049BB133111EB;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t n) noexcept { return next() % n; }
  bool one_in(std::size_t n) noexcept { return below(n) == 0; }

  template <typename List>
  const auto& pick(const List& list) noexcept {
    return list[below(list.size())];
  }

  /// One, some or all of `items`, each of the three as often; in their order. `items` is not empty.
  template <typename T>
  std::vector<T> some_of(const std::vector<T>& items) {
    const std::size_t kind = below(3);
    if (kind == 0) return items;
    const std::size_t sure = below(items.size());
    std::vector<T> chosen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i == sure || (kind == 1 && one_in(2))) chosen.push_back(items[i]);
    }
    return chosen;
  }

 private:
  std::uint64_t state_;
};

}  // namespace tamis::evasion
