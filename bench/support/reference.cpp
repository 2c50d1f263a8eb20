#include "support/reference.h"

#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include <re2/filtered_re2.h>
#include <simdjson.h>
#include <unicode/uchar.h>

#include "tamis/base/utf8.h"

namespace tamis::bench {
namespace {

bool is_spaced_word(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) != 0 &&
         u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) == 0;
}

bool stands_free(const Pattern& pattern, std::string_view text, std::size_t begin) {
  const std::size_t end = begin + pattern.expression.size();
  if (pattern.word_begin && begin > 0 &&
      is_spaced_word(utf8::decode_before(text.data() + begin).value))
    return false;
  return !pattern.word_end || end == text.size() ||
         !is_spaced_word(utf8::decode(text.data() + end).value);
}

}  // namespace

/// Each substring of a length that some literal has is looked up.
class Reference::Literals {
 public:
  void add(std::string_view bytes, std::size_t name) {
    names_.emplace(bytes, name);
    lengths_.insert(bytes.size());
  }

  template <typename Found>
  void find(std::string_view text, Found found) const {
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (utf8::is_continuation(text[at])) continue;
      for (const std::size_t length : lengths_) {
        if (at + length > text.size()) break;
        const auto [first, last] = names_.equal_range(text.substr(at, length));
        for (auto it = first; it != last; ++it) found(it->second, at);
      }
    }
  }

 private:
  std::unordered_multimap<std::string_view, std::size_t> names_;
  std::set<std::size_t> lengths_;
};

/// RE2 names literals of which a regex needs some; only regexes whose literals occur are tried.
class Reference::Regexes {
 public:
  void add(const std::string& regex) {
    RE2::Options options;
    options.set_log_errors(false);
    int id = 0;
    if (set_.Add(regex, options, &id) != RE2::NoError) throw std::runtime_error(regex);
    ++size_;
  }
  void compile() {
    if (size_ == 0) return;
    set_.Compile(&atoms_);
    for (std::size_t i = 0; i < atoms_.size(); ++i) atom_finder_.add(atoms_[i], i);
  }
  std::size_t count(std::string_view text) const {
    if (size_ == 0) return 0;
    std::set<int> seen;
    atom_finder_.find(text, [&](std::size_t atom, std::size_t) { seen.insert(int(atom)); });
    std::vector<int> matching;
    set_.AllMatches(re2::StringPiece(text.data(), text.size()), {seen.begin(), seen.end()},
                    &matching);
    return matching.size();
  }

 private:
  re2::FilteredRE2 set_;
  std::size_t size_ = 0;
  std::vector<std::string> atoms_;
  Literals atom_finder_;
};

Reference::Reference(std::span<const Pattern> patterns)
    : patterns_(patterns),
      literals_(std::make_unique<Literals>()),
      regexes_(std::make_unique<Regexes>()) {
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].kind == Pattern::Kind::regex) {
      regexes_->add(patterns[i].expression);
    } else {
      literals_->add(patterns[i].expression, i);
    }
  }
  regexes_->compile();
}

Reference::~Reference() = default;

void Reference::add(const JoinedView& view, Answer& answer) const {
  for (const JoinedView::Segment& segment : view.segments) {
    const std::string_view text = view.text(segment);
    std::size_t literals = 0;
    literals_->find(text, [&](std::size_t pattern, std::size_t begin) {
      literals += stands_free(patterns_[pattern], text, begin);
    });
    const std::size_t regexes = regexes_->count(text);
    answer.literals += literals;
    answer.regexes += regexes;
    answer.texts += literals + regexes != 0;
  }
}

std::size_t text_bytes(std::string_view ndjson) {
  simdjson::dom::parser parser;
  std::size_t bytes = 0;
  while (!ndjson.empty()) {
    const std::size_t end = ndjson.find('\n');
    std::string_view text;
    if (parser.parse(simdjson::padded_string(ndjson.substr(0, end)))["text"].get(text))
      throw std::runtime_error("bad JSON");
    bytes += text.size();
    ndjson.remove_prefix(end + 1);
  }
  return bytes;
}

}  // namespace tamis::bench
