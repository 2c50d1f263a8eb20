#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include <fmt/format.h>

#include "commands.h"
#include "explanation.h"
#include "rules_option.h"
#include "tamis/screener.h"
#include "why_not.h"

namespace tamis::tools {
namespace {

struct ExplainOptions {
  RulesOption rules;
  std::string text;
  std::string channel;
  std::string sender;
  std::string kind;
  std::string why_not;
  bool json = false;
};

int explain(const ExplainOptions& options) {
  const LoadedRules loaded = options.rules.load();
  std::string text = options.text;
  if (text == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
    if (text.ends_with('\n')) text.pop_back();
  }
  Screener screener(loaded.rules);
  const Screening screening = screener.screen(
      {.text = text, .channel = options.channel, .sender = options.sender, .kind = options.kind});
  if (screening.fault() == Fault::invalid_utf8) throw CannotRun("the text is not valid UTF-8");
  if (!options.why_not.empty()) {
    const WhyNot why_not(*loaded.rules, options.why_not, screening);
    options.json ? fmt::print("{}\n", why_not.json()) : why_not.print();
  } else {
    options.json ? fmt::print("{}", screener.json())
                 : Explanation(*loaded.rules, screening).print();
  }
  return screening.action() == Action::unscreened ? kUnscreened : kDone;
}

}  // namespace

void add_explain(CLI::App& app, int& exit) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command = *app.add_subcommand("explain", "Explain the verdict on one text to a person");
  command
      .add_option("TEXT", options->text,
                  "The text, in quotes; - reads it from standard input; put -- before one that "
                  "begins with -")
      ->required();
  options->rules.add_to(command);
  command.add_option("--channel", options->channel, "The channel that it stands in");
  command.add_option("--sender", options->sender, "Who sent it");
  command.add_option("--kind", options->kind,
                     "What it is: message (the default), nickname, comment, …");
  command
      .add_option(
          "--why-not", options->why_not,
          "Say why this rule does not fire: which of its parts are there, and what keeps it "
          "from firing or from counting")
      ->type_name("RULE");
  command.add_flag("--json", options->json,
                   "The answer as a line of JSON; without --why-not the verdict, as from screen");
  command.footer(
      "With --why-not, places count characters from 0.\n"
      "Exit status: 0 explained, 3 the text could not be screened, 2 wrong usage, 1 could not run\n"
      "(there is no such rule, the rules do not load, the text is not UTF-8).");
  command.callback([options, &exit] { exit = explain(*options); });
}

}  // namespace tamis::tools
