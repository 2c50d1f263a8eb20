#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "support/support.h"

namespace tamis::test {

/// Rules that hit ordinary talk often, in all the ways that rules have.
inline std::shared_ptr<const RuleSet> talkative_rules(const std::string& term = "ubuntu") {
  return load(
      "allow: [thank you very much]\n"
      "rules:\n"
      "- {id: word, title: A, severity: low, terms: [you, font, 没有, 电影, " +
      term +
      "], tests: {hit: you, miss: x}}\n"
      "- {id: regex, title: A, severity: medium, regex: ['\\bwh\\w+ .{0,20}\\?', '[0-9]{4}年'], "
      "tests: {hit: 'what is it?', miss: x}}\n"
      "- id: pair\n"
      "  title: A\n"
      "  severity: high\n"
      "  all: [{terms: [the, 的]}, {terms: [is, 是], unless: [is not]}]\n"
      "  within: 20\n"
      "  unless: [please]\n"
      "  tests: {hit: the is, miss: the is please}\n"
      "- {id: watch, title: A, severity: high, terms: [in], match: substring, status: shadow, "
      "tests: {hit: in, miss: x}}\n");
}

/// Lines of all kinds: real ones where they are at hand, made-up ones, and broken ones.
inline std::vector<std::string> sample_lines() {
  std::vector<std::string> lines;
  for (const auto& [file, count] : {std::pair{"throughput/mixed.ndjson", 5000},
                                    {"labelled/cold.ndjson", 500},
                                    {"labelled/sms-spam.ndjson", 500},
                                    {"robustness/robust-blns.ndjson", 500}}) {
    std::ifstream stream(std::filesystem::path(SHARED_DATA) / file);
    std::string line;
    for (int i = 0; i < count && std::getline(stream, line); ++i) lines.push_back(line);
  }
  const std::vector<std::string> own{
      R"({"id":"a","text":"What is the font that you want?"})",
      R"({"id":2,"text":"Ｙｏｕ and y\u200bou, 😀 2010年 的 是","channel":"kids","sender":"me","kind":"nickname"})",
      R"({"text":"thank you very much, you"})",
      R"({"text":"in 2010年"})",
      R"({"text":""})",
      "",
      "   ",
      "\t{\"text\":\"padded\"} ",
      R"({"text":"carriage return"})"
      "\r",
      R"({"text":)",
      R"({"text":"no end)",
      R"({"id":[1],"text":"you"})",
      R"({"text":1})",
      R"({})",
      R"([])",
      R"("text")",
      R"({"text":"a","text":"b"})",
      R"({"text":"\ud800"})",
      "{\"text\":\"\xFF\"}",
      "{\"text\":\"zero \\u0000 in it\"}",
      R"({"text":"one"}{"text":"two"})",
      R"({"text":"you","other":{"deep":[1,2,{"text":"not this"}]}})",
  };
  for (std::size_t i = 0; i < 20; ++i) {
    lines.insert(lines.begin() + std::ptrdiff_t(lines.size() / (i + 1)), own.begin(), own.end());
  }
  return lines;
}

}  // namespace tamis::test
