#include "tamis/ruleset/cache.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include <xxhash.h>

#include "tamis/base/version.h"

namespace tamis {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMagic = "tamis database 2\n";

/// What stands before the databases: enough to know that they are whole, and what they are of.
std::string header(std::string_view key, std::string_view payload) {
  return fmt::format("{}{}\n{} {:016x}\n", kMagic, key, payload.size(),
                     XXH3_64bits(payload.data(), payload.size()));
}

/// Hyperscan trusts what it deserializes, so nobody else may have been able to write it.
bool is_ours_alone(const fs::path& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 &&
         (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode)) && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

std::optional<fs::path> DatabaseCache::default_folder() {
  const char* const cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && fs::path(cache).is_absolute()) return fs::path(cache) / "tamis";
  const char* const home = std::getenv("HOME");
  if (home != nullptr && fs::path(home).is_absolute()) return fs::path(home) / ".cache" / "tamis";
  return std::nullopt;
}

fs::path DatabaseCache::file(const std::string& key) const {
  const std::string all = fmt::format("{} {} {}", kVersion, key, PatternDatabase::platform());
  const XXH128_hash_t h = XXH3_128bits(all.data(), all.size());
  return folder_ / fmt::format("{:016x}{:016x}.hsdb", h.high64, h.low64);
}

std::optional<Databases> DatabaseCache::find(const std::string& key,
                                             std::span<const Pattern> folded,
                                             std::span<const Pattern> skeleton) const {
  const fs::path path = file(key);
  if (!is_ours_alone(folder_) || !is_ours_alone(path)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream read;
  if (!(read << stream.rdbuf())) return std::nullopt;
  const std::string bytes = std::move(read).str();
  const std::string_view view = bytes;
  std::size_t end = 0;
  for (int line = 0; line < 3 && end != std::string::npos; ++line)
    end = view.find('\n', end == 0 ? 0 : end + 1);
  if (end == std::string::npos) return std::nullopt;
  const std::string_view payload = view.substr(end + 1);
  if (view.substr(0, end + 1) != header(path.stem().string(), payload)) return std::nullopt;
  std::uint64_t size = 0;  // of the first of the two
  if (payload.size() < sizeof size) return std::nullopt;
  std::memcpy(&size, payload.data(), sizeof size);
  const std::string_view both = payload.substr(sizeof size);
  if (size > both.size()) return std::nullopt;
  auto first = PatternDatabase::deserialize(both.substr(0, size), folded);
  auto second = PatternDatabase::deserialize(both.substr(size), skeleton);
  if (!first || !second) return std::nullopt;
  return Databases{*std::move(first), *std::move(second)};
}

void DatabaseCache::store(const std::string& key, const PatternDatabase& folded,
                          const PatternDatabase& skeleton) const {
  std::error_code ignored;
  fs::create_directories(folder_.parent_path(), ignored);
  mkdir(folder_.c_str(), 0700);
  if (!is_ours_alone(folder_)) return;
  const fs::path path = file(key);
  const auto first = folded.serialize();
  const auto second = skeleton.serialize();
  if (!first || !second) return;
  const std::uint64_t size = first->size();
  const std::string payload =
      std::string(reinterpret_cast<const char*>(&size), sizeof size) + *first + *second;
  std::string temporary = (folder_ / "new-XXXXXX").string();
  const int fd = mkstemp(temporary.data());
  if (fd < 0) return;
  const std::string bytes = header(path.stem().string(), payload) + payload;
  std::size_t written = 0;
  while (written < bytes.size()) {
    const ssize_t n = write(fd, bytes.data() + written, bytes.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  close(fd);
  if (written == bytes.size()) fs::rename(temporary, path, ignored);
  fs::remove(temporary, ignored);
  prune();
}

void DatabaseCache::prune() const {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator at(folder_, ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    std::error_code gone;
    if (at->path().extension() == ".hsdb")
      files.emplace_back(at->last_write_time(gone), at->path());
  }
  if (files.size() <= kMaxFiles) return;
  std::ranges::sort(files, std::ranges::greater());
  for (std::size_t i = kMaxFiles; i < files.size(); ++i) fs::remove(files[i].second, ignored);
}

}  // namespace tamis
