// A filter in a chat server: each message passes it before it is delivered. Screener is for that:
// one message at a time, on the thread that has it, in microseconds.
//
//     filter_stage RULES < messages.txt      a line is a message: what may be delivered goes on to
//     standard output
#include <iostream>
#include <string>

#include <tamis/loader.h>
#include <tamis/screener.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: filter_stage RULES\n";
    return 2;
  }

  // Once, when the service starts. The rules are immutable, and all threads share them.
  const auto loaded = tamis::load_rules({.rules = argv[1]});
  if (!loaded) {
    std::cerr << tamis::render(loaded.error());
    return 1;
  }

  // One for each thread.
  tamis::Screener screener(loaded->rules);
  std::string text;
  while (std::getline(std::cin, text)) {
    const tamis::Screening screening =
        screener.screen({.text = text, .channel = "lobby", .sender = "somebody"});
    switch (screening.action()) {
      case tamis::Action::allow:
        std::cout << text << '\n';
        break;
      case tamis::Action::review:
      case tamis::Action::block:
        for (const tamis::Finding& finding : screening.findings()) {
          const tamis::Rule& rule = screener.rules().rules()[finding.rule];
          std::cerr << name(screening.action()) << ": " << rule.title << " (" << rule.id << ")\n";
        }
        break;
      case tamis::Action::unscreened:  // nobody knows what it says: not to be delivered
        std::cerr << "unscreened: " << describe(screening.fault()) << '\n';
        break;
    }
  }
}
