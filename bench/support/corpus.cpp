#include "support/corpus.h"

#include <fstream>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

std::string invented_word(Random& random) {
  constexpr std::string_view kOnsets[] = {"b", "br", "d", "dr", "f",  "g", "k", "kl", "m",
                                          "n", "p",  "r", "s",  "st", "t", "v", "z"};
  constexpr std::string_view kVowels[] = {"a", "e", "i", "o", "u", "ai", "ou"};
  std::string word;
  for (std::size_t i = 3 + random.below(2); i > 0; --i) {
    word += kOnsets[random.below(std::size(kOnsets))];
    word += kVowels[random.below(std::size(kVowels))];
  }
  return word;
}

std::string chinese_characters(Random& random, std::size_t count) {
  std::string text;
  for (; count > 0; --count) {
    char bytes[4];
    text.append(bytes, utf8::encode(static_cast<char32_t>(0x4E00 + random.below(3000)), bytes));
  }
  return text;
}

}  // namespace

std::uint64_t Random::next() noexcept {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

std::vector<std::string> invented_words(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  std::set<std::string> seen;
  std::vector<std::string> words;
  while (words.size() < count) {
    std::string word = words.size() % 3 == 2 ? chinese_characters(random, 4 + random.below(2))
                                             : invented_word(random);
    const bool is_folded =
        fold(word) == word;  // simplified: not every contender knows traditional characters
    if (is_folded && seen.insert(word).second) words.push_back(std::move(word));
  }
  return words;
}

Chat read_chat(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  Chat chat;
  for (std::string line; std::getline(stream, line);) {
    if (!line.ends_with("\"}")) {
      throw std::runtime_error(
          fmt::format("{}:{}: a message must end with its text", file.string(), chat.size() + 1));
    }
    chat.push_back(std::move(line));
  }
  return chat;
}

Chat invent_chat(std::size_t messages) {
  constexpr std::string_view kWords[] = {"the",   "you", "is",    "to",       "have", "what",
                                         "time",  "can", "hotel", "please",   "I",    "great",
                                         "table", "for", "movie", "Tomorrow", "at",   "station",
                                         "book",  "it",  "would", "like",     "yes"};
  Random random(11);
  Chat chat;
  for (std::size_t i = 0; i < messages; ++i) {
    std::string text;
    if (i % 3 == 2) {
      text = chinese_characters(random, 12 + random.below(40));
    } else {
      for (std::size_t n = 6 + random.below(20); n > 0; --n) {
        text += kWords[random.below(std::size(kWords))];
        text += ' ';
      }
    }
    chat.push_back(
        fmt::format(R"({{"id": "m{}", "channel": "c{}", "sender": "u{}", "text": "{}"}})", i,
                    random.below(500), random.below(20000), text));
  }
  return chat;
}

Corpus make_corpus(const Chat& chat, std::size_t every, const std::vector<std::string>& phrases) {
  Random random(7);
  Corpus corpus;
  for (std::string line : chat) {
    ++corpus.messages;
    if (every != 0 && corpus.messages % every == 0) {
      line.insert(line.size() - 2, " " + phrases[random.below(phrases.size())]);
      ++corpus.planted;
    }
    corpus.ndjson += line;
    corpus.ndjson += '\n';
  }
  return corpus;
}

}  // namespace tamis::bench
