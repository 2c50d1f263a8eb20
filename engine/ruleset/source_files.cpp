#include "tamis/ruleset/source_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tamis/base/utf8.h"
#include "tamis/decode/utf8_check.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) {
  std::error_code ignored;
  const fs::path relative = fs::proximate(path, ignored);
  return relative.empty() || *relative.begin() == ".." ? path.string() : relative.string();
}

}  // namespace

std::optional<std::uint32_t> SourceFiles::open(const fs::path& path) {
  std::error_code ignored;
  std::ifstream stream;
  if (fs::is_regular_file(path, ignored)) stream.open(path, std::ios::binary);
  std::ostringstream bytes;
  if (!stream.is_open() ||
      !(bytes << stream.rdbuf() || stream.peek() == std::ifstream::traits_type::eof())) {
    error(path, "cannot be read");
    return std::nullopt;
  }
  File file{path, std::move(bytes).str(), {0}};
  if (file.text.starts_with("\xEF\xBB\xBF"))
    file.text.erase(0, 3);  // some editors' byte order mark
  if (!is_valid_utf8(file.text)) {
    error(path, "is not valid UTF-8");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < file.text.size(); ++i) {
    if (file.text[i] == '\n') file.line_begins.push_back(i + 1);
  }
  files_.push_back(std::move(file));
  return static_cast<std::uint32_t>(files_.size() - 1);
}

std::vector<fs::path> SourceFiles::list(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    paths.push_back(at->path());
  }
  if (failed) error(folder, "cannot be listed: " + failed.message());
  std::ranges::sort(paths);
  return paths;
}

std::vector<std::string> SourceFiles::names() const {
  std::vector<std::string> names;
  for (const File& file : files_) {
    const fs::path relative = file.path.lexically_relative(root_);
    names.push_back(relative.empty() || *relative.begin() == ".." ? file.path.filename().string()
                                                                  : relative.string());
  }
  return names;
}

std::string_view SourceFiles::line(const File& file, std::uint32_t number) const {
  if (number == 0 || number > file.line_begins.size()) return {};
  std::string_view text = std::string_view(file.text).substr(file.line_begins[number - 1]);
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

SourcePlace SourceFiles::place(std::uint32_t file, std::uint32_t number,
                               std::uint32_t byte_column) const {
  const std::string_view text = line(files_[file], number);
  const auto characters = utf8::count(text.substr(0, byte_column - 1));
  return {file, number, static_cast<std::uint32_t>(characters + 1)};
}

Diagnostic SourceFiles::diagnostic(SourcePlace place, std::string message, std::string help,
                                   Severity severity) const {
  const File& file = files_[place.file];
  return {shown(file.path), place.line,
          place.column,     std::move(message),
          std::move(help),  std::string(line(file, place.line)),
          severity};
}

void SourceFiles::error(SourcePlace place, std::string message, std::string help) {
  diagnostics_.push_back(diagnostic(place, std::move(message), std::move(help)));
}

void SourceFiles::error(const fs::path& path, std::string message, std::string help) {
  diagnostics_.push_back({shown(path), 0, 0, std::move(message), std::move(help), {}});
}

}  // namespace tamis
