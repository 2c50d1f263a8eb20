#pragma once

#include <map>
#include <string>
#include <vector>

namespace tamis::bench {

/// What was measured, a value for each run, by name. Names are paths whose last part is the unit,
/// such as "memory/10000/floor/decode/ns".
class Figures {
 public:
  void add(const std::string& name, double value) { values_[name].push_back(value); }

  /// Throws std::out_of_range for a name that nothing was added to.
  double median(const std::string& name) const;
  bool has(const std::string& name) const { return values_.contains(name); }

  /// `{"name":{"median":1.5,"runs":[1.5,1.4,1.7]}, …}`
  std::string json() const;

 private:
  std::map<std::string, std::vector<double>> values_;
};

}  // namespace tamis::bench
