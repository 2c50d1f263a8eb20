#pragma once

#include <memory>

#include "tamis/base/batch.h"
#include "tamis/decode/decoder.h"
#include "tamis/decode/utf8_check.h"
#include "tamis/emit/emitter.h"
#include "tamis/judge/judge.h"
#include "tamis/match/scanner.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// The five stages with what each needs to work on one rule set. One for each thread.
class Stages {
 public:
  Stages(std::shared_ptr<const RuleSet> rules, Decoder decoder, EmitOptions options)
      : rules_(std::move(rules)),
        options_(options),
        decoder_(std::move(decoder)),
        scanner_(rules_->database(), rules_->patterns(),
                 {spaced_word_characters(), content_characters()}),
        judge_(*rules_) {}

  /// Lines of NDJSON in, lines of verdicts out.
  void run(Batch& batch) {
    decoder_.decode(batch);
    screen(batch);
    emit(batch);
  }

  /// Messages that no decoder has seen in, verdicts out.
  void screen_messages(Batch& batch) {
    for (Message& message : batch.messages) {
      message.fault = fault_of(message);
      if (message.fault == Fault::invalid_utf8)
        message.text = message.id = {};  // must not be emitted
    }
    screen(batch);
  }

  void emit(Batch& batch) const { tamis::emit(*rules_, options_, batch); }

  const std::shared_ptr<const RuleSet>& rules() const noexcept { return rules_; }

  /// A text of more bytes is not screened.
  static constexpr std::size_t kMaxText = std::size_t{64} << 20;

 private:
  void screen(Batch& batch) {
    normalize(batch);
    scanner_.match(batch);
    judge_.judge(batch);
  }

  static Fault fault_of(const Message& message) noexcept {
    if (message.text.data() == nullptr) return Fault::missing_text;
    if (message.text.size() > kMaxText) return Fault::line_too_long;
    for (const std::string_view string :
         {message.text, message.id, message.channel, message.sender, message.kind}) {
      if (!is_valid_utf8(string)) return Fault::invalid_utf8;
    }
    return Fault::none;
  }

  std::shared_ptr<const RuleSet> rules_;
  EmitOptions options_;
  Decoder decoder_;
  Scanner scanner_;
  Judge judge_;
};

}  // namespace tamis
