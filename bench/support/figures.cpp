#include "support/figures.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tamis::bench {

double Figures::median(const std::string& name) const {
  std::vector<double> values = values_.at(name);
  const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

std::string Figures::json() const {
  std::vector<std::string> members;
  for (const auto& [name, values] : values_) {
    members.push_back(fmt::format("\"{}\":{{\"median\":{:.6g},\"runs\":[{:.6g}]}}", name,
                                  median(name), fmt::join(values, ",")));
  }
  return fmt::format("{{{}}}", fmt::join(members, ",\n"));
}

}  // namespace tamis::bench
