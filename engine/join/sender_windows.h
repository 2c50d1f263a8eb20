#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tamis/base/batch.h"

namespace tamis {

/// Words may be split over messages: f, u, c, k, sent one by one. So the last messages of a sender
/// in a channel may also be screened joined.
struct JoinOptions {
  std::size_t window = 0;  ///< how many messages are joined, the newest included; under 2: none
  std::size_t senders = 16'384;  ///< remembered, one at least; who was silent longest is forgotten
                                 ///< first
};

/// Remembers what senders wrote lately, in memory bounded by
/// `senders * window * (kLongest + kLongestNames)`. For one thread at a time.
class SenderWindows {
 public:
  explicit SenderWindows(JoinOptions options) : options_(options) {}

  /// Joins each message that has a sender with those before it, and puts the joined text behind
  /// `batch.messages` as one more message, to be screened with them. Batches come in the order of
  /// their stream. A message of more than `kLongest` bytes is no part of a split word: it is left
  /// out; and so is one whose id, sender and channel have more than `kLongestNames` bytes together.
  void join(Batch& batch);

  static constexpr std::size_t kLongest = 256;
  static constexpr std::size_t kLongestNames = 1024;

 private:
  struct Sent {
    std::string text;
    std::string id;
    std::uint64_t line = 0;
  };
  struct Window {
    std::string key;
    std::vector<Sent> sent;  ///< oldest first
  };

  Window& window_of(const Message& message);
  static void add_joined(Batch& batch, std::uint32_t message, const Window& window);

  JoinOptions options_;
  std::list<Window> windows_;  ///< who wrote last comes first
  std::unordered_map<std::string_view, std::list<Window>::iterator> by_key_;
  std::string key_;
};

}  // namespace tamis
