// A stage between two streams: messages come in as NDJSON, a verdict on each goes out, in the same
// order. Pipeline is for that: it keeps all CPUs busy, and its memory is bounded however slowly the
// verdicts are read.
//
//     stream_stage RULES < messages.ndjson > verdicts.ndjson
#include <iostream>
#include <thread>

#include <tamis/loader.h>
#include <tamis/pipeline.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: stream_stage RULES\n";
    return 2;
  }
  const auto loaded = tamis::load_rules({.rules = argv[1]});
  if (!loaded) {
    std::cerr << tamis::render(loaded.error());
    return 1;
  }

  tamis::Pipeline pipeline(loaded->rules, {});
  tamis::Result<void> fed;
  std::thread intake([&] {
    tamis::FileSource input(0);
    fed = pipeline.feed(input);
    pipeline.finish();
  });

  std::size_t blocked = 0;
  while (const tamis::VerdictBatch* batch = pipeline.take()) {
    std::cout << batch->ndjson() << std::flush;
    for (std::size_t i = 0; i < batch->size(); ++i)
      blocked += (*batch)[i].action() == tamis::Action::block;
  }
  intake.join();
  if (!fed) std::cerr << "standard input: " << fed.error().message << '\n';
  std::cerr << blocked << " to block\n";
  return fed ? 0 : 1;
}
