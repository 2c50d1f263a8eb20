#include "rules/benign_hits.h"

#include <set>
#include <thread>

#include <fmt/format.h>

#include "commands.h"
#include "input.h"
#include "tamis/pipeline.h"

namespace tamis::tools {
namespace {

constexpr std::size_t kExamples = 3;

void feed(Pipeline& pipeline, const Input& input) {
  FileSource source(input.descriptor());
  if (const auto fed = pipeline.feed(source); !fed)
    throw CannotRun(fmt::format("{}: {}", input.name(), fed.error().message));
}

void add(const Screening& screening, BenignHits& hits) {
  if (screening.action() == Action::unscreened) return;
  ++hits.all;
  std::set<std::uint32_t> rules;
  for (const Finding& finding : screening.findings()) rules.insert(finding.rule);
  for (const std::uint32_t rule : rules) {
    ++hits.messages[rule];
    if (hits.examples[rule].size() == kExamples) continue;
    const Message& message = screening.message();
    hits.examples[rule].push_back(message.id.empty() ? fmt::format("line {}", message.line)
                                                     : std::string(message.id));
  }
}

}  // namespace

BenignHits count_benign_hits(const std::shared_ptr<const RuleSet>& rules,
                             const std::vector<std::string>& files) {
  BenignHits hits;
  hits.messages.resize(rules->rules().size());
  hits.examples.resize(rules->rules().size());
  Pipeline pipeline(rules, {.emit = {.actions = 0}});
  std::string error;
  std::thread intake([&] {
    try {
      for (const std::string& file : files) feed(pipeline, Input(file));
    } catch (const CannotRun& caught) {
      error = caught.what();
    }
    pipeline.finish();
  });
  while (const VerdictBatch* batch = pipeline.take()) {
    for (std::size_t i = 0; i < batch->size(); ++i) add((*batch)[i], hits);
  }
  intake.join();
  if (!error.empty()) throw CannotRun(error);
  return hits;
}

}  // namespace tamis::tools
