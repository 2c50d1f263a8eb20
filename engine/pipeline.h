#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "tamis/base/result.h"
#include "tamis/base/screening.h"
#include "tamis/decode/decoder.h"
#include "tamis/decode/field_map.h"
#include "tamis/emit/emitter.h"
#include "tamis/join/sender_windows.h"
#include "tamis/ruleset/rule_set.h"
#include "tamis/source.h"

namespace tamis {

/// Verdicts on a batch of messages, in the order of the messages.
class VerdictBatch {
 public:
  VerdictBatch(const Batch& batch, std::shared_ptr<const RuleSet> rules)
      : batch_(&batch), rules_(std::move(rules)) {}

  /// As lines of JSON.
  std::string_view ndjson() const noexcept { return batch_->output.view(); }

  std::size_t size() const noexcept { return batch_->messages.size(); }
  Screening operator[](std::size_t index) const noexcept { return {*batch_, index}; }
  /// Bytes of NDJSON that it was made from; 0 of messages that were submitted as such.
  std::size_t input_bytes() const noexcept { return batch_->input.size(); }
  /// The rules that judged, for what findings refer to.
  const RuleSet& rules() const noexcept { return *rules_; }

 private:
  const Batch* batch_;
  std::shared_ptr<const RuleSet> rules_;
};

/// Screens a stream on several threads. Verdicts come out in the order in which messages went in,
/// exactly one each.
///
/// A fixed number of batches goes round between intake, workers and output, through lock-free
/// queues. When all are in use the intake waits: somebody who takes verdicts slowly slows the
/// intake, and nothing grows. A worker that runs out of memory ends the process: its messages would
/// be lost without a word otherwise.
///
///     tamis::Pipeline pipeline(rules, {});
///     std::thread intake([&] { pipeline.feed(source); pipeline.finish(); });
///     while (const tamis::VerdictBatch* batch = pipeline.take()) std::cout << batch->ndjson();
///     intake.join();
class Pipeline {
 public:
  struct Options {
    unsigned workers = 0;                   ///< threads; 0: one a CPU
    FieldMap fields = *FieldMap::make({});  ///< where NDJSON has the fields
    EmitOptions emit;
    JoinOptions join;  ///< a sender's last messages, screened joined as well
    // Both in bytes, and at most `Decoder::kLongestLine`.
    std::size_t slice = std::size_t{256} << 10;  ///< of input, that make a batch
    std::size_t max_line = Decoder::kMaxLine;    ///< a longer line is not screened
  };

  Pipeline(std::shared_ptr<const RuleSet> rules, Options options);
  /// Nobody may be in another call. Verdicts that were not taken are lost.
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // Intake: from any thread, one at a time (others wait).

  /// Screens lines of NDJSON until the source ends; waits while all batches are in use. Fails if
  /// the source does; what was read until then is screened. What the source throws comes out here.
  Result<void> feed(Source& source);
  /// Screens lines of NDJSON, which are copied. The last one needs no line end. Waits while all
  /// batches are in use, and until a worker comes to copy them. False after `finish`.
  bool submit(std::string_view ndjson);
  /// Screens messages, which are copied; their strings are valid UTF-8, and their ids JSON. Waits
  /// while all batches are in use. False after `finish`.
  bool submit(std::span<const Message> messages);
  /// Says whether a `submit` of up to a slice would wait for no `take`.
  bool has_room() const noexcept;
  /// Nothing more will go in, nor be taken. What is under way is still screened.
  void finish();

  // Output: from one thread.

  /// The next batch of verdicts; waits for it. Null once everything that went in has come out after
  /// `finish`. Valid until the next call, which gives it back.
  const VerdictBatch* take();

  /// Batches that no worker has begun yet are judged by other rules (not null). From any thread.
  void reload(std::shared_ptr<const RuleSet> rules);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tamis
