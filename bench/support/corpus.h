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
/// Of one seed, a longer list begins with the shorter one.
std::vector<std::string> invented_words(std::size_t count, std::uint64_t seed);

/// Messages as lines of NDJSON without their line ends: `id`, `channel`, `sender` and `text`, in
/// this order, so that the text can be changed at the line's end.
using Chat = std::vector<std::string>;

/// The messages of `file`; throws std::runtime_error where there are others in it.
Chat read_chat(const std::filesystem::path& file);
/// Made-up chat: two thirds English words, one third Chinese characters.
Chat invent_chat(std::size_t messages);

/// NDJSON messages to screen.
struct Corpus {
  std::string ndjson;
  std::size_t messages = 0;
  std::size_t planted = 0;  ///< messages that hold a phrase
};

/// The messages of `chat`, each as it is; where `every` is not 0, each `every`th has one of
/// `phrases` put to its end.
Corpus make_corpus(const Chat& chat, std::size_t every, const std::vector<std::string>& phrases);

}  // namespace tamis::bench
