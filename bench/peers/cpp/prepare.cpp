// Writes what the peers are given, and what they must answer: see bench/peers/README.md.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "aho_corasick.h"
#include "support/corpus.h"
#include "tamis/base/utf8.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string messages;
  std::string words;
  std::string out;
  std::size_t terms = 10'000;
  std::size_t every = 100;
  std::size_t limit = 200'000;
  std::size_t repeat = 1;
};

std::string casefold(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string view;
  icu::StringByteSink<std::string> sink(&view);
  normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink, nullptr,
                            status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU failed");
  return view;
}

std::string simple_fold(std::string_view text) {
  std::string view;
  for (const char* at = text.data(); at != text.data() + text.size();) {
    const auto c = utf8::decode(at);
    char bytes[4];
    view.append(bytes,
                utf8::encode(char32_t(u_foldCase(UChar32(c.value), U_FOLD_CASE_DEFAULT)), bytes));
    at += c.size;
  }
  return view;
}

std::string lower(std::string_view text) {
  std::string view;
  icu::UnicodeString::fromUTF8({text.data(), int32_t(text.size())})
      .toLower(icu::Locale::getRoot())
      .toUTF8String(view);
  return view;
}

/// How a peer may see words and texts; its answers are those of the view that it natively has.
struct View {
  std::string_view name;
  std::function<std::string(std::string_view)> of;
};
const View kViews[] = {
    {"folded", fold}, {"casefold", casefold}, {"simple-fold", simple_fold}, {"lower", lower}};

std::ofstream create(const fs::path& file) {
  fs::create_directories(file.parent_path());
  std::ofstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be written", file.string()));
  return stream;
}

/// Words of a list, a word a line or `term` of a JSON object a line, that all peers can be given:
/// of at least four bytes, since shorter ones are inside half of all words, and without what would
/// need escaping in JSON or YAML.
std::vector<std::string> read_words(const Options& options) {
  std::ifstream stream(options.words);
  if (!stream) throw std::runtime_error(fmt::format("{}: cannot be read", options.words));
  simdjson::dom::parser parser;
  std::vector<std::string> words;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('{')) line = std::string(std::string_view(parser.parse(line)["term"]));
    const bool is_plain =
        line.find_first_of("\"\\#\t\r\n'") == std::string::npos && !line.ends_with(' ');
    if (is_plain && lower(line).size() >= 4 && fold(line).size() >= 4)
      words.push_back(std::move(line));
  }
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  Random random(3);
  for (std::size_t i = words.size(); i > 1; --i) std::swap(words[i - 1], words[random.below(i)]);
  words.resize(std::min(words.size(), options.terms));
  return words;
}

/// A word as a sender might write it so as to pass: in capitals, or in full width where it is
/// ASCII.
std::string disguised(const std::string& word, bool is_wide) {
  std::string disguise;
  if (!is_wide) {
    icu::UnicodeString::fromUTF8(word).toUpper(icu::Locale::getRoot()).toUTF8String(disguise);
    return disguise;
  }
  for (const char byte : word) {
    char bytes[4] = {byte};
    const bool is_letter = byte >= 'a' && byte <= 'z';
    disguise.append(bytes, is_letter ? utf8::encode(char32_t(0xFF41 + (byte - 'a')), bytes) : 1);
  }
  return disguise;
}

/// What is planted: half the words as they are, a quarter in capitals, a quarter in full width.
std::vector<std::string> planted_forms(const std::vector<std::string>& words) {
  std::vector<std::string> forms;
  forms.reserve(words.size());
  for (std::size_t i = 0; i < words.size(); ++i)
    forms.push_back(i % 4 < 2 ? words[i] : disguised(words[i], i % 4 == 3));
  return forms;
}

struct Message {
  std::string id;
  std::string text;
  std::string line;
};

std::vector<Message> parse(const Corpus& corpus, std::size_t limit) {
  std::vector<Message> messages;
  simdjson::dom::parser parser;
  std::string_view left = corpus.ndjson;
  while (!left.empty() && messages.size() < limit) {
    std::string line(left.substr(0, left.find('\n')));
    left.remove_prefix(line.size() + 1);
    const simdjson::dom::element message = parser.parse(line);
    std::string id{std::string_view(message["id"])};
    if (id.find_first_of("\"\\") != std::string::npos)
      throw std::runtime_error("ids must need no escaping");
    messages.push_back(
        {std::move(id), std::string(std::string_view(message["text"])), std::move(line)});
  }
  return messages;
}

/// A folded text holds no control characters, so these two are all that JSON wants escaped.
std::string json_string(std::string_view folded) {
  std::string json = "\"";
  for (const char byte : folded) {
    if (byte == '"' || byte == '\\') json += '\\';
    json += byte;
  }
  return json + '"';
}

void write_words(const fs::path& file, const std::vector<std::string>& words) {
  auto stream = create(file);
  for (const std::string& word : words) stream << word << '\n';
}

/// A pack for tamis of the same words, anywhere in a text and not in disguise, as for its peers.
void write_pack(const fs::path& folder, const std::vector<std::string>& words) {
  create(folder / "pack.yaml")
      << "category: bench\ntitle: Bench\ndescription: A word list.\nscores: {high: 1.0}\n";
  create(folder / "rules.yaml")
      << "rules:\n  - id: words\n    title: Words\n    severity: high\n"
         "    file: words.txt\n    match: substring\n    views: [folded]\n    tests: {hit: [\""
      << words.front() << "\"], miss: [\"0\"]}\n";
  write_words(folder / "words.txt", words);
}

std::vector<std::string> view_of(const View& view, const std::vector<std::string>& words) {
  std::vector<std::string> seen;
  seen.reserve(words.size());
  for (const std::string& word : words) seen.push_back(view.of(word));
  std::ranges::sort(seen);
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  return seen;
}

/// Returns how many are flagged.
std::size_t write_expected(const fs::path& file, const View& view,
                           const std::vector<std::string>& words,
                           const std::vector<Message>& messages, std::size_t repeat) {
  const AhoCorasick reference(view_of(view, words));
  std::string answers;
  std::size_t flagged = 0;
  for (const Message& message : messages) {
    const bool is_flagged = reference.is_in(view.of(message.text));
    flagged += is_flagged;
    answers += fmt::format("{{\"id\":\"{}\",\"flagged\":{}}}\n", message.id, is_flagged);
  }
  auto stream = create(file);
  for (std::size_t i = 0; i < repeat; ++i) stream << answers;
  return flagged * repeat;
}

int run(const Options& options) {
  const auto words = options.words.empty() ? invented_words(options.terms, 1) : read_words(options);
  if (words.empty()) throw std::runtime_error("there are no words");
  const std::vector<std::string> forms = planted_forms(words);
  const Chat chat =
      options.messages.empty() ? invent_chat(options.limit) : read_chat(options.messages);
  const Corpus corpus = make_corpus(chat, options.every, forms);
  const std::vector<Message> messages = parse(corpus, options.limit);
  const fs::path out = options.out;

  write_pack(out / "rules", words);
  write_words(out / "raw" / "words.txt", words);
  write_words(out / "folded" / "words.txt", view_of(kViews[0], words));
  auto raw = create(out / "raw" / "messages.ndjson");
  auto folded = create(out / "folded" / "messages.ndjson");
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < options.repeat; ++i) {
    for (const Message& message : messages) {
      raw << message.line << '\n';
      folded << fmt::format("{{\"id\": \"{}\", \"text\": {}}}\n", message.id,
                            json_string(fold(message.text)));
      bytes += message.line.size() + 1;
    }
  }
  fmt::print("{{\"messages\":{},\"bytes\":{},\"words\":{},\"flagged\":{{",
             messages.size() * options.repeat, bytes, words.size());
  const char* separator = "";
  for (const View& view : kViews) {
    const fs::path file = out / "expected" / fmt::format("{}.ndjson", view.name);
    const std::size_t flagged = write_expected(file, view, words, messages, options.repeat);
    fmt::print("{}\"{}\":{}", separator, view.name, flagged);
    separator = ",";
  }
  fmt::print("}}}}\n");
  return 0;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options;
  CLI::App app("Writes words, messages and the answers to them for bench/peers/run");
  app.add_option("OUT", options.out, "Folder to write to")->required();
  app.add_option("--messages", options.messages,
                 "NDJSON with id and text, text last; made up where not given");
  app.add_option("--words", options.words, "A word list; made up where not given");
  app.add_option("--terms", options.terms, "At most so many words")->capture_default_str();
  app.add_option("--every", options.every,
                 "Each so manieth message gets a word at its end; 0: none")
      ->capture_default_str();
  app.add_option("--limit", options.limit, "At most so many messages")->capture_default_str();
  app.add_option("--repeat", options.repeat, "All messages so many times over")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  try {
    return tamis::bench::run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-peers-prepare: {}\n", error.what());
    return 1;
  }
}
