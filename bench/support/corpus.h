#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tamis::bench {

/// A small generator that gives the same numbers everywhere (splitmix64).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() noexcept;
  std::size_t below(std::size_t n) noexcept { return next() % n; }

 private:
  std::uint64_t state_;
};

/// Words that nobody says: pronounceable, and every third one of Chinese characters. All different.
std::vector<std::string> invented_words(std::size_t count, std::uint64_t seed);

/// NDJSON messages to screen.
struct Corpus {
  std::string ndjson;
  std::size_t messages = 0;
  std::size_t planted = 0;  ///< messages that hold a term
};

/// The messages of `file`, each as it is; where `every` is not 0, each `every`th has one of `terms`
/// put to its end.
Corpus read_corpus(const std::filesystem::path& file, std::size_t every,
                   const std::vector<std::string>& terms);

/// The same of made-up chat: two thirds English words, one third Chinese characters.
Corpus invent_corpus(std::size_t messages, std::size_t every,
                     const std::vector<std::string>& terms);

}  // namespace tamis::bench
