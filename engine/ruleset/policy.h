#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tamis/ruleset/source.h"

namespace tamis {

/// The scores from which on an action is taken. None: never.
struct Thresholds {
  std::optional<double> review;
  std::optional<double> block;
  SourcePlace place;  ///< of the entry that names them
};

/// Thresholds, and for which messages they are.
struct PolicyClause {
  std::string channel;  ///< a glob; empty: any channel
  std::string kind;     ///< a glob; empty: any kind
  Thresholds fallback;  ///< for categories that no matching clause names
  std::vector<std::optional<Thresholds>> by_category;  ///< by category index
  SourcePlace place;
};

/// What to do about scores.
///
/// A category's thresholds come from the clauses that match the message and name the category: key
/// by key, the last one wins. Only if none names it do the clauses' `default` entries count,
/// likewise.
struct Policy {
  std::string name = "built-in";
  std::string title;
  std::vector<PolicyClause> clauses;        ///< the first is for all messages
  std::vector<std::string> exempt_senders;  ///< globs
};

/// Whether `text` matches `glob`: `*` is any run of bytes, `?` any one code point. Linear in both
/// for one star, and never worse than their product.
bool glob_matches(std::string_view glob, std::string_view text) noexcept;

}  // namespace tamis
