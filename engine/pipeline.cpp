// Batches go round: free -> work -> a worker -> done -> take -> free. Each queue is moodycamel's,
// with an explicit producer token for each thread that puts something into it (its implicit
// producers have a known endless loop). Workers finish in any order; `take` puts batches back into
// that of the stream, in a ring with a place for each batch there is.
//
// A stream is read by the workers themselves, in turns: whoever has the turn fills a batch, passes
// the turn on through the work queue, and screens what it has just read, which is still in its
// core's cache. A thread of its own for reading would hand every byte from core to core.
#include "tamis/pipeline.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

#include <concurrentqueue/blockingconcurrentqueue.h>

#include "tamis/line_cutter.h"
#include "tamis/stages.h"

namespace tamis {
namespace {

/// A batch in use by each worker, one waiting for each to be taken, and one that was taken.
std::size_t pool_size(unsigned workers) {
  return 2 * std::size_t{workers} + 1;
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
  struct Job {
    enum class Kind : std::uint8_t { stop, read, screen };
    Kind kind = Kind::stop;
    Slot* slot = nullptr;  ///< to screen
  };
  struct QueueTraits : moodycamel::ConcurrentQueueDefaultTraits {
    // Who waits for a batch waits long: by default he would spin 10,000 times before he sleeps.
    static constexpr int MAX_SEMA_SPINS = 16;
  };
  template <class T>
  using Queue = moodycamel::BlockingConcurrentQueue<T, QueueTraits>;

  State(std::shared_ptr<const RuleSet> initial_rules, Options with)
      : options(std::move(with)),
        cutter(options.slice, options.max_line),
        windows(options.join),
        rules(std::move(initial_rules)),
        slots(pool_size(options.workers)),
        free(slots.size()),
        work(slots.size() + options.workers + 1),
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

  /// Gives a filled batch its place in the stream.
  void number(Slot& slot) {
    slot.batch.sequence = submitted.load(std::memory_order_relaxed);
    submitted.store(slot.batch.sequence + 1, std::memory_order_release);
  }

  void run_worker() {
    const moodycamel::ProducerToken to_done(done);
    const moodycamel::ProducerToken pass_on(work);
    std::optional<Stages> stages;
    std::uint64_t version = 0;
    Job job;
    while (work.wait_dequeue(job), job.kind != Job::Kind::stop) {
      if (job.kind == Job::Kind::read) job.slot = read(pass_on);
      if (job.slot == nullptr) continue;
      if (!stages || version != rules_version.load(std::memory_order_acquire)) {
        const std::lock_guard lock(rules_mutex);
        version = rules_version.load(std::memory_order_relaxed);
        stages.emplace(rules, Decoder(options.fields, options.max_line), options.emit);
      }
      screen(*stages, *job.slot);
      done.enqueue(to_done, job.slot);
    }
  }

  void screen(Stages& stages, Slot& slot) {
    if (slot.is_decoded) {
      stages.check(slot.batch);
    } else {
      stages.decode(slot.batch);
    }
    if (options.join.window > 1) join_in_order(slot.batch);
    stages.screen(slot.batch);
    stages.emit(slot.batch);
    slot.rules = stages.rules();
  }

  /// What a sender wrote before is known only once all earlier batches have been here. They are
  /// with other workers, and none of those waits for this one.
  void join_in_order(Batch& batch) {
    std::uint64_t done_until = joined.load(std::memory_order_acquire);
    for (; done_until != batch.sequence; done_until = joined.load(std::memory_order_acquire))
      joined.wait(done_until, std::memory_order_acquire);
    windows.join(batch);
    joined.store(batch.sequence + 1, std::memory_order_release);
    joined.notify_all();
  }

  /// Takes a turn at reading the source, and passes the turn on, or tells `feed` that it was the
  /// last. Null if nothing was left.
  Slot* read(const moodycamel::ProducerToken& pass_on) {
    Slot& slot = next_free();
    const bool has_lines = fill(slot.batch);
    if (has_lines) {
      number(slot);
    } else {
      spare = &slot;
    }
    if (has_lines && !cutter.is_done()) {
      work.enqueue(pass_on, Job{Job::Kind::read, nullptr});
    } else {
      source_ended.release();
    }
    return has_lines ? &slot : nullptr;
  }

  /// False if nothing is left, or if reading failed, which `feed` will tell.
  bool fill(Batch& batch) {
    try {
      const auto filled = cutter.fill(batch, *source);
      if (!filled) source_error = filled.error();
      return filled.value_or(false);
    } catch (...) {  // a source is the caller's own
      source_exception = std::current_exception();
      return false;
    }
  }

  const Options options;

  std::mutex intake_mutex;
  // Of whoever has the turn to read.
  LineCutter cutter;
  Source* source = nullptr;
  std::optional<Error> source_error;
  std::exception_ptr source_exception;
  std::binary_semaphore source_ended{0};

  std::atomic<std::uint64_t> submitted = 0;
  std::atomic<bool> is_finished = false;
  std::atomic<Slot*> spare = nullptr;  ///< a free batch that the intake took and had no use for

  SenderWindows windows;
  std::atomic<std::uint64_t> joined = 0;  ///< the batch whose turn it is to be joined

  std::mutex rules_mutex;
  std::shared_ptr<const RuleSet> rules;
  std::atomic<std::uint64_t> rules_version = 1;

  std::vector<Slot> slots;
  Queue<Slot*> free;
  Queue<Job> work;
  Queue<Slot*> done;
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
  state_->source = &source;
  state_->source_error.reset();
  state_->work.enqueue(state_->to_work, {State::Job::Kind::read, nullptr});
  state_->source_ended.acquire();
  if (state_->source_exception)
    std::rethrow_exception(std::exchange(state_->source_exception, nullptr));
  if (state_->source_error) return tl::unexpected(*state_->source_error);
  return {};
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
    state_->number(slot);
    state_->work.enqueue(state_->to_work, {State::Job::Kind::screen, &slot});
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
    state_->work.enqueue(state_->to_work, {State::Job::Kind::stop, nullptr});
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
