#include "reference.h"

#include <array>
#include <cctype>
#include <set>

#include "support/support.h"
#include "tamis/base/utf8.h"

namespace tamis::test {
namespace {

std::string own(std::string_view view) {
  return std::string(view);
}

std::optional<unsigned> hex4(std::string_view digits) {
  if (digits.size() < 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : digits.substr(0, 4)) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isxdigit(byte) == 0) return std::nullopt;
    value = value * 16 +
            static_cast<unsigned>(std::isdigit(byte) != 0 ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return value;
}

/// A recursive descent over one line.
class SlowReader {
 public:
  SlowReader(std::string_view line, Reading reading) : rest_(line), reading_(reading) {}

  std::optional<Decoded> read() {
    skip_space();
    const bool is_object = !rest_.empty() && rest_.front() == '{';
    if (!(is_object ? root() : value())) return std::nullopt;
    skip_space();
    if (!rest_.empty()) return std::nullopt;
    if (!is_object) {
      message_.fault = Fault::not_an_object;
    } else if (message_.fault == Fault::none && !has_text_) {
      message_.fault = Fault::missing_text;
    }
    return message_;
  }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
  void skip_space() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }
  bool take(char c) {
    skip_space();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool root() {
    take('{');
    if (take('}')) return true;
    do {
      std::string_view raw;
      skip_space();
      if (!string(raw)) return false;
      const auto key = unescape(raw.substr(1, raw.size() - 2));
      if (!key || !take(':')) return false;
      if (!member(*key)) return false;
    } while (take(','));
    return take('}');
  }

  bool member(const std::string& key) {
    std::string* const field = place(key);
    if (field == nullptr) return value();
    if (!seen_.insert(key).second) fault(Fault::duplicate_field);
    skip_space();
    const std::string_view before = rest_;
    if (before.empty()) return false;
    const char first = before.front();
    if (!value()) return false;
    const std::string_view token = before.substr(0, before.size() - rest_.size());
    if (token == "null") return true;
    if (first == '"') {
      const auto text = unescape(token.substr(1, token.size() - 2));
      if (!text) return false;
      *field = key == "id" ? own(token) : *text;
      has_text_ |= key == "text";
    } else if (key == "text") {
      fault(Fault::text_not_a_string);
    } else if (first == '-' || std::isdigit(static_cast<unsigned char>(first)) != 0) {
      *field = own(token);
    } else {
      fault(key == "id" ? Fault::invalid_id : Fault::invalid_field);
    }
    return true;
  }

  std::string* place(std::string_view key) {
    if (key == "text") return &message_.text;
    if (key == "id") return &message_.id;
    if (key == "channel") return &message_.channel;
    if (key == "sender") return &message_.sender;
    if (key == "kind") return &message_.kind;
    return nullptr;
  }

  void fault(Fault fault) {
    if (message_.fault == Fault::none) message_.fault = fault;
  }

  bool value() {
    skip_space();
    if (rest_.empty()) return false;
    std::string_view raw;
    switch (rest_.front()) {
      case '{': {
        take('{');
        if (take('}')) return true;
        do {
          skip_space();
          if (!string(raw) || !take(':') || !value()) return false;
        } while (take(','));
        return take('}');
      }
      case '[': {
        take('[');
        if (take(']')) return true;
        do {
          if (!value()) return false;
        } while (take(','));
        return take(']');
      }
      case '"':
        return string(raw) &&
               (reading_ == Reading::lenient || unescape(raw.substr(1, raw.size() - 2)));
      default:
        return word("true") || word("false") || word("null") || number();
    }
  }

  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool digits() {
    std::size_t n = 0;
    while (n < rest_.size() && std::isdigit(static_cast<unsigned char>(rest_[n])) != 0) ++n;
    rest_.remove_prefix(n);
    return n != 0;
  }
  bool next_is(char c) const { return !rest_.empty() && rest_.front() == c; }

  bool number() {
    if (next_is('-')) rest_.remove_prefix(1);
    if (next_is('0')) {
      rest_.remove_prefix(1);
    } else if (!digits()) {
      return false;
    }
    if (next_is('.')) {
      rest_.remove_prefix(1);
      if (!digits()) return false;
    }
    if (next_is('e') || next_is('E')) {
      rest_.remove_prefix(1);
      if (next_is('+') || next_is('-')) rest_.remove_prefix(1);
      return digits();
    }
    return true;
  }

  bool string(std::string_view& raw) {
    if (!next_is('"')) return false;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (static_cast<unsigned char>(rest_[i]) < 0x20) return false;
      if (rest_[i] == '"') {
        raw = rest_.substr(0, i + 1);
        rest_.remove_prefix(i + 1);
        return true;
      }
      i += rest_[i] == '\\';
    }
    return false;
  }

  std::string_view rest_;
  Reading reading_;
  Decoded message_;
  bool has_text_ = false;
  std::set<std::string> seen_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Decoded& d) {
  return out << "line " << d.line << " fault '" << code(d.fault) << "' text '" << d.text << "' id '"
             << d.id << "' channel '" << d.channel << "' sender '" << d.sender << "' kind '"
             << d.kind << "'";
}

std::vector<Decoded> messages_of(const Batch& batch) {
  std::vector<Decoded> result;
  for (const Message& m : batch.messages) {
    Decoded decoded{.fault = m.fault, .line = m.line};
    if (m.fault == Fault::none) {
      decoded.text = own(m.text);
      decoded.id = own(m.id);
      decoded.channel = own(m.channel);
      decoded.sender = own(m.sender);
      decoded.kind = own(m.kind);
    }
    result.push_back(decoded);
  }
  return result;
}

std::vector<Decoded> decode(Decoder& decoder, std::string_view input) {
  const auto batch = batch_of_lines(input);
  decoder.decode(*batch);
  return messages_of(*batch);
}

std::vector<Decoded> decode(std::string_view input) {
  Decoder decoder(FieldMap::make({}).value());
  return decode(decoder, input);
}

std::vector<Decoded> decode_before_stale_bytes(std::string_view input, std::string_view stale) {
  Decoder decoder(FieldMap::make({}).value());
  Batch batch;
  batch.input.append(std::string(input) + std::string(stale));
  batch.input.clear();
  batch.input.append(input);
  decoder.decode(batch);
  return messages_of(batch);
}

std::string bytes_of(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

std::optional<std::string> unescape(std::string_view body) {
  std::string result;
  std::array<char, 4> bytes{};
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] != '\\') {
      result += body[i];
      continue;
    }
    if (++i == body.size()) return std::nullopt;
    const std::string_view from = "\"\\/bfnrt";
    const std::string_view to = "\"\\/\b\f\n\r\t";
    if (const std::size_t at = from.find(body[i]); at != std::string_view::npos) {
      result += to[at];
      continue;
    }
    if (body[i] != 'u') return std::nullopt;
    const auto unit = hex4(body.substr(i + 1));
    if (!unit) return std::nullopt;
    i += 4;
    char32_t c = *unit;
    if (c >= 0xDC00 && c <= 0xDFFF) return std::nullopt;
    if (c >= 0xD800 && c <= 0xDBFF) {
      if (body.substr(i + 1, 2) != "\\u") return std::nullopt;
      const auto low = hex4(body.substr(i + 3));
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
      c = 0x10000 + ((c - 0xD800) << 10) + (*low - 0xDC00);
      i += 6;
    }
    result.append(bytes.data(), utf8::encode(c, bytes.data()));
  }
  return result;
}

std::optional<Decoded> read_slowly(std::string_view line, Reading reading) {
  return SlowReader(line, reading).read();
}

}  // namespace tamis::test
