#include "stages/stage.h"
#include "support/rules.h"
#include "tamis/emit/emitter.h"
#include "tamis/judge/judge.h"
#include "tamis/match/scanner.h"

// Judge and emit work on the same verdicts, under the same rules.

namespace tamis::bench {
namespace {

/// A rule set, with what to check its verdicts against.
struct Screening {
  std::shared_ptr<const RuleSet> rules =
      load(invented_words(Workloads::kTerms, 1), invented_regexes(Workloads::kRegexes));
  Reference reference{rules->patterns()};
  Scanner scanner{rules->database(), rules->patterns(), word_rules()};
  Judge judge{*rules};

  void judge_anew(Batch& batch) {
    batch.verdicts.clear();
    batch.findings.clear();
    batch.parts.clear();
    batch.categories.clear();
    judge.judge(batch);
  }
  /// Scans and judges everything; returns how many messages must hit.
  std::size_t prepare(Workload& workload) {
    for (const auto& batch : workload.batches) {
      batch->folded.hits.clear();
      scanner.match(*batch);
      judge_anew(*batch);
    }
    return workload.ask(reference).texts;
  }
};

Screening& screening() {
  static Screening instance;
  return instance;
}

std::string check_verdicts(const Workload& workload, std::size_t expected) {
  std::size_t verdicts = 0;
  std::size_t blocked = 0;
  for (const auto& batch : workload.batches) {
    verdicts += batch->verdicts.size();
    for (const Verdict& verdict : batch->verdicts)
      blocked += verdict.action == Action::block && verdict.findings.count != 0;
  }
  const std::string wrong = unequal("verdicts", verdicts, workload.corpus.messages);
  return wrong.empty() ? unequal("messages blocked", blocked, expected) : wrong;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++n;
  return n;
}

std::string check_output(const Workload& workload, std::size_t expected) {
  std::size_t lines = 0;
  std::size_t blocked = 0;
  for (const auto& batch : workload.batches) {
    lines += count(batch->output.view(), "\n");
    blocked += count(batch->output.view(), R"("action":"block")");
  }
  const std::string wrong = unequal("lines", lines, workload.corpus.messages);
  return wrong.empty() ? unequal("messages blocked", blocked, expected) : wrong;
}

}  // namespace

void add_judge(Workloads& workloads) {
  add_stage("judge", workloads, [](Workload& workload) {
    const std::size_t expected = screening().prepare(workload);
    return Stage{
        .run = [](Batch& batch) { screening().judge_anew(batch); },
        .check = [&workload, expected] { return check_verdicts(workload, expected); },
        .bytes = workload.folded_bytes,
    };
  });
}

void add_emit(Workloads& workloads) {
  add_stage("emit", workloads, [](Workload& workload) {
    const std::size_t expected = screening().prepare(workload);
    std::size_t bytes = 0;
    for (const auto& batch : workload.batches) {
      emit(*screening().rules, {}, *batch);
      bytes += batch->output.size();
      batch->output.clear();
    }
    return Stage{
        .run =
            [](Batch& batch) {
              batch.output.clear();
              emit(*screening().rules, {}, batch);
            },
        .check = [&workload, expected] { return check_output(workload, expected); },
        .bytes = bytes,
    };
  });
}

}  // namespace tamis::bench
