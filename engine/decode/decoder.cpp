// simdjson's first stage finds the tokens of a whole batch at once, and checks its UTF-8. If it is
// content, no string goes over a line's end, so each line's tokens are its own, and what is wrong
// with one line is no matter to its neighbors. Otherwise (a stray quote, an invalid byte) the first
// stage is asked again for each line alone.
//
// From the tokens a line is read by the grammar of RFC 8259: also what no field is mapped to must
// be JSON, but for the escapes in it. simdjson's own readers do more than is needed here (a tape,
// or a cursor that can be asked in any order) and check less: On-Demand skips values without
// looking.
#include "tamis/decode/decoder.h"

#include <algorithm>
#include <vector>

#include "tamis/decode/lines.h"
#include "tamis/decode/tokens.h"

namespace tamis {
namespace {

const char* skip_digits(const char* p, const char* end) noexcept {
  while (p != end && *p >= '0' && *p <= '9') ++p;
  return p;
}

/// RFC 8259, section 6.
bool is_json_number(std::string_view token) noexcept {
  const char* p = token.data();
  const char* const end = p + token.size();
  if (p != end && *p == '-') ++p;
  const char* digits = p;
  p = skip_digits(p, end);
  if (p == digits || (*digits == '0' && p - digits > 1)) return false;
  if (p != end && *p == '.') {
    digits = ++p;
    p = skip_digits(p, end);
    if (p == digits) return false;
  }
  if (p != end && (*p == 'e' || *p == 'E')) {
    ++p;
    if (p != end && (*p == '+' || *p == '-')) ++p;
    digits = p;
    p = skip_digits(p, end);
    if (p == digits) return false;
  }
  return p == end;
}

bool is_scalar(std::string_view token) noexcept {
  return token == "true" || token == "false" || token == "null" || is_json_number(token);
}

/// Makes a byte order mark white space, which a line may begin with.
void blank_byte_order_mark(PaddedBuffer& input) noexcept {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (input.view().starts_with(kByteOrderMark))
    std::fill_n(input.data(), kByteOrderMark.size(), ' ');
}

}  // namespace

class Decoder::Reader {
 public:
  Reader(FieldMap fields, std::size_t max_line) : fields_(std::move(fields)), max_line_(max_line) {}

  void decode(Batch& batch) {
    PaddedBuffer& input = batch.input;
    if (input.size() == 0) return;
    if (batch.begins_source) blank_byte_order_mark(input);
    input.data()[input.size()] = '\n';
    batch.strings.reserve(input.size() + PaddedBuffer::kPadding);
    strings_ = batch.strings.data();
    const bool are_found = tokens_.find(input.data(), input.size()) == Fault::none;
    json_ = input.data();
    next_ = tokens_.begin();
    Lines lines(batch, max_line_);
    Line line;
    while (lines.next(line)) {
      Message& message = batch.messages.emplace_back();
      message.line = line.number;
      if (line.is_too_long) {
        message.fault = Fault::line_too_long;
      } else if (are_found) {
        while (*next_ < line.begin) ++next_;  // what is left of a line that was not read to its end
        end_ = static_cast<std::uint32_t>(line.end);
        read(message, line.has_escapes);
      } else {
        read_alone(message, line, input.data());
      }
    }
  }

 private:
  void read_alone(Message& message, const Line& line, const char* input) {
    json_ = input + line.begin;
    end_ = static_cast<std::uint32_t>(line.end - line.begin);
    message.fault = tokens_.find(json_, end_);
    next_ = tokens_.begin();
    if (message.fault == Fault::none) read(message, line.has_escapes);
  }

  /// Reads the line whose tokens come next; one stands at its begin, whatever it begins with. That
  /// it is no JSON is told before what is wrong with it as a message.
  void read(Message& message, bool has_escapes) {
    message_ = &message;
    has_escapes_ = has_escapes;
    seen_ = 0;
    json_fault_ = Fault::invalid_json;
    const std::uint32_t* const first = next_;
    const bool is_object = peek() == '{';
    const bool is_value = is_object ? read_object(fields_.root()) : skip_value();
    const bool is_json = is_value && next_[-1] < end_ && *next_ >= end_;
    while (next_ != first && next_[-1] >= end_) --next_;
    if (is_json && is_object) {
      if (message.text.data() == nullptr) set_fault(Fault::missing_text);
    } else if (is_json) {
      message.fault = Fault::not_an_object;
    } else {
      message = {.line = message.line, .fault = json_fault_};
    }
  }

  // The readers below begin at the next token and end behind the last one of what they read. False
  // if that is no JSON. They look for the line's end only now and then, and may read a little into
  // the next line, which shows in the end.

  /// The next token's first byte; white space behind the last one.
  char peek() const noexcept { return json_[*next_]; }
  bool has_next() const noexcept { return *next_ < end_; }

  bool take(char c) noexcept {
    if (peek() != c) return false;
    ++next_;
    return true;
  }

  /// A string's or scalar's bytes: from its begin to where the next token begins.
  std::string_view take_token() noexcept {
    const char* const begin = json_ + *next_++;
    return token_from(begin);
  }
  std::string_view token_from(const char* begin) const noexcept {
    const char* end = json_ + *next_;
    while (Lines::is_json_space(end[-1])) --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  bool read_object(const FieldMap::Node& node) {
    ++next_;
    if (take('}')) return true;
    do {
      if (peek() != '"') return false;
      const FieldMap::Edge* edge = nullptr;
      if (!find(node, edge) || !take(':')) return false;
      if (edge != nullptr && edge->node == 0 && peek() == '"') {
        if (!read_string(*edge)) return false;
      } else if (!(edge == nullptr ? skip_value() : follow(*edge))) {
        return false;
      }
    } while (take(',') && has_next());
    return take('}');
  }

  bool read_array(const FieldMap::Node& node) {
    ++next_;
    if (take(']')) return true;
    std::size_t index = 0;
    do {
      const auto edge = std::ranges::find(node, index++, &FieldMap::Edge::index);
      if (!(edge == node.end() ? skip_value() : follow(*edge))) return false;
    } while (take(',') && has_next());
    return take(']');
  }

  bool follow(const FieldMap::Edge& edge) {
    const char first = peek();
    if (edge.node == 0) return first == '"' ? read_string(edge) : read_other(edge);
    mark_seen(edge);
    if (first == '{') return read_object(fields_.node(edge.node));
    if (first == '[') return read_array(fields_.node(edge.node));
    return skip_value();
  }

  /// A field that is a string.
  bool read_string(const FieldMap::Edge& edge) {
    mark_seen(edge);
    const std::string_view token = take_token();
    std::string_view string = token.substr(1, token.size() - 2);
    if (has_escapes_ && !unescape(string)) return false;
    place(edge.field) = edge.field == Field::id ? token : string;
    return true;
  }

  /// A field that is none.
  bool read_other(const FieldMap::Edge& edge) {
    mark_seen(edge);
    const char first = peek();
    const char* const begin = json_ + *next_;
    if (!skip_value()) return false;
    if (first == 'n') return true;
    if (edge.field == Field::text) {
      set_fault(Fault::text_not_a_string);
    } else if (first == '-' || (first >= '0' && first <= '9')) {
      place(edge.field) = token_from(begin);
    } else {
      set_fault(edge.field == Field::id ? Fault::invalid_id : Fault::invalid_field);
    }
    return true;
  }

  /// Any value. Nested ones are counted, not called: their depth is the sender's choice.
  bool skip_value() {
    nested_.clear();
    while (has_next()) {
      const char first = peek();
      if (first == '{' || first == '[') {
        ++next_;
        const char close = first == '{' ? '}' : ']';
        if (!take(close)) {
          nested_.push_back(close);
          if (first == '{' && !skip_key()) return false;
          continue;
        }
      } else if (first == '"') {
        ++next_;
      } else if (!is_scalar(take_token())) {
        return false;
      }
      while (!nested_.empty() && take(nested_.back())) nested_.pop_back();
      if (nested_.empty()) return true;
      if (!take(',') || (nested_.back() == '}' && !skip_key())) return false;
    }
    return false;
  }

  bool skip_key() noexcept { return take('"') && take(':'); }

  /// Takes a key; finds the edge that it names, or null. Escapes in keys are undone, for
  /// "te\u0078t" is "text".
  bool find(const FieldMap::Node& node, const FieldMap::Edge*& found) {
    const char* const body = json_ + *next_ + 1;
    for (const auto& edge : node) {
      if (!edge.quoted_key.begins(body)) continue;
      found = &edge;
      ++next_;
      return true;
    }
    const std::string_view token = take_token();
    std::string_view key = token.substr(1, token.size() - 2);
    if (!has_escapes_) return true;
    if (!unescape(key)) return false;
    const auto edge = std::ranges::find(node, key, &FieldMap::Edge::key);
    if (edge != node.end()) found = &*edge;
    return true;
  }

  /// Without escapes a string is its own value and stays in place. One of the next line is left to
  /// that line: there is room for each string once, and what is wrong with it is no fault of ours.
  bool unescape(std::string_view& string) {
    if (string.find('\\') == std::string_view::npos) return true;
    if (string.data() > json_ + end_) return false;
    const auto unescaped = tokens_.unescape(string, strings_);
    if (unescaped) {
      string = *unescaped;
    } else {
      json_fault_ = Fault::invalid_string;
    }
    return unescaped.has_value();
  }

  std::string_view& place(Field field) noexcept {
    constexpr std::string_view Message::*kPlaces[] = {
        &Message::text, &Message::id, &Message::channel, &Message::sender, &Message::kind};
    return message_->*kPlaces[std::size_t(field)];
  }

  void mark_seen(const FieldMap::Edge& edge) noexcept {
    if (seen_ & edge.seen_bit) set_fault(Fault::duplicate_field);
    seen_ |= edge.seen_bit;
  }

  /// The first fault found is the one that is told.
  void set_fault(Fault fault) noexcept {
    if (message_->fault == Fault::none) message_->fault = fault;
  }

  FieldMap fields_;
  std::size_t max_line_;
  Tokens tokens_;
  const char* json_ = nullptr;           ///< what token offsets count from
  const std::uint32_t* next_ = nullptr;  ///< token
  std::uint32_t end_ = 0;                ///< of the line
  std::vector<char> nested_;             ///< what closes the values being skipped
  Message* message_ = nullptr;           ///< being read
  std::uint64_t seen_ = 0;               ///< edges met in it
  bool has_escapes_ = false;             ///< of its line
  char* strings_ = nullptr;              ///< where the next unescaped string goes
  Fault json_fault_ = Fault::none;       ///< what it has if it is no JSON
};

Decoder::Decoder(FieldMap fields, std::size_t max_line)
    : reader_(std::make_unique<Reader>(std::move(fields), std::min(max_line, kLongestLine))) {}
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;
Decoder::~Decoder() = default;

void Decoder::decode(Batch& batch) {
  if (batch.oversized) {
    batch.messages.push_back(Message{.line = batch.first_line, .fault = Fault::line_too_long});
    return;
  }
  reader_->decode(batch);
}

}  // namespace tamis
