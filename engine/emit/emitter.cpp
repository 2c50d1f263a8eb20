#include "tamis/emit/emitter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>

#include <fmt/format.h>

#include "tamis/base/utf8.h"

namespace tamis {

TextPosition move_to(std::string_view text, TextPosition from, std::size_t byte) noexcept {
  if (byte < from.byte) from = {};
  const std::string_view between = text.substr(from.byte, byte - from.byte);
  return {byte, from.character + utf8::count(between), from.utf16 + utf8::count_utf16(between)};
}

namespace {

bool needs_escape(char c) noexcept {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void append_escaped(PaddedBuffer& out, char c) {
  switch (c) {
    case '"':
      return out.append("\\\"");
    case '\\':
      return out.append("\\\\");
    case '\n':
      return out.append("\\n");
    case '\r':
      return out.append("\\r");
    case '\t':
      return out.append("\\t");
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
  }
}

void append_string(PaddedBuffer& out, std::string_view text) {
  out.push_back('"');
  for (auto end = std::ranges::find_if(text, needs_escape); end != text.end();
       end = std::ranges::find_if(text, needs_escape)) {
    const auto plain = static_cast<std::size_t>(end - text.begin());
    out.append(text.substr(0, plain));
    append_escaped(out, *end);
    text.remove_prefix(plain + 1);
  }
  out.append(text);
  out.push_back('"');
}

void append_number(PaddedBuffer& out, auto number, auto... format) {
  constexpr std::size_t kLongest = 24;
  char* const at = out.room_for(kLongest);
  const char* const end = std::to_chars(at, at + kLongest, number, format...).ptr;
  out.resize(static_cast<std::size_t>(end - out.data()));
}

/// To four decimals.
void append_score(PaddedBuffer& out, double score) {
  append_number(out, std::round(score * 1e4) / 1e4, std::chars_format::fixed);
}

constexpr std::string_view kActionMembers[kActionCount] = {
    R"("action":"unscreened")", R"("action":"allow")", R"("action":"review")",
    R"("action":"block")"};

/// Writes one verdict; keeps where it is in the text, for findings come in its order.
class VerdictWriter {
 public:
  VerdictWriter(const RuleSet& rules, const EmitOptions& options, Batch& batch)
      : rules_(rules), options_(options), batch_(batch), out_(batch.output) {}

  void write(const Message& message, const Verdict& verdict) {
    out_.push_back('{');
    if (!message.id.empty()) {
      out_.append("\"id\":");
      out_.append(message.id);
      out_.push_back(',');
    }
    if (message.line != 0 && (message.id.empty() || verdict.action == Action::unscreened)) {
      out_.append("\"line\":");
      append_number(out_, message.line);
      out_.push_back(',');
    }
    out_.append(kActionMembers[std::size_t(verdict.action)]);
    text_ = message.text;
    cursor_ = {};
    if (verdict.action == Action::unscreened) write_error(message.fault);
    if (verdict.exempt) out_.append(",\"exempt\":true");
    if (verdict.findings.count != 0) write_reasons(verdict);
    if (options_.include_text && message.text.data() != nullptr) {
      out_.append(",\"text\":");
      append_string(out_, message.text);
    }
    out_.append("}\n");
  }

 private:
  void write_error(Fault fault) {
    out_.append(",\"error\":{\"code\":\"");
    out_.append(code(fault));
    out_.append("\",\"message\":");
    append_string(out_, describe(fault));
    out_.push_back('}');
  }

  void write_reasons(const Verdict& verdict) {
    char separator = '{';
    out_.append(",\"categories\":");
    if (verdict.categories.count == 0) out_.push_back('{');
    for (std::uint32_t i = 0; i < verdict.categories.count; ++i) {
      const CategoryScore& score = batch_.categories[verdict.categories.first + i];
      out_.push_back(std::exchange(separator, ','));
      append_string(out_, rules_.categories()[score.category].name);
      out_.push_back(':');
      append_score(out_, score.score);
    }
    out_.append("},\"ruleset\":\"");
    out_.append(rules_.id());
    out_.append("\",\"findings\":");
    separator = '[';
    for (std::uint32_t i = 0; i < verdict.findings.count; ++i) {
      out_.push_back(std::exchange(separator, ','));
      write_finding(batch_.findings[verdict.findings.first + i]);
    }
    out_.push_back(']');
  }

  void write_finding(const Finding& finding) {
    const Rule& rule = rules_.rules()[finding.rule];
    out_.append("{\"rule\":");
    append_string(out_, rule.id);
    out_.append(",\"score\":");
    append_score(out_, rule.score);
    if (rule.shadow) out_.append(",\"shadow\":true");
    out_.append(",\"view\":\"");
    out_.append(name(finding.view));
    out_.push_back('"');
    write_undone(finding.undone);
    const auto parts = std::span(batch_.parts).subspan(finding.parts.first, finding.parts.count);
    joined_ =
        finding.joined == Finding::kNotJoined ? nullptr : &batch_.joined.texts[finding.joined];
    if (joined_ == nullptr) cursor_ = at_ = move_to(text_, cursor_, finding.span.begin);
    if (parts.size() == 1) {
      out_.push_back(',');
      write_part(parts.front());
    } else {
      write_span(finding.span);
      char separator = '[';
      out_.append(",\"parts\":");
      for (const Part& part : parts) {
        out_.push_back(std::exchange(separator, ','));
        out_.push_back('{');
        write_part(part);
        write_undone(part.undone);
        out_.push_back('}');
      }
      out_.push_back(']');
    }
    out_.push_back('}');
  }

  void write_undone(EvasionSet undone) {
    if (undone.empty()) return;
    char separator = '[';
    out_.append(",\"undone\":");
    for (std::size_t i = 0; i < kEvasionCount; ++i) {
      if (!undone.contains(Evasion(i))) continue;
      out_.push_back(std::exchange(separator, ','));
      append_string(out_, tamis::name(Evasion(i)));
    }
    out_.push_back(']');
  }

  void write_part(const Part& part) {
    out_.append("\"pattern\":");
    append_string(out_, rules_.where(rules_.uses()[part.use].place));
    if (part.weight != 0) {
      out_.append(",\"weight\":");
      append_score(out_, double(part.weight));
    }
    write_span(part.span);
  }

  void write_span(TextSpan span) {
    if (joined_ != nullptr) return write_messages(span);
    at_ = move_to(text_, at_, span.begin);
    const TextPosition end = move_to(text_, at_, span.end);
    write_pair(",\"span\":{\"byte\":[", at_.byte, end.byte);
    write_pair("],\"char\":[", at_.character, end.character);
    write_pair("],\"utf16\":[", at_.utf16, end.utf16);
    out_.append("]}");
    if (options_.include_text) {
      out_.append(",\"text\":");
      append_string(out_, text_.substr(span.begin, span.size()));
    }
  }

  /// A span of a joined text: in each of the messages that it touches.
  void write_messages(TextSpan span) {
    char separator = '[';
    out_.append(",\"messages\":");
    for (std::uint32_t i = 0; i < joined_->piece_count; ++i) {
      const JoinedText::Piece& piece = batch_.joined.pieces[joined_->first_piece + i];
      const std::uint32_t offset = piece.text.begin - joined_->text.begin;
      const std::uint32_t end = std::min(span.end, offset + piece.text.size());
      const std::uint32_t begin = std::max(span.begin, offset);
      if (begin >= end) continue;
      out_.push_back(std::exchange(separator, ','));
      if (piece.id.size() != 0) {
        out_.append("{\"id\":");
        out_.append(batch_.joined.view(piece.id));
      } else {
        out_.append("{\"line\":");
        append_number(out_, piece.line);
      }
      write_span_in(batch_.joined.view(piece.text), {begin - offset, end - offset});
      out_.push_back('}');
    }
    out_.push_back(']');
  }

  void write_span_in(std::string_view text, TextSpan span) {
    const std::string_view outer = std::exchange(text_, text);
    const JoinedText* const joined = std::exchange(joined_, nullptr);
    at_ = {};
    write_span(span);
    text_ = outer;
    joined_ = joined;
  }

  void write_pair(std::string_view before, std::size_t begin, std::size_t end) {
    out_.append(before);
    append_number(out_, begin);
    out_.push_back(',');
    append_number(out_, end);
  }

  const RuleSet& rules_;
  const EmitOptions& options_;
  const Batch& batch_;
  PaddedBuffer& out_;
  std::string_view text_;
  TextPosition
      cursor_;  ///< where the finding begins: never goes back, so that a message takes linear time
  TextPosition at_;                     ///< where its last span began
  const JoinedText* joined_ = nullptr;  ///< what the finding's spans are in, if not in the text
};

char* put(char* at, std::string_view bytes) noexcept {
  std::memcpy(at, bytes.data(), bytes.size());
  return at + bytes.size();
}

/// Nearly all verdicts: there is nothing to say but that the message may pass.
bool is_plain(const Message& message, const Verdict& verdict) noexcept {
  return verdict.action == Action::allow && verdict.findings.count == 0 && !message.id.empty();
}

void append_plain(PaddedBuffer& out, std::string_view id) {
  constexpr std::string_view kBefore = R"({"id":)";
  constexpr std::string_view kAfter = ",\"action\":\"allow\"}\n";
  char* at = out.room_for(kBefore.size() + id.size() + kAfter.size());
  at = put(put(put(at, kBefore), id), kAfter);
  out.resize(static_cast<std::size_t>(at - out.data()));
}

}  // namespace

void emit(const RuleSet& rules, const EmitOptions& options, Batch& batch) {
  VerdictWriter writer(rules, options, batch);
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    const Message& message = batch.messages[i];
    const Verdict& verdict = batch.verdicts[i];
    if ((options.actions >> unsigned(verdict.action) & 1) == 0) continue;
    if (is_plain(message, verdict) && !options.include_text) {
      append_plain(batch.output, message.id);
    } else {
      writer.write(message, verdict);
    }
  }
}

}  // namespace tamis
