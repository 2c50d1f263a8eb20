// RE2::Set: the words as literals, without regard to case (Unicode's simple case folding).
#include <memory>
#include <stdexcept>

#include <re2/re2.h>
#include <re2/set.h>

#include "peer.h"

namespace {

constexpr std::int64_t kMemory = std::int64_t{2} << 30;  // what the DFA's states may take

tamis::bench::Matcher make_matcher(const std::vector<std::string>& words, bool is_folded) {
  RE2::Options options;
  options.set_literal(true);
  options.set_case_sensitive(is_folded);
  options.set_max_mem(kMemory);
  const auto set = std::make_shared<RE2::Set>(options, RE2::UNANCHORED);
  for (const std::string& word : words) {
    std::string error;
    if (set->Add(word, &error) < 0) throw std::runtime_error("RE2: " + error);
  }
  if (!set->Compile()) throw std::runtime_error("RE2: the set does not fit in its memory");
  return [set](std::string_view text) {
    RE2::Set::ErrorInfo error{};
    const bool is_match = set->Match({text.data(), text.size()}, nullptr, &error);
    if (!is_match && error.kind != RE2::Set::kNoError)
      throw std::runtime_error("RE2: the DFA ran out of memory");
    return is_match;
  };
}

}  // namespace

int main(int argc, char** argv) {
  return tamis::bench::run_peer(argc, argv, make_matcher);
}
