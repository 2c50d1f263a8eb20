#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "support/corpus.h"

namespace tamis::bench {

/// A kind of messages.
enum class Traffic : unsigned char {
  mixed,            ///< as they come
  english,          ///< ASCII alone
  chinese,          ///< mostly Han
  long_messages,    ///< of 2 KiB of text or more
  short_messages,   ///< of four characters at most
  hit_heavy,        ///< every tenth holds a phrase
  character_flood,  ///< one character over and over
  half_term_flood,  ///< the first half of a term over and over
};

inline constexpr std::array kTraffics{Traffic::mixed,           Traffic::english,
                                      Traffic::chinese,         Traffic::long_messages,
                                      Traffic::short_messages,  Traffic::hit_heavy,
                                      Traffic::character_flood, Traffic::half_term_flood};

/// "half-term-flood"
std::string_view name(Traffic traffic) noexcept;

/// What traffic is made from.
struct Ingredients {
  Chat chat;
  std::vector<std::string> phrases;  ///< what is planted: each must hit the rules
  std::vector<std::string> terms;    ///< whose halves flood
};

/// Up to `messages` messages of that kind, and about `bytes` of NDJSON at most.
Corpus make_traffic(Traffic traffic, const Ingredients& from, std::size_t messages,
                    std::size_t bytes);

}  // namespace tamis::bench
