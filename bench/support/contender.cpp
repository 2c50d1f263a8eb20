#include "support/contender.h"

#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <hs/hs.h>
#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "tamis/base/utf8.h"
#include "tamis/decode/decoder.h"
#include "tamis/normalize/normalizer.h"

namespace tamis::bench {
namespace {

constexpr std::size_t kSlice = std::size_t{128} << 10;

void require(hs_error_t status) {
  if (status != HS_SUCCESS) throw std::runtime_error("Hyperscan failed");
}

/// The rules' literals and regexes as they are written. tamis scans for literals in place of most
/// regexes, which is not for the floor to take over.
const PatternDatabase& as_written(const RuleSet& rules) {
  static std::map<std::string, PatternDatabase> databases;  // by the rules' id
  const auto [at, is_new] = databases.try_emplace(rules.id());
  if (!is_new) return at->second;
  std::vector<Pattern> patterns(rules.patterns().begin(), rules.patterns().end());
  for (Pattern& pattern : patterns) {
    pattern.required.clear();
    pattern.others.clear();
  }
  auto database = PatternDatabase::compile(patterns);
  if (!database) throw std::runtime_error("the rules do not compile as they are written");
  return at->second = *std::move(database);
}

hs_scratch_t* scratch_for(const PatternDatabase& database) {
  hs_scratch_t* scratch = nullptr;
  for (unsigned part = 0; part < PatternDatabase::part_count; ++part) {
    const hs_database_t* handle = database.part(PatternDatabase::Part(part));
    if (handle != nullptr) require(hs_alloc_scratch(handle, &scratch));
  }
  return scratch;
}

}  // namespace

struct Floor::State {
  std::vector<std::string> slices;
  std::vector<std::string> folded;
  const PatternDatabase& database;
  hs_scratch_t* scratch;
  simdjson::ondemand::parser parser;
};

Floor::Floor(const RuleSet& rules, std::string_view ndjson)
    : state_(new State{{},
                       {},
                       as_written(rules),
                       scratch_for(as_written(rules)),
                       simdjson::ondemand::parser()}) {
  Decoder decoder(*FieldMap::make({}));
  while (!ndjson.empty()) {
    const std::size_t end =
        std::min(ndjson.find('\n', std::min(kSlice, ndjson.size() - 1)), ndjson.size() - 1) + 1;
    state_->slices.emplace_back(ndjson.substr(0, end));
    ndjson.remove_prefix(end);
    Batch batch;
    batch.input.append(state_->slices.back());
    decoder.decode(batch);
    normalize(batch);
    state_->folded.emplace_back(batch.folded.bytes.view());
    state_->slices.back().reserve(state_->slices.back().size() + simdjson::SIMDJSON_PADDING);
  }
#ifdef SIMDJSON_THREADS_ENABLED
  state_->parser.threaded = false;
#endif
}

Floor::~Floor() {
  hs_free_scratch(state_->scratch);
  delete state_;
}

std::size_t Floor::decode() {
  std::size_t bytes = 0;
  for (const std::string& slice : state_->slices) {
    simdjson::ondemand::document_stream documents;
    if (state_->parser.iterate_many(slice.data(), slice.size(), slice.size()).get(documents))
      throw std::runtime_error("bad JSON");
    for (auto document : documents) {
      simdjson::ondemand::object object;
      if (document.get_object().get(object)) throw std::runtime_error("bad JSON");
      for (const std::string_view field : {"id", "channel", "sender", "text"}) {
        std::string_view value;
        if (!object.find_field(field).get_string().get(value)) bytes += value.size();
      }
    }
  }
  return bytes;
}

std::size_t Floor::scan() {
  std::size_t matches = 0;
  const auto count = [](unsigned, unsigned long long, unsigned long long, unsigned, void* context) {
    ++*static_cast<std::size_t*>(context);
    return 0;
  };
  for (const std::string& text : state_->folded) {
    for (unsigned part = 0; part < PatternDatabase::part_count; ++part) {
      const hs_database_t* handle = state_->database.part(PatternDatabase::Part(part));
      if (handle != nullptr)
        require(hs_scan(handle, text.data(), unsigned(text.size()), 0, state_->scratch, count,
                        &matches));
    }
  }
  return matches;
}

struct PlainPipeline::State {
  std::span<const Pattern> patterns;
  const PatternDatabase& database;
  hs_scratch_t* scratch;
  simdjson::dom::parser parser;
  const icu::Normalizer2* normalizer;
  std::string folded;
  bool hit = false;

  bool is_word(char32_t c) const {
    return u_isalnum(static_cast<UChar32>(c)) != 0 &&
           u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) == 0;
  }
  bool stands_free(const Pattern& pattern, std::size_t end) const {
    const std::size_t begin = end - pattern.expression.size();
    if (pattern.word_begin && begin > 0 &&
        is_word(utf8::decode_before(folded.data() + begin).value))
      return false;
    return !pattern.word_end || end == folded.size() ||
           !is_word(utf8::decode(folded.data() + end).value);
  }
  static int on_match(unsigned id, unsigned long long, unsigned long long to, unsigned,
                      void* context) {
    auto& self = *static_cast<State*>(context);
    const Pattern& pattern = self.patterns[id];
    if (pattern.kind == Pattern::Kind::regex || self.stands_free(pattern, to)) self.hit = true;
    return 0;
  }
};

PlainPipeline::PlainPipeline(const RuleSet& rules)
    : state_(new State{rules.patterns(),
                       as_written(rules),
                       scratch_for(as_written(rules)),
                       simdjson::dom::parser(),
                       nullptr,
                       {}}) {
  UErrorCode status = U_ZERO_ERROR;
  state_->normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU failed");
}

PlainPipeline::~PlainPipeline() {
  hs_free_scratch(state_->scratch);
  delete state_;
}

std::size_t PlainPipeline::run(std::string_view ndjson) {
  std::size_t hits = 0;
  while (!ndjson.empty()) {
    const std::size_t end = ndjson.find('\n');
    const std::string line(ndjson.substr(0, end));
    ndjson.remove_prefix(end + 1);
    simdjson::dom::element message;
    std::string_view text;
    if (state_->parser.parse(line).get(message) || message["text"].get_string().get(text))
      throw std::runtime_error("bad JSON");
    std::string answer;
    for (const char* field : {"id", "channel", "sender"}) {
      std::string_view value;
      if (!message[field].get_string().get(value)) answer += value;
    }
    state_->folded.clear();
    icu::StringByteSink<std::string> sink(&state_->folded);
    UErrorCode status = U_ZERO_ERROR;
    state_->normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink,
                                      nullptr, status);
    state_->hit = false;
    for (unsigned part = 0; part < PatternDatabase::part_count; ++part) {
      const hs_database_t* handle = state_->database.part(PatternDatabase::Part(part));
      if (handle == nullptr) continue;
      require(hs_scan(handle, state_->folded.data(), unsigned(state_->folded.size()), 0,
                      state_->scratch, State::on_match, state_));
    }
    hits += state_->hit;
  }
  return hits;
}

}  // namespace tamis::bench
