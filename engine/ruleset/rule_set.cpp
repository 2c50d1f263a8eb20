#include "tamis/ruleset/rule_set.h"

#include <fmt/compile.h>

#include "tamis/base/utf8.h"

namespace tamis {

std::string RuleSet::where(SourcePlace place) const {
  if (place.line == 0) return "built-in";
  return fmt::format(FMT_COMPILE("{}:{}:{}"), files_[place.file], place.line, place.column);
}

bool glob_matches(std::string_view glob, std::string_view text) noexcept {
  std::size_t g = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // the last star, and where its run ends so far
  std::size_t run_end = 0;
  while (t < text.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      run_end = t;
    } else if (g < glob.size() && glob[g] == '?') {
      ++g;
      t = std::min(text.size(), t + utf8::decode(text.data() + t).size);
    } else if (g < glob.size() && glob[g] == text[t]) {
      ++g;
      ++t;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      t = ++run_end;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

}  // namespace tamis
