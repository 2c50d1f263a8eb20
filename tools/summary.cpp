#include "summary.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "terminal.h"

namespace tamis::tools {

Summary::Summary(bool quiet)
    : quiet_(quiet),
      shows_progress_(!quiet && is_terminal(STDERR_FILENO) && !is_terminal(STDOUT_FILENO)) {}

void Summary::add(const VerdictBatch& batch) {
  messages_ += batch.size();
  bytes_ += batch.input_bytes();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const Screening screening = batch[i];
    ++actions_[std::size_t(screening.action())];
    if (screening.action() == Action::unscreened) ++faults_[std::size_t(screening.fault())];
    for (const CategoryScore& score : screening.categories())
      ++categories_[batch.rules().categories()[score.category].name];
  }
  if (const auto now = Clock::now(); shows_progress_ && now >= next_progress_) show_progress(now);
}

double Summary::seconds_until(Clock::time_point now) const {
  return std::chrono::duration<double>(now - begin_).count();
}

void Summary::show_progress(Clock::time_point now) {
  const double seconds = seconds_until(now);
  fmt::print(stderr, "\r\x1b[K{}, {}, {}/s", counted(messages_, "message"),
             bytes_for_people(double(bytes_)),
             with_separators(static_cast<std::uint64_t>(double(messages_) / seconds)));
  std::fflush(stderr);
  has_progress_line_ = true;
  next_progress_ = now + std::chrono::milliseconds(200);
}

void Summary::finish(bool was_stopped) {
  if (has_progress_line_) std::fputs("\r\x1b[K", stderr);
  if (quiet_) return;
  const double seconds = seconds_until(Clock::now());
  const Style style(STDERR_FILENO);
  std::string text = fmt::format(
      "{}{}, {} in {:.2f} s: {} messages/s\n", was_stopped ? "stopped after " : "",
      counted(messages_, "message"), bytes_for_people(double(bytes_)), seconds,
      with_separators(static_cast<std::uint64_t>(double(messages_) / std::max(seconds, 1e-9))));
  for (const Action action : {Action::allow, Action::review, Action::block, Action::unscreened}) {
    text += fmt::format("  {} {}", style.action(action),
                        with_separators(actions_[std::size_t(action)]));
  }
  text += '\n';
  std::vector<std::pair<std::string, std::uint64_t>> categories(categories_.begin(),
                                                                categories_.end());
  std::ranges::stable_sort(categories, std::ranges::greater(),
                           &std::pair<std::string, std::uint64_t>::second);
  if (!categories.empty()) text += "  messages with rule hits, allowed ones included:";
  for (const auto& [category, count] : categories)
    text += fmt::format("  {} {}", category, with_separators(count));
  if (!categories.empty()) text += '\n';
  for (std::size_t fault = 1; fault < kFaultCount; ++fault) {
    if (faults_[fault] == 0) continue;
    text += fmt::format("  {}: {} ({})\n", code(Fault(fault)), with_separators(faults_[fault]),
                        describe(Fault(fault)));
  }
  if (messages_ != 0 && actions_[std::size_t(Action::unscreened)] == messages_) {
    text +=
        "  no line was a message: each is a JSON object such as {\"text\":\"hello\"}; where the "
        "text stands elsewhere, say so with --text\n";
  }
  std::fputs(text.c_str(), stderr);
}

}  // namespace tamis::tools
