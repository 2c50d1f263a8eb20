// The files in cases/; their form is told in cases/README.txt.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/base/screening.h"
#include "tamis/base/utf8.h"
#include "tamis/stages.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

struct Case {
  std::string text;  // as in a JSON string
  std::vector<std::string> findings;
};

struct CaseFile {
  std::string head;
  std::vector<std::string> rules;
  std::vector<Case> cases;

  explicit CaseFile(const fs::path& path) {
    bool in_rules = true;
    for (const std::string& line : test::lines_of(test::read_file(path))) {
      if (line == "====") {
        in_rules = false;
      } else if (in_rules) {
        if (line.starts_with("- ")) {
          rules.push_back(line.substr(2));
        } else {
          head += line + '\n';
        }
      } else if (line.starts_with("  ")) {
        cases.back().findings.push_back(line.substr(2));
      } else {
        cases.push_back({line, {}});
      }
    }
  }

  /// The first text that the rule hits, or that it misses.
  std::string text_for(const std::string& rule, bool hit) const {
    const std::string id = rule.substr(4, rule.find(',') - 4);
    for (const Case& c : cases) {
      const bool hits = std::ranges::any_of(
          c.findings, [&](const std::string& f) { return f.starts_with(id + ":"); });
      if (hits == hit) return c.text;
    }
    ADD_FAILURE() << "no text that " << id << (hit ? " hits" : " misses");
    return {};
  }

  std::string yaml() const {
    std::string text = head + "rules:\n";
    for (const std::string& rule : rules) {
      text += "- {" + rule + ", title: T, severity: high, tests: {hit: \"" + text_for(rule, true) +
              "\", miss: \"" + text_for(rule, false) + "\"}}\n";
    }
    return text;
  }
};

/// Escapes what would not show.
std::string visible(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text.data() + at);
    char escape[16] = "";
    if (c.value == 0xAD || (c.value >= 0x300 && c.value < 0x370) ||
        (c.value >= 0x2000 && c.value < 0x2070)) {
      std::snprintf(escape, sizeof escape, "\\u%04x", unsigned(c.value));
    }
    result += *escape != '\0' ? std::string_view(escape) : text.substr(at, c.size);
    at += c.size;
  }
  return result;
}

/// " (zero-width, homoglyph)" for what only the skeleton shows.
std::string undone(const Part& part) {
  std::string names;
  for (std::size_t i = 0; i < kEvasionCount; ++i) {
    if (!part.undone.contains(Evasion(i))) continue;
    names += (names.empty() ? " (" : ", ") + std::string(name(Evasion(i)));
  }
  return names.empty() ? names : names + ')';
}

std::vector<std::string> findings_on(const RuleSet& rules, const Batch& batch) {
  std::vector<std::string> result;
  const Screening screening(batch, 0);
  EXPECT_EQ(screening.fault(), Fault::none);
  const std::string_view text = screening.message().text;
  for (const Finding& finding : screening.findings()) {
    std::string& line =
        result.emplace_back(rules.rules()[finding.rule].id.substr(5) + ":");  // without "test/"
    const char* separator = " ";
    for (const Part& part : screening.parts(finding)) {
      line += std::exchange(separator, " + ") +
              visible(text.substr(part.span.begin, part.span.size())) + '@' +
              std::to_string(utf8::count(text.substr(0, part.span.begin))) + undone(part);
    }
    const auto parts = screening.parts(finding);
    EXPECT_EQ(finding.span.begin, parts.front().span.begin);
    EXPECT_EQ(finding.span.end,
              std::ranges::max(parts, {}, [](const Part& p) { return p.span.end; }).span.end);
  }
  return result;
}

std::vector<std::string> files() {
  std::vector<std::string> names = test::names_in(fs::path(TEST_DATA) / "cases");
  std::erase(names, "README.txt");
  return names;
}

class JudgeCases : public testing::TestWithParam<std::string> {};

TEST_P(JudgeCases, FindWhatIsExpected) {
  const CaseFile file(fs::path(TEST_DATA) / "cases" / GetParam());
  const auto rules = test::load(file.yaml());
  ASSERT_NE(rules, nullptr);
  Stages stages(rules, Decoder(*FieldMap::make({})), {});
  for (const Case& c : file.cases) {
    const auto batch = test::batch_of_lines("{\"text\":\"" + c.text + "\"}\n");
    stages.run(*batch);
    EXPECT_EQ(findings_on(*rules, *batch), c.findings) << c.text;
  }
}

INSTANTIATE_TEST_SUITE_P(, JudgeCases, testing::ValuesIn(files()), test::name_of_case);

}  // namespace
}  // namespace tamis
