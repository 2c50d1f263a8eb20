#include "aho_corasick.h"

#include <deque>

namespace tamis::bench {

AhoCorasick::AhoCorasick(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (!word.empty()) add(word);
  }
  link();
}

bool AhoCorasick::is_in(std::string_view text) const {
  State state = kStart;
  for (const char byte : text) {
    state = next(state, byte);
    if (is_accepting_[state]) return true;
  }
  return false;
}

AhoCorasick::State AhoCorasick::next(State state, char byte) const {
  while (true) {
    if (const auto found = edges_.find(edge(state, byte)); found != edges_.end())
      return found->second;
    if (state == kStart) return kStart;
    state = failure_[state];
  }
}

void AhoCorasick::add(std::string_view word) {
  State state = kStart;
  for (const char byte : word) {
    const auto [found, is_new] = edges_.try_emplace(edge(state, byte), State(failure_.size()));
    if (is_new) {
      failure_.push_back(kStart);
      is_accepting_.push_back(false);
    }
    state = found->second;
  }
  is_accepting_[state] = true;
}

// Breadth first: a state's failure is shorter than it, so it is linked before.
void AhoCorasick::link() {
  std::vector<std::vector<std::pair<char, State>>> children(failure_.size());
  for (const auto& [key, to] : edges_) children[key >> 8].emplace_back(char(key & 0xFF), to);
  std::deque<State> waiting{kStart};
  while (!waiting.empty()) {
    const State from = waiting.front();
    waiting.pop_front();
    for (const auto& [byte, to] : children[from]) {
      if (from != kStart) failure_[to] = next(failure_[from], byte);
      if (is_accepting_[failure_[to]]) is_accepting_[to] = true;
      waiting.push_back(to);
    }
  }
}

}  // namespace tamis::bench
