#include "eval/labelled_messages.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

constexpr std::string_view kNoLabel = "(none)";

std::string as_text(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::vector<std::string> one_or_more(const nlohmann::json* value) {
  if (value == nullptr || value->is_null()) return {};
  if (!value->is_array()) return {as_text(*value)};
  std::vector<std::string> texts;
  for (const nlohmann::json& element : *value) texts.push_back(as_text(element));
  return texts;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
  return all;
}

}  // namespace

const nlohmann::json* at(const nlohmann::json& message, const std::string& place) {
  if (!place.starts_with('/')) {
    const auto found = message.find(place);
    return found == message.end() ? nullptr : &*found;
  }
  const nlohmann::json::json_pointer pointer(place);
  return message.contains(pointer) ? &message[pointer] : nullptr;
}

void expect_place(const std::string& place) {
  if (!place.starts_with('/')) return;
  try {
    const nlohmann::json::json_pointer pointer(place);
  } catch (const nlohmann::json::exception&) {
    throw CLI::ValidationError(fmt::format("'{}' is no JSON Pointer", place));
  }
}

bool is_held_out(std::string_view id) noexcept {
  std::uint32_t hash = 2166136261U;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash % 5 == 0;
}

void LabelledReader::read(const std::string& file, bool harmless, const Take& take) {
  std::ifstream opened;
  if (file != "-") {
    opened.open(file, std::ios::binary);
    if (!opened) throw CannotRun(fmt::format("{}: {}", file, std::strerror(errno)));
  } else {
    hint_at_terminal();
  }
  std::istream& stream = file == "-" ? std::cin : opened;
  std::string line;
  for (std::uint64_t number = 1; std::getline(stream, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    read_line(line, fmt::format("{}:{}", file, number), harmless, take);
  }
  if (stream.bad()) throw CannotRun(fmt::format("{}: cannot be read", file));
}

void LabelledReader::read_line(std::string_view line, std::string place, bool harmless,
                               const Take& take) {
  const nlohmann::json message = nlohmann::json::parse(line, nullptr, false);
  if (!message.is_object()) {
    ++unreadable_;
    return;
  }
  Labelled labelled{.id = std::move(place)};
  if (const nlohmann::json* id = at(message, options_.id); id != nullptr)
    labelled.id = as_text(*id);
  if (options_.part != Split::all && is_held_out(labelled.id) != (options_.part == Split::held_out))
    return;
  const nlohmann::json* const categories = at(message, "categories");
  const auto names = one_or_more(categories != nullptr ? categories : at(message, options_.label));
  labelled.label = joined(names);
  if (harmless || (categories != nullptr && names.empty())) {
    labelled.label = "benign";
  } else if (!has_meaning(names, labelled.categories)) {
    return;
  }
  take(std::move(labelled), line);
}

/// Adds what the labels mean to `categories`; false, and counted, where one of them means nothing.
bool LabelledReader::has_meaning(const std::vector<std::string>& labels, Categories& categories) {
  if (labels.empty()) ++left_out_[std::string(kNoLabel)];
  for (const std::string& label : labels) {
    const auto meant = labels_.find(label);
    if (!meant) {
      ++left_out_[label];
      return false;
    }
    categories.insert(categories.end(), meant->begin(), meant->end());
  }
  return !labels.empty();
}

}  // namespace tamis::tools
