#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "tamis/base/utf8.h"
#include "tamis/match/exact_regex.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/ruleset/lint.h"

namespace tamis {
namespace {

/// What a regex is made of, as far as it matters here.
struct Atom {
  enum class Kind : std::uint8_t { literal, boundary, group, other };
  Kind kind = Kind::other;
  std::string text;       ///< as written
  bool in_class = false;  ///< in […]
};

/// Cuts a regex into atoms. Groups' parentheses are atoms; so is each member of a class.
std::vector<Atom> atoms_of(std::string_view regex) {
  std::vector<Atom> atoms;
  bool in_class = false;
  for (std::size_t at = 0; at < regex.size();) {
    std::size_t size = utf8::decode(regex.data() + at).size;
    Atom atom{.in_class = in_class};
    const char c = regex[at];
    if (c == '\\') {
      size += at + 1 < regex.size() ? utf8::decode(regex.data() + at + 1).size : 0;
      if (regex.substr(at + 1).starts_with("x{")) size = regex.find('}', at) + 1 - at;
      if (!in_class && regex.substr(at + 1).starts_with('b')) atom.kind = Atom::Kind::boundary;
    } else if (in_class) {
      in_class = c != ']';
      atom.kind = c == ']' || c == '-' || c == '^' ? Atom::Kind::other : Atom::Kind::literal;
    } else if (c == '[') {
      in_class = true;
    } else if (c == '(' || c == ')') {
      atom.kind = Atom::Kind::group;
      if (regex.substr(at).starts_with("(?:")) size = 3;
    } else if (std::string_view(".*+?{}|^$").find(c) == std::string_view::npos) {
      atom.kind = Atom::Kind::literal;
    }
    size = std::min(size, regex.size() - at);
    atom.text = regex.substr(at, size);
    atoms.push_back(std::move(atom));
    at += size;
  }
  return atoms;
}

bool is_ascii(const std::string& text) {
  return !text.empty() && static_cast<unsigned char>(text.front()) < 0x80;
}

/// The next atom that stands for a character, seen through the edges of groups.
const Atom* beside(const std::vector<Atom>& atoms, std::size_t at, int step) {
  for (std::size_t i = at + std::size_t(step); i < atoms.size(); i += std::size_t(step)) {
    if (atoms[i].kind != Atom::Kind::group) return &atoms[i];
  }
  return nullptr;
}

class RegexLinter {
 public:
  RegexLinter(const SourceFiles& files, SourcePlace place, std::string_view regex,
              Diagnostics& found)
      : files_(files), place_(place), atoms_(atoms_of(regex)), found_(found) {}

  void run() {
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      if (atoms_[i].kind == Atom::Kind::boundary) check_boundary(i);
      if (atoms_[i].kind == Atom::Kind::literal) check_literal(i);
      if (const std::string& text = atoms_[i].text; text == "\\n" || text == "\\t" || text == "\\r")
        warn(fmt::format("'{}' never occurs: folding makes it a space", text), "");
    }
    check_runs();
    check_size();
  }

 private:
  void warn(std::string message, std::string help) {
    found_.push_back(
        files_.diagnostic(place_, std::move(message), std::move(help), Severity::warning));
  }

  void check_boundary(std::size_t at) {
    for (const int step : {-1, 1}) {
      const Atom* const atom = beside(atoms_, at, step);
      if (atom == nullptr || atom->kind != Atom::Kind::literal || is_ascii(atom->text)) continue;
      warn(fmt::format(
               "'\\b' beside '{}' holds only where an ASCII letter, digit or _ stands on its "
               "other side",
               atom->text),
           "'\\b' knows ASCII alone; leave it out here");
      return;
    }
  }

  /// A character that folding changes. The ends of ranges are left alone: what lies between counts.
  void check_literal(std::size_t at) {
    const Atom& atom = atoms_[at];
    if (is_ascii(atom.text)) return;
    const auto is_dash = [&](std::size_t i) { return i < atoms_.size() && atoms_[i].text == "-"; };
    if (atom.in_class && (is_dash(at - 1) || is_dash(at + 1))) return;
    const std::string folded = fold(atom.text);
    if (folded == atom.text) return;
    warn(fmt::format("'{}' never occurs: folding {}", atom.text,
                     folded.empty() ? "removes it" : fmt::format("makes it '{}'", folded)),
         "a regex is not folded itself; write it as the folded text is");
  }

  /// More of one character in a row than folding leaves.
  void check_runs() {
    std::size_t run = 0;
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      const bool goes_on = i > 0 && atoms_[i].kind == Atom::Kind::literal && !atoms_[i].in_class &&
                           atoms_[i].text == atoms_[i - 1].text &&
                           atoms_[i - 1].kind == Atom::Kind::literal;
      run = goes_on ? run + 1 : 1;
      const std::string& text = atoms_[i].text;
      const bool is_digit = text.size() == 1 && text[0] >= '0' && text[0] <= '9';
      if (!goes_on || is_digit) continue;
      const bool is_optional =
          i + 1 < atoms_.size() && (atoms_[i + 1].text == "?" || atoms_[i + 1].text == "*");
      if (is_optional) continue;
      if (text == " " && run == 2) warn("two spaces never occur: folding leaves one", "");
      if (text != " " && run == 5)
        warn(fmt::format("'{}' never stands more than four times in a row in folded text", text),
             "");
    }
  }

  /// A class and nothing else: 一 to 龥, in a text of thousands of them.
  void check_size() {
    const auto ends_class = [](const Atom& atom) { return atom.in_class && atom.text == "]"; };
    const bool is_class = atoms_.size() > 1 && atoms_[0].text == "[" &&
                          std::ranges::find_if(atoms_, ends_class) == std::prev(atoms_.end());
    constexpr std::string_view kClasses[] = {".", "\\w", "\\W", "\\d", "\\D", "\\s", "\\S"};
    const bool is_any =
        atoms_.size() == 1 && std::ranges::find(kClasses, atoms_[0].text) != std::end(kClasses);
    if (!is_class && !is_any) return;
    warn(fmt::format("it matches each character alone, and a message with more than {} matches is "
                     "not screened",
                     kMaxRegexMatches),
         "let one match take all of them, as with '+'");
  }

  const SourceFiles& files_;
  SourcePlace place_;
  std::vector<Atom> atoms_;
  Diagnostics& found_;
};

}  // namespace

void lint_regex(const SourceFiles& files, SourcePlace place, std::string_view regex,
                Diagnostics& found) {
  RegexLinter(files, place, regex, found).run();
}

}  // namespace tamis
