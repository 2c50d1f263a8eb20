#include "support/rules.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>

#include "support/corpus.h"
#include "tamis/loader.h"

namespace tamis::bench {

namespace fs = std::filesystem;

void write_pack(const fs::path& folder, const std::vector<std::string>& terms,
                const std::vector<std::string>& regexes, Views views) {
  fs::create_directories(folder);
  std::ofstream(folder / "pack.yaml")
      << "category: bench\ntitle: Bench\ndescription: Made up.\nscores: {high: 1.0}\n";
  std::ofstream words(folder / "words.txt");
  for (const std::string& term : terms) words << term << '\n';
  std::ofstream rules(folder / "rules.yaml");
  rules << "rules:\n  - {id: terms, title: Terms, severity: high, file: words.txt,\n     "
        << (views == Views::kFolded ? "views: [folded], " : "")
        << "tests: " << fmt::format("{{hit: [\"{}\"], miss: [nothing]}}}}\n", terms.front());
  if (regexes.empty()) return;
  rules << "  - id: regexes\n    title: Regexes\n    severity: high\n"
        << fmt::format("    tests: {{hit: [{}], miss: [nothing]}}\n    regex:\n", kRegexPhrase);
  for (const std::string& regex : regexes) rules << "      - '" << regex << "'\n";
}

std::shared_ptr<const RuleSet> load(const std::vector<std::string>& terms,
                                    const std::vector<std::string>& regexes, Views views) {
  const TemporaryFolder folder;
  write_pack(folder.path(), terms, regexes, views);
  const auto loaded = load_rules({.rules = folder.path(), .cache = std::nullopt});
  if (!loaded) throw std::runtime_error(render(loaded.error()));
  return loaded->rules;
}

std::vector<std::string> invented_regexes(std::size_t count) {
  const std::vector<std::string> words = invented_words(3 * count, 99);
  std::vector<std::string> regexes;
  if (count != 0) regexes.emplace_back(R"(\bkalt \d{2} kalt)");
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const std::string& a = words[3 * i];
    const std::string& b = words[3 * i + 1];
    const std::string& c = words[3 * i + 2];
    switch (i % 5) {
      case 0:
        regexes.push_back(fmt::format(R"(\b{}\b.{{0,30}}\b{}\b)", a, b));
        break;
      case 1:
        regexes.push_back(fmt::format(R"(\b({}|{})s? \d{{2,4}}\b)", a, b));
        break;
      case 2:
        regexes.push_back(fmt::format(R"(\b{}(ing|ed|er)?\b)", a));
        break;
      case 3:
        regexes.push_back(fmt::format(R"(https?://[a-z0-9.]{{0,20}}{})", a));
        break;
      default:
        regexes.push_back(fmt::format(R"({}.{{0,10}}\d{{3}})", c));
        break;
    }
  }
  return regexes;
}

std::vector<std::string> phrases_of(const std::vector<std::string>& terms) {
  std::vector<std::string> phrases;
  for (std::size_t i = 0; i < std::min<std::size_t>(terms.size(), 100); ++i) {
    phrases.push_back(terms[i]);
    if (i % 5 == 4) phrases.emplace_back(kRegexPhrase);
  }
  return phrases;
}

TemporaryFolder::TemporaryFolder() {
  std::string path = (fs::temp_directory_path() / "tamis-bench-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
  path_ = path;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace tamis::bench
