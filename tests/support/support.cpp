#include "support/support.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace tamis::test {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  if (!stream) ADD_FAILURE() << "cannot read " << path;
  return std::move(bytes).str();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::string name_of_case(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

std::unique_ptr<Batch> batch_of_lines(std::string_view ndjson) {
  auto batch = std::make_unique<Batch>();
  batch->begins_source = true;
  batch->input.append(ndjson);
  return batch;
}

std::unique_ptr<Batch> batch_of_texts(const std::vector<std::string>& texts) {
  auto batch = std::make_unique<Batch>();
  std::size_t size = 0;
  for (const std::string& text : texts) size += text.size();
  batch->strings.reserve(size + 1);
  for (const std::string& text : texts) {
    const std::size_t begin = batch->strings.size();
    batch->strings.append(text);
    batch->messages.push_back({.text = batch->strings.view().substr(begin)});
  }
  return batch;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "tamis-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void TemporaryFolder::write(const fs::path& name, std::string_view text) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::shared_ptr<const RuleSet> load(std::string_view rules, std::string_view policy,
                                    std::string_view category) {
  const TemporaryFolder folder;
  folder.write("pack/pack.yaml",
               "category: " + std::string(category) + "\ntitle: Test\ndescription: For tests.\n");
  folder.write("pack/rules.yaml", rules);
  LoadOptions options{.rules = folder.path(), .cache = std::nullopt};
  if (!policy.empty()) {
    folder.write("policy.yaml", policy);
    options.policy = folder.path() / "policy.yaml";
  }
  const auto loaded = load_rules(options);
  if (!loaded) {
    ADD_FAILURE() << render(loaded.error());
    return nullptr;
  }
  return loaded->rules;
}

}  // namespace tamis::test
