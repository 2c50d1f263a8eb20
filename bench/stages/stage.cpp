#include "stages/stage.h"

#include <filesystem>
#include <map>

#include "support/rules.h"
#include "tamis/decode/decoder.h"
#include "tamis/line_cutter.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/pipeline.h"

namespace tamis::bench {
namespace {

bool found_wrong = false;

std::vector<std::unique_ptr<Batch>> batches_of(const Corpus& corpus) {
  LineCutter cutter(Pipeline::Options().slice, Decoder::kMaxLine);
  MemorySource source(corpus.ndjson);
  Decoder decoder(*FieldMap::make({}));
  std::vector<std::unique_ptr<Batch>> batches;
  cutter.begin();
  while (true) {
    auto batch = std::make_unique<Batch>();
    if (!cutter.fill(*batch, source).value_or(false)) return batches;
    decoder.decode(*batch);
    normalize(*batch);
    batches.push_back(std::move(batch));
  }
}

void run_stage(benchmark::State& state, Workload& workload, const Stage& stage) {
  for (auto _ : state) {
    for (const auto& batch : workload.batches) stage.run(*batch);
  }
  if (const std::string wrong = stage.check(); !wrong.empty()) {
    found_wrong = true;
    state.SkipWithError(wrong.c_str());
    return;
  }
  const auto messages = double(workload.corpus.messages);
  using benchmark::Counter;
  state.counters["time/message"] =
      Counter(messages, Counter::kIsIterationInvariantRate | Counter::kInvert);
  state.counters["bytes/message"] = double(stage.bytes) / messages;
  state.counters["bytes/s"] =
      Counter(double(stage.bytes), Counter::kIsIterationInvariantRate, Counter::OneK::kIs1000);
}

}  // namespace

Reference::Answer Workload::ask(const Reference& reference) const {
  Reference::Answer answer;
  for (const auto& batch : batches) reference.add(batch->folded, answer);
  return answer;
}

Workloads::Workloads(const std::string& file) {
  ingredients_.chat = std::filesystem::exists(file) ? read_chat(file) : invent_chat(20 * kMessages);
  ingredients_.terms = invented_words(100, 1);
  ingredients_.phrases = phrases_of(ingredients_.terms);
}

Workload& Workloads::of(Traffic traffic) {
  auto& made = made_[std::size_t(traffic)];
  if (made != nullptr) return *made;
  made = std::make_unique<Workload>();
  made->corpus = make_traffic(traffic, ingredients_, kMessages, kBytes);
  made->batches = batches_of(made->corpus);
  for (const auto& batch : made->batches) made->folded_bytes += batch->folded.bytes.size();
  return *made;
}

void add_stage(const std::string& stage_name, Workloads& workloads,
               const std::function<Stage(Workload&)>& make) {
  for (const Traffic traffic : kTraffics) {
    // Google Benchmark calls it several times to find out how many iterations it wants.
    auto stage = std::make_shared<Stage>();
    const auto run = [&workloads, traffic, make, stage](benchmark::State& state) {
      Workload& workload = workloads.of(traffic);
      if (!stage->run) *stage = make(workload);
      run_stage(state, workload, *stage);
    };
    benchmark::RegisterBenchmark(fmt::format("{}/{}", stage_name, name(traffic)).c_str(), run)
        ->Unit(benchmark::kMillisecond);
  }
}

bool any_wrong() noexcept {
  return found_wrong;
}

std::string unequal(std::string_view what, std::size_t found, std::size_t expected) {
  return found == expected ? "" : fmt::format("{} {}, not {}", found, what, expected);
}

}  // namespace tamis::bench
