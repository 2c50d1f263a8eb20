#include "tamis/screener.h"

#include <optional>

#include "tamis/stages.h"

namespace tamis {

struct Screener::State {
  State(std::shared_ptr<const RuleSet> rules, Options with)
      : options(std::move(with)), windows(options.join) {
    use(std::move(rules));
  }

  void use(std::shared_ptr<const RuleSet> rules) {
    stages.emplace(std::move(rules), Decoder(options.fields, Stages::kMaxText), options.emit);
  }

  void screen() {
    if (options.join.window > 1) windows.join(batch);
    stages->screen(batch);
  }

  Options options;
  SenderWindows windows;
  std::optional<Stages> stages;
  Batch batch;
};

Screener::Screener(std::shared_ptr<const RuleSet> rules) : Screener(std::move(rules), Options{}) {}

Screener::Screener(std::shared_ptr<const RuleSet> rules, Options options)
    : state_(std::make_unique<State>(std::move(rules), std::move(options))) {}

Screener::Screener(Screener&&) noexcept = default;
Screener& Screener::operator=(Screener&&) noexcept = default;
Screener::~Screener() = default;

Screening Screener::screen(const Message& message) {
  Batch& batch = state_->batch;
  batch.clear();
  Message& own = batch.messages.emplace_back(message);
  if (own.text.data() != nullptr && own.text.size() <= Stages::kMaxText) {
    batch.input.reserve(own.text.size() + 1);
    batch.input.append(own.text);
    own.text = batch.input.view();
  }
  state_->stages->check(batch);
  state_->screen();
  return {batch, 0};
}

std::string_view Screener::json() {
  state_->batch.output.clear();
  if (!state_->batch.messages.empty()) state_->stages->emit(state_->batch);
  return state_->batch.output.view();
}

std::string_view Screener::screen_line(std::string_view line, std::uint64_t number) {
  Batch& batch = state_->batch;
  batch.clear();
  batch.first_line = number;
  batch.begins_source = number == 1;
  batch.input.append(line);
  state_->stages->decode(batch);
  state_->screen();
  state_->stages->emit(batch);
  return batch.output.view();
}

void Screener::reload(std::shared_ptr<const RuleSet> rules) {
  state_->use(std::move(rules));
}

const RuleSet& Screener::rules() const noexcept {
  return *state_->stages->rules();
}

}  // namespace tamis
