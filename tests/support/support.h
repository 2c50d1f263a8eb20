#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tamis/base/batch.h"
#include "tamis/loader.h"

namespace tamis::test {

/// The whole file; fails the test (and gives "") if it cannot be read.
std::string read_file(const std::filesystem::path& path);

/// Its lines without their ends.
std::vector<std::string> lines_of(std::string_view text);

/// What lies in the folder, by name and in order.
std::vector<std::string> names_in(const std::filesystem::path& folder);

/// A case's name as gtest allows it: of letters, digits and _.
std::string name_of_case(const testing::TestParamInfo<std::string>& info);

/// `text` so many times in a row.
std::string repeat(std::string_view text, std::size_t times);

/// A batch whose input is `ndjson`, as from the begin of a stream.
std::unique_ptr<Batch> batch_of_lines(std::string_view ndjson);

/// A batch of messages with these texts, for the stages after decode.
std::unique_ptr<Batch> batch_of_texts(const std::vector<std::string>& texts);

/// A folder of its own that goes away with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  /// Writes a file, with the folders above it.
  void write(const std::filesystem::path& name, std::string_view text) const;

 private:
  std::filesystem::path path_;
};

/// A pack named `category` whose one rule file is `rules`, loaded with the built-in policy or
/// `policy` (YAML). Not cached. Fails the test (and gives null) if it does not load.
std::shared_ptr<const RuleSet> load(std::string_view rules, std::string_view policy = {},
                                    std::string_view category = "test");

}  // namespace tamis::test
