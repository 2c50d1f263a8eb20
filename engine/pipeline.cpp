// Batches go round: free -> intake -> work -> a worker -> done -> take -> free. Each queue is
// moodycamel's, with an explicit producer token for each thread that puts batches into it (its
// implicit producers have a known endless loop). Workers finish in any order; `take` puts batches
// back into that of the stream, in a ring with a place for each batch there is.
#include "tamis/pipeline.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <concurrentqueue/blockingconcurrentqueue.h>

#include "tamis/line_cutter.h"
#include "tamis/stages.h"

namespace tamis {
namespace {

/// A batch in use by each worker, one waiting for each, and some for the two ends.
std::size_t pool_size(unsigned workers) {
  return 2 * std::size_t{workers} + 3;
}

std::size_t size_of(const Message& m) noexcept {
  return sizeof m + m.text.size() + m.id.size() + m.channel.size() + m.sender.size() +
         m.kind.size();
}

}  // namespace

struct Pipeline::State {
  /// A batch on its way round.
  struct Slot {
    Batch batch;
    bool is_decoded = false;  ///< came as messages, not as lines
    std::shared_ptr<const RuleSet> rules;
  };
  struct QueueTraits : moodycamel::ConcurrentQueueDefaultTraits {
    // Who waits for a batch waits long: by default he would spin 10,000 times before he sleeps.
    static constexpr int MAX_SEMA_SPINS = 16;
  };
  using Queue = moodycamel::BlockingConcurrentQueue<Slot*, QueueTraits>;

  State(std::shared_ptr<const RuleSet> initial_rules, Options with)
      : options(std::move(with)),
        cutter(options.slice, options.max_line),
        rules(std::move(initial_rules)),
        slots(pool_size(options.workers)),
        free(slots.size()),
        work(slots.size() + options.workers),
        done(slots.size() + 1),
        to_free(free),
        to_work(work),
        end_of_done(done),
        in_order(slots.size()) {
    for (Slot& slot : slots) free.enqueue(to_free, &slot);
    for (unsigned i = 0; i < options.workers; ++i) workers.emplace_back([this] { run_worker(); });
  }

  Slot& next_free() {
    Slot* slot = spare.exchange(nullptr);
    if (slot == nullptr) free.wait_dequeue(slot);
    slot->batch.clear();
    slot->is_decoded = false;
    return *slot;
  }

  void send(Slot& slot) {
    slot.batch.sequence = submitted.load(std::memory_order_relaxed);
    submitted.store(slot.batch.sequence + 1, std::memory_order_release);
    work.enqueue(to_work, &slot);
  }

  void run_worker() {
    const moodycamel::ProducerToken to_done(done);
    std::optional<Stages> stages;
    std::uint64_t version = 0;
    Slot* slot = nullptr;
    while (work.wait_dequeue(slot), slot != nullptr) {
      if (!stages || version != rules_version.load(std::memory_order_acquire)) {
        const std::lock_guard lock(rules_mutex);
        version = rules_version.load(std::memory_order_relaxed);
        stages.emplace(rules, Decoder(options.fields, options.max_line), options.emit);
      }
      if (slot->is_decoded) {
        stages->screen_messages(slot->batch);
        stages->emit(slot->batch);
      } else {
        stages->run(slot->batch);
      }
      slot->rules = stages->rules();
      done.enqueue(to_done, slot);
    }
  }

  const Options options;

  std::mutex intake_mutex;
  LineCutter cutter;
  std::atomic<std::uint64_t> submitted = 0;
  std::atomic<bool> is_finished = false;
  std::atomic<Slot*> spare = nullptr;  ///< a free batch that the intake took and had no use for

  std::mutex rules_mutex;
  std::shared_ptr<const RuleSet> rules;
  std::atomic<std::uint64_t> rules_version = 1;

  std::vector<Slot> slots;
  Queue free;
  Queue work;
  Queue done;
  moodycamel::ProducerToken to_free;      ///< of the thread that takes
  moodycamel::ProducerToken to_work;      ///< of the intake
  moodycamel::ProducerToken end_of_done;  ///< of `finish`

  // Of the thread that takes.
  std::vector<Slot*> in_order;  ///< by sequence, modulo its size
  std::uint64_t next = 0;
  Slot* taken = nullptr;
  std::optional<VerdictBatch> verdicts;

  std::vector<std::thread> workers;
};

Pipeline::Pipeline(std::shared_ptr<const RuleSet> rules, Options options) {
  if (options.workers == 0) options.workers = std::max(1U, std::thread::hardware_concurrency());
  // Beyond these, places in a batch's folded texts would not fit 32 bits.
  options.max_line = std::min(options.max_line, Decoder::kLongestLine);
  options.slice = std::clamp(options.slice, std::size_t{1}, Decoder::kLongestLine);
  state_ = std::make_unique<State>(std::move(rules), std::move(options));
}

Pipeline::~Pipeline() {
  finish();
  for (std::thread& worker : state_->workers) worker.join();
}

Result<void> Pipeline::feed(Source& source) {
  const std::lock_guard lock(state_->intake_mutex);
  if (state_->is_finished) return failure("the pipeline was told that nothing more would come");
  state_->cutter.begin();
  while (true) {
    State::Slot& slot = state_->next_free();
    const auto filled = state_->cutter.fill(slot.batch, source);
    if (!filled || !*filled) {
      state_->spare = &slot;
      if (!filled) return tl::unexpected(filled.error());
      return {};
    }
    state_->send(slot);
    if (state_->cutter.is_done()) return {};
  }
}

bool Pipeline::submit(std::string_view ndjson) {
  MemorySource source(ndjson);
  return feed(source).has_value();
}

bool Pipeline::submit(std::span<const Message> messages) {
  const std::lock_guard lock(state_->intake_mutex);
  if (state_->is_finished) return false;
  while (!messages.empty()) {
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < messages.size() && (count == 0 || bytes < state_->options.slice))
      bytes += size_of(messages[count++]);
    State::Slot& slot = state_->next_free();
    Batch& batch = slot.batch;
    slot.is_decoded = true;
    batch.strings.reserve(bytes + 1);
    for (const Message& message : messages.first(count)) {
      Message& own = batch.messages.emplace_back(message);
      for (std::string_view* string : {&own.text, &own.id, &own.channel, &own.sender, &own.kind}) {
        if (string->data() == nullptr) continue;
        if (string == &own.text && string->size() > Stages::kMaxText)
          continue;  // nobody will read it
        const std::size_t begin = batch.strings.size();
        batch.strings.append(*string);
        *string = batch.strings.view().substr(begin);
      }
    }
    state_->send(slot);
    messages = messages.subspan(count);
  }
  return true;
}

bool Pipeline::has_room() const noexcept {
  return state_->spare.load() != nullptr || state_->free.size_approx() != 0;
}

void Pipeline::finish() {
  const std::lock_guard lock(state_->intake_mutex);
  if (state_->is_finished.exchange(true)) return;
  for (std::size_t i = 0; i < state_->workers.size(); ++i)
    state_->work.enqueue(state_->to_work, nullptr);
  state_->done.enqueue(state_->end_of_done, nullptr);
}

const VerdictBatch* Pipeline::take() {
  State& s = *state_;
  if (s.taken != nullptr) {
    s.verdicts.reset();
    s.taken->rules.reset();
    s.free.enqueue(s.to_free, std::exchange(s.taken, nullptr));
  }
  State::Slot*& place = s.in_order[s.next % s.in_order.size()];
  while (place == nullptr) {
    if (s.is_finished.load() && s.next == s.submitted.load(std::memory_order_acquire))
      return nullptr;
    State::Slot* slot = nullptr;
    s.done.wait_dequeue(slot);
    if (slot != nullptr) s.in_order[slot->batch.sequence % s.in_order.size()] = slot;
  }
  s.taken = std::exchange(place, nullptr);
  ++s.next;
  s.verdicts.emplace(s.taken->batch, s.taken->rules);
  return &*s.verdicts;
}

void Pipeline::reload(std::shared_ptr<const RuleSet> rules) {
  const std::lock_guard lock(state_->rules_mutex);
  state_->rules = std::move(rules);
  state_->rules_version.fetch_add(1, std::memory_order_release);
}

}  // namespace tamis
