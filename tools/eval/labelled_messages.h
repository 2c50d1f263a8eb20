#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "eval/labels.h"

namespace tamis::tools {

/// What is known of a message beforehand.
struct Labelled {
  std::string label;      ///< as it stands in the data
  Categories categories;  ///< what the label means
  std::string id;         ///< its own, or `file:line`
};

/// What a message has at a place, a member's name or a JSON Pointer that `expect_place` took; null
/// where it has nothing.
const nlohmann::json* at(const nlohmann::json& message, const std::string& place);

/// Throws CLI::ValidationError unless `place` is a member's name or a JSON Pointer.
void expect_place(const std::string& place);

/// Which messages of the data to take: all, or one of two parts that never overlap.
enum class Split : std::uint8_t { all, tuning, held_out };

/// Whether the message of this id is of the held-out fifth: 32-bit FNV-1a of the id, modulo 5, is
/// 0. So a message stays where it is whatever stands beside it.
bool is_held_out(std::string_view id) noexcept;

/// Reads lines of labelled messages. A message says what it is by `categories`, a list of our
/// categories, else by its label, a string or a list of them.
class LabelledReader {
 public:
  struct Options {
    std::string id = "id";        ///< a member's name or a JSON Pointer
    std::string label = "label";  ///< likewise
    Split part = Split::all;
  };
  /// Takes a message and its line, without a line end.
  using Take = std::function<void(Labelled, std::string_view line)>;

  LabelledReader(const LabelMap& labels, Options options)
      : labels_(labels), options_(std::move(options)) {}

  /// Reads a file, or standard input where it is "-". `harmless`: whatever it says of itself, its
  /// messages are. Throws CannotRun where it cannot be read.
  void read(const std::string& file, bool harmless, const Take& take);

  /// How many messages were left out since a label of theirs has no meaning here, by label.
  const std::map<std::string, std::uint64_t>& left_out() const noexcept { return left_out_; }
  /// Lines that are no JSON objects.
  std::uint64_t unreadable() const noexcept { return unreadable_; }

 private:
  void read_line(std::string_view line, std::string place, bool harmless, const Take& take);
  bool has_meaning(const std::vector<std::string>& labels, Categories& categories);

  const LabelMap& labels_;
  Options options_;
  std::map<std::string, std::uint64_t> left_out_;
  std::uint64_t unreadable_ = 0;
};

}  // namespace tamis::tools
