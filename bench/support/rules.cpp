#include "support/rules.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

#include "support/corpus.h"
#include "tamis/loader.h"

namespace tamis::bench {

std::shared_ptr<const RuleSet> load(const std::vector<std::string>& terms,
                                    const std::vector<std::string>& regexes) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / fmt::format("tamis-bench-{}", getpid());
  fs::create_directories(folder);
  std::ofstream(folder / "pack.yaml")
      << "category: bench\ntitle: Bench\ndescription: Made up.\nscores: {high: 1.0}\n";
  std::ofstream words(folder / "words.txt");
  for (const std::string& term : terms) words << term << '\n';
  words.close();
  std::ofstream rules(folder / "rules.yaml");
  rules << "rules:\n  - {id: terms, title: Terms, severity: high, file: words.txt,\n     tests: "
           "{hit: [\""
        << terms.front() << "\"], miss: [nothing]}}\n";
  if (!regexes.empty()) {
    rules << "  - id: regexes\n    title: Regexes\n    severity: high\n    tests: {hit: [\"kalt 12 "
             "kalt\"], miss: [nothing]}\n    regex:\n      - '\\bkalt \\d{2} kalt'\n";
    for (const std::string& regex : regexes) rules << "      - '" << regex << "'\n";
  }
  rules.close();
  const auto loaded = load_rules({.rules = folder, .cache = std::nullopt});
  fs::remove_all(folder);
  if (!loaded) throw std::runtime_error(render(loaded.error()));
  return loaded->rules;
}

std::vector<std::string> invented_regexes(std::size_t count) {
  const std::vector<std::string> words = invented_words(3 * count, 99);
  std::vector<std::string> regexes;
  for (std::size_t i = 0; i < count; ++i) {
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

}  // namespace tamis::bench
