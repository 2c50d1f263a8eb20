#pragma once

#include <memory>
#include <string_view>

#include "tamis/base/message.h"
#include "tamis/base/screening.h"
#include "tamis/decode/field_map.h"
#include "tamis/emit/emitter.h"
#include "tamis/join/sender_windows.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// Screens one message at a time on the calling thread. One for each thread; rule sets are shared.
///
///     auto loaded = tamis::load_rules({.rules = "rules"});
///     if (!loaded) { std::cerr << tamis::render(loaded.error()); return 1; }
///     tamis::Screener screener(loaded->rules);
///     if (screener.screen("some text").action() != tamis::Action::allow) …
///
/// Once warm, a message that no rule holds on costs no allocation.
class Screener {
 public:
  struct Options {
    FieldMap fields = *FieldMap::make({});  ///< for `screen_line`
    EmitOptions emit;                       ///< for `screen_line` and `json`
    JoinOptions join;                       ///< a sender's last messages, screened joined as well
  };

  explicit Screener(std::shared_ptr<const RuleSet> rules);
  Screener(std::shared_ptr<const RuleSet> rules, Options options);
  Screener(Screener&&) noexcept;
  Screener& operator=(Screener&&) noexcept;
  ~Screener();

  /// Screens a message. Its text is copied; its other strings must live until the next call, as
  /// does what is returned. Text that is not UTF-8, or has more than 16 MiB, is `unscreened`.
  Screening screen(const Message& message);
  Screening screen(std::string_view text) { return screen(Message{.text = text}); }

  /// The last message's verdict as a line of JSON, with its newline. Valid until the next call.
  std::string_view json();

  /// Screens one line of NDJSON. Returns the verdict as a line of JSON, as the pipeline would;
  /// empty for a blank line. `number` is the line's in its stream. Valid until the next call.
  std::string_view screen_line(std::string_view line, std::uint64_t number = 1);

  /// Goes on with other rules.
  void reload(std::shared_ptr<const RuleSet> rules);
  const RuleSet& rules() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tamis
