#include "support/traffic.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "tamis/base/utf8.h"

namespace tamis::bench {
namespace {

constexpr std::string_view kTextKey = "\"text\": \"";
constexpr std::size_t kFloodBytes = 512;

std::size_t text_begin(std::string_view line) {
  const std::size_t key = line.find(kTextKey);
  if (key == line.npos) throw std::runtime_error("a message has no \"text\": member");
  return key + kTextKey.size();
}

/// The text as it stands in JSON, escapes and all.
std::string_view raw_text(std::string_view line) {
  const std::size_t begin = text_begin(line);
  return line.substr(begin, line.size() - 2 - begin);
}

std::string with_text(std::string_view line, std::string_view raw) {
  return fmt::format("{}{}\"}}", line.substr(0, text_begin(line)), raw);
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char byte) { return static_cast<signed char>(byte) >= 0; });
}

bool is_mostly_han(std::string_view text) {
  std::size_t han = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto [c, size] = utf8::decode(text.data() + at);
    han += c >= 0x4E00 && c < 0xA000;
    at += size;
  }
  return 2 * han > utf8::count(text);
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) end += utf8::decode(text.data() + end).size;
  return text.substr(0, end);
}

std::string repeated(std::string_view unit) {
  std::string text;
  while (text.size() + unit.size() <= kFloodBytes) text += unit;
  return text;
}

Chat chat_where(const Chat& chat, bool (*wanted)(std::string_view text)) {
  Chat chosen;
  std::ranges::copy_if(chat, std::back_inserter(chosen),
                       [&](std::string_view line) { return wanted(raw_text(line)); });
  return chosen;
}

Chat joined(const Chat& chat) {
  constexpr std::size_t kLong = 2048;
  Chat result;
  std::string text;
  for (const std::string& line : chat) {
    text += raw_text(line);
    text += ' ';
    if (text.size() < kLong) continue;
    result.push_back(with_text(line, text));
    text.clear();
  }
  return result;
}

Chat shortened(const Chat& chat) {
  Chat result;
  for (const std::string& line : chat) {
    const std::string_view text = first_characters(raw_text(line), 4);
    if (text.find('\\') == text.npos) result.push_back(with_text(line, text));
  }
  return result;
}

Chat flood_of_characters(const Chat& chat) {
  constexpr std::string_view kCharacters[] = {"a", "!", "0", "é", "哈", "😀", "Z", "-"};
  Chat result;
  for (const std::string& line : chat)
    result.push_back(
        with_text(line, repeated(kCharacters[result.size() % std::size(kCharacters)])));
  return result;
}

Chat flood_of_half_terms(const Chat& chat, const std::vector<std::string>& terms) {
  Chat result;
  for (const std::string& line : chat) {
    const std::string& term = terms[result.size() % terms.size()];
    result.push_back(
        with_text(line, repeated(first_characters(term, (utf8::count(term) + 1) / 2))));
  }
  return result;
}

Chat chat_of(Traffic traffic, const Ingredients& from) {
  switch (traffic) {
    case Traffic::english:
      return chat_where(from.chat, is_ascii);
    case Traffic::chinese:
      return chat_where(from.chat, is_mostly_han);
    case Traffic::long_messages:
      return joined(from.chat);
    case Traffic::short_messages:
      return shortened(from.chat);
    case Traffic::character_flood:
      return flood_of_characters(from.chat);
    case Traffic::half_term_flood:
      return flood_of_half_terms(from.chat, from.terms);
    default:
      return from.chat;
  }
}

}  // namespace

std::string_view name(Traffic traffic) noexcept {
  constexpr std::array<std::string_view, kTraffics.size()> kNames{
      "mixed", "english",   "chinese",         "long",
      "short", "hit-heavy", "character-flood", "half-term-flood"};
  return kNames[std::size_t(traffic)];
}

Corpus make_traffic(Traffic traffic, const Ingredients& from, std::size_t messages,
                    std::size_t bytes) {
  Chat chat = chat_of(traffic, from);
  if (chat.empty()) throw std::runtime_error(fmt::format("no {} messages", name(traffic)));
  std::size_t count = 0;
  for (std::size_t size = 0; count < std::min(messages, chat.size()) && size < bytes; ++count)
    size += chat[count].size();
  chat.resize(count);
  return make_corpus(chat, traffic == Traffic::hit_heavy ? 10 : 0, from.phrases);
}

}  // namespace tamis::bench
