#include "pretty.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace tamis::tools {

std::string how_hidden(View view, EvasionSet undone) {
  std::string text = fmt::format("{}:", name(view));
  std::string_view separator = " ";
  for (std::size_t i = 0; i < kEvasionCount; ++i) {
    if (undone.contains(Evasion(i)))
      text += fmt::format("{}{}", std::exchange(separator, ", "), name(Evasion(i)));
  }
  return text;
}

std::vector<TextSpan> matched_spans(const Screening& screening) {
  std::vector<TextSpan> spans;
  for (const Finding& finding : screening.findings()) {
    if (finding.joined != Finding::kNotJoined) continue;
    for (const Part& part : screening.parts(finding)) spans.push_back(part.span);
  }
  std::ranges::sort(spans, {}, &TextSpan::begin);
  return spans;
}

std::string PrettyPrinter::format(const VerdictBatch& batch) const {
  std::string text;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (actions_ >> unsigned(batch[i].action()) & 1) text += format(batch[i], batch.rules());
  }
  return text;
}

std::string PrettyPrinter::format(const Screening& screening, const RuleSet& rules) const {
  const Message& message = screening.message();
  std::string text = style_.action_padded(screening.action(), 10) + "  ";
  if (screening.action() == Action::unscreened) {
    return text + fmt::format("{}\n", style_.faint(fmt::format("line {}: {}", message.line,
                                                               describe(screening.fault()))));
  }
  text += style_.marked(message.text, matched_spans(screening)) + "\n";
  if (screening.verdict().exempt)
    text += style_.faint("            the policy exempts this sender\n");
  std::set<std::uint32_t> told;
  for (const Finding& finding : screening.findings()) {
    if (!told.insert(finding.rule).second) continue;
    const Rule& rule = rules.rules()[finding.rule];
    text +=
        fmt::format("            {} {:.2g}  {}{}\n", style_.bold(rule.id), rule.score, rule.title,
                    style_.faint(rule.shadow ? "  (shadow: only reported)"
                                 : finding.joined != Finding::kNotJoined
                                     ? "  (with the sender's messages before it)"
                                     : ""));
  }
  return text;
}

}  // namespace tamis::tools
