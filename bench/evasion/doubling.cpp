// What hostile texts cost when they are twice as long. Work that grows with the square of a text's
// length lets one sender stop a screening service with a few long messages.
#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "evasion/random.h"
#include "tamis/base/utf8.h"
#include "tamis/loader.h"
#include "tamis/screener.h"

namespace tamis::bench {
namespace {

struct Options {
  std::string rules;
  std::string only;
  std::size_t bytes = 32 << 10;
  unsigned doublings = 3;
  unsigned runs = 5;
  bool check = false;
};

/// What a text twice as long may cost.
constexpr double kMost = 2.2;

struct Hostile {
  std::string name;
  std::function<std::string(std::size_t bytes)> text;
};

/// Of a beginning, and a unit over and over.
Hostile follows(std::string name, std::string begin, std::string unit) {
  return {std::move(name), [begin = std::move(begin), unit = std::move(unit)](std::size_t bytes) {
            std::string text = begin;
            while (text.size() < bytes) text += unit;
            return text;
          }};
}

/// Of a unit, over and over.
Hostile repeats(std::string name, std::string unit) {
  return follows(std::move(name), "", std::move(unit));
}

/// Of one beginning and so many ends as it opened.
Hostile nested(std::string name, std::string open, std::string core, std::string close) {
  return {std::move(name), [=](std::size_t bytes) {
            std::string text;
            for (std::size_t i = 0; i < bytes / 2; i += open.size()) text += open;
            text += core;
            for (std::size_t i = 0; i < bytes / 2; i += close.size()) text += close;
            return text;
          }};
}

/// Of characters drawn at random; so many of them, over and over, that all there is to find is in
/// the shortest text.
Hostile drawn(std::string name, std::u32string_view characters) {
  constexpr std::size_t kBytes = 4096;
  evasion::Random random(1);
  std::string unit;
  while (unit.size() < kBytes) {
    char encoded[4];
    unit.append(encoded, utf8::encode(random.pick(characters), encoded));
  }
  return repeats(std::move(name), std::move(unit));
}

std::string base64(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t i = 0; i + 3 <= text.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return unsigned(static_cast<unsigned char>(text[at]));
    };
    const unsigned bits = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    for (const int shift : {18, 12, 6, 0}) encoded += kDigits[bits >> shift & 63];
  }
  return encoded;
}

Hostile encoded_thrice() {
  return {"base64, three deep", [](std::size_t bytes) {
            std::string text;
            while (text.size() < bytes * 27 / 64) text += "send money now, idiot! ";
            return base64(base64(base64(text)));
          }};
}

std::vector<Hostile> hostile_texts() {
  return {
      repeats("ordinary chat", "I will be there at five, are you coming with us tonight? "),
      repeats("one letter", "a"),
      repeats("one word", "idiot "),
      repeats("half a word", "idio"),
      {"one letter with marks",
       [](std::size_t bytes) {
         std::string text = "f";
         while (text.size() < bytes) text += text.size() % 4 == 1 ? "\u0301" : "\u0327";
         return text;
       }},
      repeats("letters with marks", "f\u0301\u0327\u0301\u0489u\u0335\u0336ck\u20DD "),
      drawn("marks of many classes", U"a\u0300\u0301\u0327\u0323\u0345\u05B0\u0F71\u3099\u0591"),
      repeats("right-to-left overrides", "\u202Etoidi\u202C "),
      repeats("overrides never closed", "\u202Eab\u202Dcd"),
      nested("overrides one in another", "\u202E", "toidi", "\u202C"),
      drawn("controls of direction", U"ab\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"),
      repeats("invisible characters", "i\u200B\u200D\u2060\u00AD"),
      repeats("tags", "\U000E0069\U000E0064\U000E0069\U000E006F\U000E0074"),
      nested("backspaces", "ab", "", "\b\b"),
      repeats("entities", "&#105;diot "),
      repeats("entities of entities", "&amp;amp;amp;#105;"),
      repeats("entities never closed", "&#105"),
      repeats("percent encoding", "%25252569"),
      encoded_thrice(),
      repeats("base64 and not", "aWRpb3Q+/==aWRpb3Q"),
      repeats("letters spelled out", "f u c k "),
      repeats("letters and separators", "i.d-i*o_t'"),
      repeats("one separator", "f*"),
      repeats("masks", "f**k s***"),
      repeats("a mask after each", "加*○"),
      repeats("open brackets", "(zx "),
      repeats("drawn letters", "|_||<|\\||)/\\/\\"),
      drawn("leetspeak", U"1!|4@$5+7()0</\\3 "),
      repeats("apostrophes", "d'i'"),
      repeats("Chinese and separators", "加、微,信 佣.金"),
      repeats("emoji", "i😀d😂i🔥"),
      follows("a letter, then emoji", "a", "😀😁"),
      follows("an ideograph, then marks", "加", "、"),
      follows("a word, then brackets", "https://", ">○"),
      repeats("upside down", "ʇoıpı "),
      repeats("look-alikes", "іdіоt"),
      repeats("expanding characters", "\uFDFA\uFDFB"),
      drawn("digits and spaces", U"0123456789 -"),
      drawn("anything", U"fuck idiot1!*.'加微信&#;%=\b\u200B\u0301\u202E\u202C😀|/\\"),
  };
}

class Measurement {
 public:
  Measurement(std::shared_ptr<const RuleSet> rules, const Options& options)
      : options_(options), screener_(std::move(rules)) {}

  /// Prints what a text costs, and what one twice as long costs beside it, the geometric mean of
  /// all doublings. Says whether that is linear.
  bool told(const Hostile& hostile) {
    const std::size_t longest = options_.bytes << options_.doublings;
    const double first = seconds(hostile.text(options_.bytes));
    const double last = seconds(hostile.text(longest));
    const double ratio = std::pow(last / first, 1.0 / options_.doublings);
    const bool is_linear = ratio <= kMost;
    fmt::print("{:<28}{:>10.1f} ns/byte{:>9.2f} x{}\n", hostile.name, last / double(longest) * 1e9,
               ratio, is_linear ? "" : "  -");
    std::fflush(stdout);
    return is_linear;
  }

 private:
  /// CPU time, the least of some runs.
  double seconds(const std::string& text) {
    double least = 0;
    for (unsigned run = 0; run < options_.runs; ++run) {
      const double begin = now();
      screener_.screen(text);
      const double took = now() - begin;
      least = run == 0 ? took : std::min(least, took);
    }
    return least;
  }

  static double now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
  }

  const Options& options_;
  Screener screener_;
};

bool run(const Options& options) {
  const auto loaded = load_rules({.rules = options.rules});
  if (!loaded) throw std::runtime_error(render(loaded.error()));
  fmt::print("{} KiB and {} KiB, by CPU time; a text twice as long may cost {} x\n\n",
             options.bytes >> 10, options.bytes << options.doublings >> 10, kMost);
  Measurement measurement(loaded->rules, options);
  bool all = true;
  for (const Hostile& hostile : hostile_texts()) {
    if (hostile.name.starts_with(options.only)) all = measurement.told(hostile) && all;
  }
  return all;
}

}  // namespace
}  // namespace tamis::bench

int main(int argc, char** argv) {
  tamis::bench::Options options{.rules = SHIPPED_RULES};
  CLI::App app("What hostile texts cost when they are twice as long");
  app.add_option("--rules", options.rules, "Packs to screen by")->capture_default_str();
  app.add_option("--only", options.only, "Texts whose names begin so");
  app.add_option("--bytes", options.bytes, "Of the shortest text")
      ->check(CLI::Range(64U, 1U << 22))
      ->capture_default_str();
  app.add_option("--doublings", options.doublings, "How often its length is doubled")
      ->check(CLI::Range(1U, 8U))
      ->capture_default_str();
  app.add_option("--runs", options.runs, "Of which the fastest counts")
      ->check(CLI::Range(1U, 100U))
      ->capture_default_str();
  app.add_flag("--check", options.check, "Fail if a text is not linear");
  CLI11_PARSE(app, argc, argv);
  try {
    const bool is_linear = tamis::bench::run(options);
    return options.check && !is_linear ? 1 : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-evasion-doubling: {}\n", error.what());
    return 1;
  }
}
