#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "tamis/base/evasion.h"
#include "tamis/base/message.h"
#include "tamis/base/text_span.h"

namespace tamis {

/// What to do with a message, mildest first. `unscreened` is not a judgement: the message could not
/// be screened, and whoever reads the verdict must not take that for `allow`.
enum class Action : std::uint8_t { unscreened, allow, review, block };
inline constexpr std::size_t kActionCount = 4;

constexpr std::string_view name(Action action) noexcept {
  constexpr std::array<std::string_view, kActionCount> kNames{"unscreened", "allow", "review",
                                                              "block"};
  return kNames[std::size_t(action)];
}

/// A form of the text that rules are matched against.
enum class View : std::uint8_t { folded, skeleton, pinyin };
inline constexpr std::array kAllViews{View::folded, View::skeleton, View::pinyin};

constexpr std::string_view name(View view) noexcept {
  constexpr std::array<std::string_view, kAllViews.size()> kNames{"folded", "skeleton", "pinyin"};
  return kNames[std::size_t(view)];
}

/// The view that shows what was hidden in these ways.
constexpr View view_of(EvasionSet undone) noexcept {
  const bool is_pinyin =
      undone.contains(Evasion::homophone) || undone.contains(Evasion::split_character);
  return is_pinyin ? View::pinyin : View::skeleton;
}

/// Views that a rule is matched against.
struct ViewSet {
  bool folded = true;
  bool skeleton = true;
  bool pinyin = false;

  constexpr bool contains(View view) const noexcept {
    return view == View::folded ? folded : view == View::skeleton ? skeleton : pinyin;
  }
};

/// Some of a batch's findings, parts or scores: `count` of them from `first` on.
struct Range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Where one pattern of a rule matched.
struct Part {
  std::uint32_t use =
      0;          ///< an index into `RuleSet::uses()`: which pattern, and where its rule names it
  TextSpan span;  ///< in bytes of the message's own text
  View view = View::folded;
  EvasionSet undone;  ///< how it was hidden, if `folded` does not show it
  float weight = 0;   ///< of a phrase that weighs; 0 of anything else
};

/// A rule that hit, and where.
struct Finding {
  std::uint32_t rule = 0;    ///< an index into `RuleSet::rules()`
  View view = View::folded;  ///< the last that is needed to see all of it
  EvasionSet undone;         ///< how its parts were hidden
  TextSpan span;             ///< from the first part's begin to the last one's end
  Range parts;               ///< into `Batch::parts`, in the order of the text; one at least

  /// If it spans several messages of the sender: an index into `Batch::joined.texts`, in which all
  /// its spans then are.
  std::uint32_t joined = kNotJoined;
  static constexpr std::uint32_t kNotJoined = ~0U;
};

struct CategoryScore {
  std::uint32_t category = 0;  ///< an index into `RuleSet::categories()`
  double score = 0;            ///< 0 to 1
};

/// What was decided on one message, and why.
struct Verdict {
  Action action = Action::unscreened;
  bool exempt =
      false;  ///< the policy exempts the sender: findings are reported, the action is allow
  std::uint32_t clause = 0;  ///< the policy's clause that decided, an index into `Policy::clauses`
  Range findings;            ///< into `Batch::findings`, by where they begin in the text
  Range categories;          ///< into `Batch::categories`
};

}  // namespace tamis
