// simdjson finds the structure of many documents in one go (`iterate_many`), a quarter cheaper than
// line by line. But it sees a stream of documents, not lines: where a line lacks its closing brace,
// the document goes on into the next line without an error, and one invalid byte ends the stream.
// So a run of lines counts only as far as it is proven: document k must begin where line k begins,
// and what follows it must be the begin of line k+1. From the first line that fails this on, each
// line is read alone: a batch is then gone over at most twice, whatever it holds.
#include "tamis/decode/decoder.h"

#include <algorithm>
#include <bit>

#include <immintrin.h>
#include <simdjson.h>

namespace tamis {
namespace {

using namespace simdjson;  // NOLINT(google-build-using-namespace): one room, one library
using ondemand::raw_json_string;
using ondemand::value;

static_assert(PaddedBuffer::kPadding >= SIMDJSON_PADDING);

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_json_space(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view without_trailing_space(std::string_view token) noexcept {
  while (!token.empty() && is_json_space(token.back())) token.remove_suffix(1);
  return token;
}

const char* skip_digits(const char* p, const char* end) noexcept {
  while (p != end && *p >= '0' && *p <= '9') ++p;
  return p;
}

/// RFC 8259, section 6. simdjson's own check also reads the number, and refuses those of over 64
/// bits.
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

Fault fault_of(error_code error) noexcept {
  switch (error) {
    case UTF8_ERROR:
      return Fault::invalid_utf8;
    case STRING_ERROR:
      return Fault::invalid_string;
    case INCORRECT_TYPE:
      return Fault::not_an_object;
    default:
      return Fault::invalid_json;
  }
}

}  // namespace

class Decoder::Reader {
 public:
  Reader(FieldMap fields, std::size_t max_line) : fields_(std::move(fields)), max_line_(max_line) {}

  void decode(Batch& batch) {
    if (batch.input.size() == 0) return;
    // simdjson looks at the byte behind the last token: what an earlier batch left must not count.
    // It also ends the last line.
    batch.input.data()[batch.input.size()] = '\n';
    Lines lines(batch, max_line_);
    Line line;
    if (!lines.next(line)) return;
    batch.strings.reserve(batch.input.size() + PaddedBuffer::kPadding);
    strings_ = reinterpret_cast<std::uint8_t*>(batch.strings.data());
    if (read_run(batch, lines, line)) return;
    do {
      if (line.is_too_long) {
        fault_ = Fault::line_too_long;
      } else if (read_alone(batch, line)) {
        continue;
      }
      batch.messages.push_back({.line = line.number, .fault = fault_});
    } while (lines.next(line));
  }

 private:
  /// A line that is not blank, without the space around it.
  struct Line {
    std::size_t begin;
    std::size_t end;
    std::size_t next;  ///< where the next one begins
    std::uint64_t number;
    bool has_escapes;  ///< a backslash stands in it
    bool is_too_long;
  };

  /// The lines of a batch's input, behind which stands another '\n'.
  class Lines {
   public:
    Lines(const Batch& batch, std::size_t max_line)
        : input_(batch.input.view()), number_(batch.first_line), max_line_(max_line) {
      if (batch.begins_source && input_.starts_with(kByteOrderMark)) bom_ = kByteOrderMark.size();
    }

    bool next(Line& line) noexcept {
      while (at_ < input_.size()) {
        find_end(line);
        // A line's length is that of its bytes before its '\n', as where the stream was cut.
        line.is_too_long = line.end - at_ > max_line_;
        line.begin = at_ + std::exchange(bom_, 0);
        line.next = at_ = line.end + 1;
        line.number = number_++;
        while (line.begin < line.end && is_json_space(input_[line.begin])) ++line.begin;
        while (line.begin < line.end && is_json_space(input_[line.end - 1])) --line.end;
        if (line.begin != line.end || line.is_too_long) return true;
      }
      return false;
    }

    /// The next line is the one after `line`.
    void go_back_to(const Line& line) noexcept {
      at_ = line.next;
      number_ = line.number + 1;
    }

   private:
    /// One pass of 32 bytes at a time for both.
    void find_end(Line& line) const noexcept {
      std::uint32_t all_escapes = 0;
      for (std::size_t at = at_;; at += 32) {
        const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(input_.data() + at));
        const std::uint32_t escapes = mask_of(bytes, '\\');
        const std::uint32_t newlines = mask_of(bytes, '\n');
        if (newlines == 0) {
          all_escapes |= escapes;
          continue;
        }
        const std::uint32_t before = (newlines & -newlines) - 1;
        line.end = at + static_cast<unsigned>(std::countr_zero(newlines));
        line.has_escapes = (all_escapes | (escapes & before)) != 0;
        return;
      }
    }

    static std::uint32_t mask_of(__m256i bytes, char c) noexcept {
      return static_cast<std::uint32_t>(
          _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c))));
    }

    std::string_view input_;
    std::size_t at_ = 0;   ///< where the next line begins
    std::size_t bom_ = 0;  ///< bytes of a byte order mark before it
    std::uint64_t number_;
    std::size_t max_line_;
  };

  /// Reads one line as one document. Not as a stream of one: a stream forgives, at its end, what it
  /// takes for the begin of a document that goes on elsewhere.
  bool read_alone(Batch& batch, const Line& line) {
    std::uint8_t* const strings_before = strings_;
    const std::size_t size = line.end - line.begin;
    message_ = &batch.messages.emplace_back();
    ondemand::document document;
    error_code error =
        parser_.iterate(batch.input.data() + line.begin, size, size + SIMDJSON_PADDING)
            .get(document);
    if (!error) error = read_document(document, line);
    if (!error && document.current_location().error() == OUT_OF_BOUNDS) return true;  // at its end
    fault_ = error ? fault_of(error) : Fault::invalid_json;
    batch.messages.pop_back();
    strings_ = strings_before;
    return false;
  }

  /// Reads `line` and those after it as one stream of documents, for as long as each line holds one
  /// document. False if one does not: that is `line` then.
  bool read_run(Batch& batch, Lines& lines, Line& line) {
    const std::size_t origin = line.begin;
    const std::size_t size = without_trailing_space(batch.input.view().substr(origin)).size();
    ondemand::document_stream stream;
    // Another batch size than the last would make the parser allocate anew.
    const std::size_t batch_size = std::max(size, parser_.capacity());
    if (parser_.iterate_many(batch.input.data() + origin, size, batch_size).get(stream))
      return false;
    auto document = stream.begin();
    while (!line.is_too_long && document != stream.end() && !document.error()) {
      std::uint8_t* const strings_before = strings_;
      message_ = &batch.messages.emplace_back();
      const error_code error = read_document(*document, line);
      if (!error) ++document;
      const bool at_end = !error && !(document != stream.end());
      const Line read = line;
      const bool is_last = !error && !lines.next(line);
      const bool proven = !error && (is_last ? at_end && stream.truncated_bytes() == 0
                                             : !at_end && !document.error() &&
                                                   document.current_index() + origin == line.begin);
      if (!proven) {
        batch.messages.pop_back();
        strings_ = strings_before;
        lines.go_back_to(read);
        line = read;
        return false;
      }
      if (is_last) return true;
    }
    return false;
  }

  /// Fills `message_`. An error says that this is no JSON; what is wrong with it as a message
  /// becomes its fault.
  template <class Document>
  error_code read_document(Document&& document, const Line& line) {
    seen_ = 0;
    has_escapes_ = line.has_escapes;
    message_->line = line.number;
    ondemand::object object;
    if (const auto error = document.get_object().get(object)) return error;
    if (const auto error = read_object(object, fields_.root())) return error;
    if (message_->text.data() == nullptr) set_fault(Fault::missing_text);
    return SUCCESS;
  }

  error_code read_object(ondemand::object& object, const FieldMap::Node& node) {
    for (auto result : object) {
      if (const auto error = result.error()) return error;
      // By reference: a copy of a field or a value, written in parts and read whole, stalls.
      ondemand::field&& member = std::move(result).value_unsafe();
      const FieldMap::Edge* edge = nullptr;
      if (const auto error = find(node, member.key(), edge)) return error;
      if (!is_one_value(member.value())) return TAPE_ERROR;
      if (edge == nullptr) continue;
      if (const auto error = follow(*edge, member.value())) return error;
    }
    return SUCCESS;
  }

  /// When simdjson skips a value, it takes a string before a colon for a key, and where a comma or
  /// a closing brace stands in a value's place, it goes on to the next brace: members could hide
  /// there.
  static bool is_one_value(value& child) noexcept {
    const std::string_view token = child.raw_json_token();  // up to the next token
    switch (token.front()) {
      case '{':
      case '[':
        return true;
      case ',':
      case ':':
      case '}':
      case ']':
        return false;
      default: {
        const char next = token.data()[token.size()];
        return next == ',' || next == '}' || next == ']';
      }
    }
  }

  error_code read_array(ondemand::array& array, const FieldMap::Node& node) {
    std::size_t index = 0;
    for (auto element : array) {
      value child;
      if (const auto error = element.get(child)) return error;
      if (!is_one_value(child)) return TAPE_ERROR;
      for (const auto& edge : node) {
        if (edge.index != index) continue;
        if (const auto error = follow(edge, child)) return error;
      }
      ++index;
    }
    return SUCCESS;
  }

  error_code follow(const FieldMap::Edge& edge, value& child) {
    if (seen_ & edge.seen_bit) set_fault(Fault::duplicate_field);
    seen_ |= edge.seen_bit;
    if (edge.node == 0) return read_field(edge.field, child);
    ondemand::json_type type;
    if (const auto error = child.type().get(type)) return error;
    if (type == ondemand::json_type::object) {
      ondemand::object object;
      if (const auto error = child.get_object().get(object)) return error;
      return read_object(object, fields_.node(edge.node));
    }
    if (type == ondemand::json_type::array) {
      ondemand::array array;
      if (const auto error = child.get_array().get(array)) return error;
      return read_array(array, fields_.node(edge.node));
    }
    return SUCCESS;
  }

  /// The edge that is named `key`, or null. Escapes in keys are undone, for "te\u0078t" is "text".
  error_code find(const FieldMap::Node& node, raw_json_string key, const FieldMap::Edge*& found) {
    for (const auto& edge : node) {
      if (edge.quoted_key.begins(key.raw())) {
        found = &edge;
        return SUCCESS;
      }
    }
    if (!has_escapes_) return SUCCESS;
    std::uint8_t* scratch = strings_;
    std::string_view name;
    if (const auto error = parser_.unescape(key, scratch).get(name)) return error;
    for (const auto& edge : node) {
      if (edge.key == name) found = &edge;
    }
    return SUCCESS;
  }

  error_code read_field(Field field, value& from) {
    const std::string_view token = without_trailing_space(from.raw_json_token());
    if (token == "null") return SUCCESS;
    std::string_view& into = place(field);
    if (token.front() == '"') {
      std::string_view string;
      if (const auto error = read_string(token, string)) return error;
      into = field == Field::id ? token : string;
    } else if (field == Field::text) {
      set_fault(Fault::text_not_a_string);
    } else if (is_json_number(token)) {
      into = token;
    } else if (token.front() == '-' || (token.front() >= '0' && token.front() <= '9')) {
      return NUMBER_ERROR;
    } else {
      set_fault(field == Field::id ? Fault::invalid_id : Fault::invalid_field);
    }
    return SUCCESS;
  }

  /// `token` is a string with its quotes. Without escapes it is its own value and stays in place.
  error_code read_string(std::string_view token, std::string_view& string) {
    if (token.size() < 2 || token.back() != '"') return TAPE_ERROR;
    string = token.substr(1, token.size() - 2);
    if (!has_escapes_ || string.find('\\') == std::string_view::npos) return SUCCESS;
    return parser_
        .unescape(raw_json_string(reinterpret_cast<const std::uint8_t*>(string.data())), strings_)
        .get(string);
  }

  std::string_view& place(Field field) noexcept {
    switch (field) {
      case Field::text:
        return message_->text;
      case Field::id:
        return message_->id;
      case Field::channel:
        return message_->channel;
      case Field::sender:
        return message_->sender;
      case Field::kind:
        return message_->kind;
    }
    __builtin_unreachable();
  }

  /// The first fault found is the one that is told.
  void set_fault(Fault fault) noexcept {
    if (message_->fault == Fault::none) message_->fault = fault;
  }

  FieldMap fields_;
  std::size_t max_line_;
  ondemand::parser parser_;
  Message* message_ = nullptr;       ///< being read
  std::uint64_t seen_ = 0;           ///< edges met in it
  bool has_escapes_ = false;         ///< of its line
  std::uint8_t* strings_ = nullptr;  ///< where the next unescaped string goes
  Fault fault_ = Fault::none;
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
