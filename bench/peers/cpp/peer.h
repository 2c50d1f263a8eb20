#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tamis::bench {

/// Says whether a text holds one of the words.
using Matcher = std::function<bool(std::string_view text)>;

/// Builds a matcher of `words`; where `is_folded`, words and texts need no normalizing any more.
using MakeMatcher = std::function<Matcher(const std::vector<std::string>& words, bool is_folded)>;

/// The `main` of a peer: does what bench/peers/README.md asks of one. Returns its exit status.
int run_peer(int argc, char** argv, const MakeMatcher& make_matcher);

}  // namespace tamis::bench
