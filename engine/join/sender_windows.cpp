#include "tamis/join/sender_windows.h"

#include <utility>

namespace tamis {
namespace {

TextSpan append(PaddedBuffer& bytes, std::string_view string) {
  const auto begin = static_cast<std::uint32_t>(bytes.size());
  bytes.append(string);
  return {begin, static_cast<std::uint32_t>(bytes.size())};
}

}  // namespace

void SenderWindows::join(Batch& batch) {
  const std::size_t count = batch.messages.size();
  for (std::uint32_t i = 0; i < count; ++i) {
    const Message& message = batch.messages[i];
    const std::size_t names = message.id.size() + message.sender.size() + message.channel.size();
    if (message.fault != Fault::none || message.sender.empty() || message.text.empty() ||
        message.text.size() > kLongest || names > kLongestNames) {
      continue;
    }
    Window& window = window_of(message);
    // The oldest makes room for this one, and leaves it its strings.
    Sent sent;
    if (window.sent.size() == options_.window) {
      sent = std::move(window.sent.front());
      window.sent.erase(window.sent.begin());
    }
    sent.text = message.text;
    sent.id = message.id;
    sent.line = message.line;
    window.sent.push_back(std::move(sent));
    if (window.sent.size() > 1) add_joined(batch, i, window);
  }
  // Only now do the joined bytes stay where they are.
  for (const JoinedText& joined : batch.joined.texts) {
    Message message = batch.messages[joined.message];
    message.text = batch.joined.view(joined.text);
    message.id = {};
    batch.messages.push_back(message);
  }
}

SenderWindows::Window& SenderWindows::window_of(const Message& message) {
  key_.assign(message.channel);
  key_ += '\0';
  key_ += message.sender;
  if (const auto found = by_key_.find(key_); found != by_key_.end()) {
    windows_.splice(windows_.begin(), windows_, found->second);
    return windows_.front();
  }
  if (!windows_.empty() && windows_.size() >= options_.senders) {
    by_key_.erase(windows_.back().key);
    windows_.pop_back();
  }
  windows_.push_front({key_, {}});
  by_key_.emplace(windows_.front().key, windows_.begin());
  return windows_.front();
}

void SenderWindows::add_joined(Batch& batch, std::uint32_t message, const Window& window) {
  JoinedTexts& joined = batch.joined;
  JoinedText text{.message = message,
                  .first_piece = static_cast<std::uint32_t>(joined.pieces.size()),
                  .piece_count = static_cast<std::uint32_t>(window.sent.size())};
  for (const Sent& sent : window.sent)
    joined.pieces.push_back({.id = append(joined.bytes, sent.id), .line = sent.line});
  text.text.begin = static_cast<std::uint32_t>(joined.bytes.size());
  for (std::uint32_t i = 0; i < text.piece_count; ++i) {
    if (i != 0) joined.bytes.push_back(' ');
    joined.pieces[text.first_piece + i].text = append(joined.bytes, window.sent[i].text);
  }
  text.text.end = static_cast<std::uint32_t>(joined.bytes.size());
  joined.texts.push_back(text);
}

}  // namespace tamis
