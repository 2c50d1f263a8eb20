#include <algorithm>

#include "stages/stage.h"
#include "tamis/decode/decoder.h"

namespace tamis::bench {
namespace {

std::string check(const Workload& workload, std::size_t expected_bytes) {
  std::size_t messages = 0;
  std::size_t bytes = 0;
  for (const auto& batch : workload.batches) {
    for (const Message& message : batch->messages) {
      messages += message.fault == Fault::none;
      bytes += message.text.size();
    }
  }
  const std::string wrong = unequal("messages", messages, workload.corpus.messages);
  return wrong.empty() ? unequal("bytes of text", bytes, expected_bytes) : wrong;
}

}  // namespace

void add_decode(Workloads& workloads) {
  auto decoder = std::make_shared<Decoder>(*FieldMap::make({}));
  add_stage("decode", workloads, [decoder](Workload& workload) {
    return Stage{
        .run =
            [decoder](Batch& batch) {
              batch.messages.clear();
              batch.strings.clear();
              decoder->decode(batch);
            },
        .check = [&workload, expected = text_bytes(
                                 workload.corpus.ndjson)] { return check(workload, expected); },
        .bytes = workload.corpus.ndjson.size(),
    };
  });
}

}  // namespace tamis::bench
