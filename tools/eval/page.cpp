#include <cmath>

#include <fmt/format.h>

#include "eval/page_template.h"
#include "eval/report.h"
#include "terminal.h"

namespace tamis::tools {
namespace {

std::string escaped_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string share_cell(Proportion p) {
  if (p.whole == 0) return "–";
  const Interval interval = wilson(p);
  return fmt::format("{:.3f}<small>{:.3f}–{:.3f}</small>", p.value(), interval.low, interval.high);
}

std::string row(std::string_view name, const Agreement& a) {
  return fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{:.3f}<td>{}\n", escaped_html(name),
                     with_separators(a.recall().whole), share_cell(a.precision()),
                     share_cell(a.recall()), a.f1(), share_cell(a.false_positive_rate()));
}

std::string agreements(const Evaluation& evaluation) {
  std::string text =
      "<div class=scroll><table><tr><th><th>harmful messages<th>precision<th>recall<th>F1"
      "<th>false-positive rate\n";
  text += row("all", evaluation.all());
  for (std::size_t i = 0; i < evaluation.categories().size(); ++i) {
    if (is_told(evaluation.categories()[i]))
      text += row(evaluation.rules().categories()[i].name, evaluation.categories()[i]);
  }
  text += "</table></div>";
  if (evaluation.has_several()) {
    text +=
        "<p>A message of several categories counts in those that it is a hit in, and in all of "
        "them where it is missed.</p>";
  }
  return text;
}

/// A bar for a share, with its interval.
std::string bar(std::string_view kind, Proportion p, int y) {
  constexpr double kLeft = 130;
  constexpr double kWidth = 600;
  if (p.whole == 0) return {};
  const Interval interval = wilson(p);
  return fmt::format(
      "<rect class={0} x={1} y={2} width={3:.1f} height=12><title>{0} {4:.3f}</title></rect>"
      "<path class=interval d=\"M{5:.1f} {6}H{7:.1f}\"/>\n",
      kind, kLeft, y, kWidth * p.value(), p.value(), kLeft + kWidth * interval.low, y + 6,
      kLeft + kWidth * interval.high);
}

std::string bars(const Evaluation& evaluation) {
  std::string text;
  int y = 6;
  for (std::size_t i = 0; i < evaluation.categories().size(); ++i) {
    const Agreement& category = evaluation.categories()[i];
    if (!is_told(category)) continue;
    text += fmt::format("<text class=name x=122 y={} text-anchor=end>{}</text>\n", y + 17,
                        escaped_html(evaluation.rules().categories()[i].name));
    text += bar("precision", category.precision(), y) + bar("recall", category.recall(), y + 13);
    y += 36;
  }
  return fmt::format(
      "<svg width=760 height={0} viewBox=\"0 0 760 {0}\" role=img "
      "aria-label=\"Precision and recall by category\">\n{1}</svg>",
      y, text);
}

/// Precision (upwards) over recall (to the right), both from 0 to 1.
class CurveChart {
 public:
  explicit CurveChart(const Evaluation& evaluation) : evaluation_(evaluation) {}

  std::string draw() const {
    std::string text;
    for (int i = 0; i <= 4; ++i) {
      const double at = i / 4.0;
      text +=
          fmt::format("<path class=grid d=\"M{0:.0f} {1:.0f}H{2:.0f}M{3:.0f} {4:.0f}V{5:.0f}\"/>",
                      x(0), y(at), x(1), x(at), y(0), y(1));
      text +=
          fmt::format("<text x={:.0f} y={:.0f} text-anchor=end>{}</text>", x(0) - 6, y(at) + 4, at);
      text += fmt::format("<text x={:.0f} y={:.0f} text-anchor=middle>{}</text>\n", x(at),
                          y(0) + 18, at);
    }
    text +=
        fmt::format("<text x={:.0f} y={:.0f} text-anchor=middle>recall</text>", x(0.5), y(0) + 36);
    text += fmt::format(
        "<text x=12 y={0:.0f} text-anchor=middle transform=\"rotate(-90 12 "
        "{0:.0f})\">precision</text>\n",
        y(0.5));
    text += curve();
    const Agreement& policy = evaluation_.all();
    if (policy.precision().whole != 0) {
      text += fmt::format(
          "<circle class=point r=5 cx={:.1f} cy={:.1f}><title>the policy</title></circle>\n",
          x(policy.recall().value()), y(policy.precision().value()));
    }
    return fmt::format(
        "<svg width=760 height=420 viewBox=\"0 0 760 420\" role=img aria-label=\"Precision over "
        "recall\">\n{}</svg>",
        text);
  }

 private:
  static double x(double recall) { return 60 + 640 * recall; }
  static double y(double precision) { return 360 - 330 * precision; }

  std::string curve() const {
    std::string path;
    std::string labels;
    constexpr double kApart = 30;  // so that labels do not cover each other
    double label_x = -kApart;
    double label_y = -kApart;
    std::uint64_t last = ~std::uint64_t{0};
    for (std::size_t i = 1; i < Evaluation::kThresholds; ++i) {
      const Agreement a = evaluation_.at_threshold(i);
      const std::uint64_t hits = a.precision().whole;
      if (hits == 0) break;
      if (hits == last) continue;  // nothing lies between the two thresholds
      last = hits;
      const double at_x = x(a.recall().value());
      const double at_y = y(a.precision().value());
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", at_x, at_y);
      if (std::hypot(at_x - label_x, at_y - label_y) < kApart) continue;
      label_x = at_x;
      label_y = at_y;
      labels +=
          fmt::format("<text x={:.1f} y={:.1f}>{:.2f}</text>", at_x + 4, at_y - 6, double(i) / 100);
    }
    return fmt::format("<path class=curve d=\"{}\"/>{}\n", path, labels);
  }

  const Evaluation& evaluation_;
};

std::string labels(const Evaluation& evaluation) {
  std::string text =
      "<div class=scroll><table><tr><th>label<th>allow<th>review<th>block<th>unscreened<th>hit\n";
  for (const auto& [label, count] : evaluation.labels()) {
    text += fmt::format("<tr><td>{}<small>{}</small>", escaped_html(label),
                        count.is_harmful ? "harmful" : "harmless");
    for (const Action action : {Action::allow, Action::review, Action::block, Action::unscreened})
      text += fmt::format("<td>{}", with_separators(count.actions[std::size_t(action)]));
    text += fmt::format("<td>{}\n", share_cell(count.hits));
  }
  return text + "</table></div>";
}

std::string examples(const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += fmt::format("<small>{}{}{}</small>", escaped_html(example.id),
                        example.text.empty() ? "" : ": ", escaped_html(example.text));
  }
  return text;
}

std::string rules(const Evaluation& evaluation) {
  std::string text =
      "<div class=scroll><table><tr><th>rule<th>true hits<th>false hits<th>too weak\n";
  for (const RuleCount* rule : by_false_hits(evaluation)) {
    text += fmt::format("<tr><td>{}<td>{}<td>{}{}<td>{}{}\n", escaped_html(rule->rule),
                        with_separators(rule->true_hits), with_separators(rule->false_hits),
                        examples(rule->false_examples), with_separators(rule->weak),
                        examples(rule->weak_examples));
  }
  text += fmt::format("<tr><td>no rule at all<td>–<td>–<td>{}{}\n",
                      with_separators(evaluation.untouched()),
                      examples(evaluation.untouched_examples()));
  return text + "</table></div>";
}

std::string summary(const Evaluation& evaluation) {
  const Agreement& all = evaluation.all();
  return fmt::format("{} messages: {} harmful, {} harmless. {} is a hit. Rule set {}, policy ‘{}’.",
                     with_separators(all.recall().whole + all.false_positive_rate().whole),
                     with_separators(all.recall().whole),
                     with_separators(all.false_positive_rate().whole),
                     evaluation.options().action == Action::block ? "Block" : "Review or block",
                     evaluation.rules().id(), escaped_html(evaluation.rules().policy().name));
}

}  // namespace

std::string page(const Evaluation& evaluation) {
  std::string text;
  std::string_view rest = kPageTemplate;
  const auto fill = [&](std::string_view place, const std::string& content) {
    const std::size_t at = rest.find(place);
    text += rest.substr(0, at);
    text += content;
    rest.remove_prefix(at + place.size());
  };
  fill("@SUMMARY@", summary(evaluation));
  fill("@AGREEMENTS@", agreements(evaluation));
  fill("@BARS@", bars(evaluation));
  fill("@CURVE@", CurveChart(evaluation).draw());
  fill("@LABELS@", labels(evaluation));
  fill("@RULES@", rules(evaluation));
  return text += rest;
}

}  // namespace tamis::tools
