#pragma once

#include <memory>

#include "tamis/base/batch.h"
#include "tamis/decode/decoder.h"
#include "tamis/decode/utf8_check.h"
#include "tamis/emit/emitter.h"
#include "tamis/judge/judge.h"
#include "tamis/match/phrase_weights.h"
#include "tamis/match/scanner.h"
#include "tamis/match/skeleton_scanner.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/normalize/skeleton.h"
#include "tamis/ruleset/rule_set.h"

namespace tamis {

/// The five stages with what each needs to work on one rule set. One for each thread.
class Stages {
 public:
  Stages(std::shared_ptr<const RuleSet> rules, Decoder decoder, EmitOptions options)
      : rules_(std::move(rules)),
        options_(options),
        decoder_(std::move(decoder)),
        weigher_(rules_->phrase_weights(), word_rules()),
        scanner_(rules_->database(), rules_->patterns(), word_rules()),
        skeletonizer_(rules_->skeleton_vocabulary()),
        skeleton_scanner_(rules_->skeleton_terms()),
        judge_(*rules_) {}

  /// Lines of NDJSON in, lines of verdicts out.
  void run(Batch& batch) {
    decode(batch);
    screen(batch);
    emit(batch);
  }

  /// Messages out of lines of NDJSON.
  void decode(Batch& batch) { decoder_.decode(batch); }

  /// Checks messages that no decoder has seen.
  void check(Batch& batch) const {
    for (Message& message : batch.messages) {
      message.fault = fault_of(message);
      // What is not UTF-8 must not be emitted, and what is too long is not kept.
      if (message.fault == Fault::invalid_utf8) message.id = {};
      if (message.fault != Fault::none) message.text = {};
    }
  }

  /// Verdicts on messages.
  void screen(Batch& batch) {
    normalize(batch);
    if (!rules_->skeleton_terms().terms.empty()) skeletonizer_.skeletonize(batch);
    weigher_.match(batch);
    scanner_.match(batch);
    skeleton_scanner_.match(batch, skeletonizer_.words());
    judge_.judge(batch);
    batch.skeleton.clear();  // its memory is not kept while the batch waits to be taken
  }

  void emit(Batch& batch) const { tamis::emit(*rules_, options_, batch); }

  const std::shared_ptr<const RuleSet>& rules() const noexcept { return rules_; }

  /// A text of more bytes is not screened.
  static constexpr std::size_t kMaxText = Decoder::kLongestLine;

 private:
  static Fault fault_of(const Message& message) noexcept {
    for (const std::string_view string :
         {message.id, message.channel, message.sender, message.kind}) {
      if (!is_valid_utf8(string)) return Fault::invalid_utf8;
    }
    if (message.text.data() == nullptr) return Fault::missing_text;
    if (message.text.size() > kMaxText) return Fault::line_too_long;
    return is_valid_utf8(message.text) ? Fault::none : Fault::invalid_utf8;
  }

  std::shared_ptr<const RuleSet> rules_;
  EmitOptions options_;
  Decoder decoder_;
  Weigher weigher_;
  Scanner scanner_;
  Skeletonizer skeletonizer_;
  SkeletonScanner skeleton_scanner_;
  Judge judge_;
};

}  // namespace tamis
