#include "tamis/match/pattern_database.h"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <optional>

#include <re2/re2.h>

#include "tamis/match/hyperscan.h"
#include "tamis/match/regex_compiler.h"
#include "tamis/match/trigrams.h"

namespace tamis {
namespace {

constexpr std::size_t kLongestShortLiteral = 2;

/// Each byte escaped: Hyperscan 5.4.0's own calls for literals can make databases that fail when
/// they scan.
std::string escape(std::string_view literal) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string escaped;
  escaped.reserve(literal.size() * 4);
  for (const char c : literal) {
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return escaped;
}

PatternDatabase::Part part_of(std::string_view literal) {
  return literal.size() <= kLongestShortLiteral ? PatternDatabase::short_literals
                                                : PatternDatabase::long_literals;
}

/// What of a regex is scanned for as a regex; may be empty.
std::string_view scanned_part(const Pattern& regex) {
  if (regex.on_demand) return {};
  return regex.required.empty() ? regex.expression : regex.others;
}

void append_sized(std::string& out, std::string_view bytes) {
  const std::uint64_t size = bytes.size();
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  out += bytes;
}

bool take_sized(std::string_view& in, std::string_view& bytes) {
  std::uint64_t size = 0;
  if (in.size() < sizeof size) return false;
  std::memcpy(&size, in.data(), sizeof size);
  in.remove_prefix(sizeof size);
  if (in.size() < size) return false;
  bytes = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

}  // namespace

/// A regex that is compiled when it is first needed, for few of a large set ever are.
struct PatternDatabase::ExactRegex {
  explicit ExactRegex(std::string_view e) : expression(e) {}

  const RE2& get() {
    std::call_once(once, [this] { compiled.emplace(expression, exact_options()); });
    return *compiled;
  }
  const TrigramQuery& trigram_query() {
    std::call_once(query_once, [this] { query = TrigramQuery(expression); });
    return query;
  }

  static RE2::Options exact_options() {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(
        4 << 20);  // bytes; past it RE2 matches more slowly, but still in linear time
    return options;
  }

  std::string expression;
  std::once_flag once;
  std::optional<RE2> compiled;
  std::once_flag query_once;
  TrigramQuery query;
};

PatternDatabase::PatternDatabase() noexcept = default;
PatternDatabase::PatternDatabase(PatternDatabase&&) noexcept = default;
PatternDatabase& PatternDatabase::operator=(PatternDatabase&&) noexcept = default;
PatternDatabase::~PatternDatabase() = default;

const re2::RE2& PatternDatabase::exact_regex(std::uint32_t pattern) const {
  return exact_regexes_[pattern]->get();
}

const TrigramQuery& PatternDatabase::trigram_query(std::uint32_t pattern) const {
  return exact_regexes_[pattern]->trigram_query();
}

void PatternDatabase::Free::operator()(hs_database* database) const noexcept {
  hs_free_database(database);
}

tl::expected<PatternDatabase, std::vector<PatternError>> PatternDatabase::compile(
    std::span<const Pattern> patterns, RegexLimits limits) {
  std::array<std::vector<hyperscan::Expression>, part_count> literals;
  std::vector<Regex> sources;
  PatternDatabase result;
  result.take_patterns(patterns);
  auto required_id = static_cast<unsigned>(patterns.size());
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const Pattern& pattern = patterns[i];
    if (pattern.kind == Pattern::Kind::weights) continue;
    if (pattern.kind == Pattern::Kind::literal) {
      literals[part_of(pattern.expression)].push_back(
          {escape(pattern.expression), static_cast<unsigned>(i)});
      continue;
    }
    sources.push_back({i, pattern.expression, scanned_part(pattern)});
    for (const RequiredLiteral& literal : pattern.required)
      literals[part_of(literal.bytes)].push_back({escape(literal.bytes), required_id++});
  }
  std::vector<PatternError> errors;
  for (const Part part : {short_literals, long_literals})
    result.compile_literals(part, literals[part], errors);
  result.compile_regexes(std::move(sources), limits, errors);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return result;
}

void PatternDatabase::take_patterns(std::span<const Pattern> patterns) {
  pattern_count_ = patterns.size();
  exact_regexes_.resize(patterns.size());
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    for (const RequiredLiteral& literal : patterns[i].required) {
      required_.push_back({i, static_cast<std::uint32_t>(literal.bytes.size()), literal.word_begin,
                           literal.word_end});
    }
  }
}

void PatternDatabase::compile_literals(Part part,
                                       const std::vector<hyperscan::Expression>& literals,
                                       std::vector<PatternError>& errors) {
  if (literals.empty()) return;
  auto database = hyperscan::compile(literals, 0);
  if (database) {
    parts_[part].reset(database->release());
  } else {
    const auto at = static_cast<std::size_t>(std::max(0, database.error().expression));
    const Required* const literal = required(literals[at].id);
    errors.push_back({literal == nullptr ? literals[at].id : literal->regex,
                      std::move(database.error().message)});
  }
}

void PatternDatabase::compile_regexes(std::vector<Regex> sources, RegexLimits limits,
                                      std::vector<PatternError>& errors) {
  std::erase_if(sources, [&](const Regex& source) {
    auto exact = std::make_unique<ExactRegex>(source.expression);
    const bool ok = exact->get().ok();
    if (!ok) errors.push_back({source.pattern, exact->get().error()});
    exact_regexes_[source.pattern] = std::move(exact);
    return !ok;
  });
  if (sources.empty()) return;
  if (!errors.empty()) {  // check the others only
    for (Regex& source : sources) source.scanned = {};
  }
  const auto serialized = tamis::compile_regexes(sources, limits);
  if (!serialized) {
    errors.insert(errors.end(), serialized.error().begin(), serialized.error().end());
    return;
  }
  if (serialized->empty()) return;
  auto database = hyperscan::deserialize(*serialized);
  if (database) {
    parts_[regexes].reset(database->release());
  } else {
    errors.push_back({sources.front().pattern, database.error().message});
  }
}

Result<std::string> PatternDatabase::serialize() const {
  std::string bytes;
  for (const Handle& handle : parts_) {
    if (handle == nullptr) {
      append_sized(bytes, "");
      continue;
    }
    auto part = hyperscan::serialize(handle.get());
    if (!part) return part;
    append_sized(bytes, *part);
  }
  return bytes;
}

Result<PatternDatabase> PatternDatabase::deserialize(std::string_view bytes,
                                                     std::span<const Pattern> patterns) {
  PatternDatabase result;
  result.take_patterns(patterns);
  std::array<bool, part_count> wanted{};
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    const Pattern& pattern = patterns[i];
    if (pattern.kind == Pattern::Kind::weights) continue;
    if (pattern.kind == Pattern::Kind::literal) {
      wanted[part_of(pattern.expression)] = true;
      continue;
    }
    if (!scanned_part(pattern).empty()) wanted[regexes] = true;
    for (const RequiredLiteral& literal : pattern.required) wanted[part_of(literal.bytes)] = true;
    result.exact_regexes_[i] = std::make_unique<ExactRegex>(pattern.expression);
  }
  for (unsigned i = 0; i < part_count; ++i) {
    std::string_view part;
    if (!take_sized(bytes, part)) return failure("the databases are cut short");
    if (part.empty() == wanted[i]) return failure("the databases are not of these patterns");
    if (part.empty()) continue;
    auto database = hyperscan::deserialize(part);
    if (!database) return tl::unexpected(database.error());
    result.parts_[i].reset(database->release());
  }
  if (!bytes.empty()) return failure("more follows the databases");
  return result;
}

std::string PatternDatabase::platform() {
  hs_platform_info_t info{};
  hs_populate_platform(&info);
  return std::string(hs_version()) + " tune " + std::to_string(info.tune) + " cpu " +
         std::to_string(info.cpu_features);
}

std::string PatternDatabase::warning() {
  if (std::string_view(hs_version()).starts_with("5.4.9")) {
    return "this is Vectorscan 5.4.9, which misses matches on x86; use Hyperscan 5.4 or a later "
           "Vectorscan";
  }
  return {};
}

std::size_t PatternDatabase::bytes() const noexcept {
  std::size_t sum = 0;
  for (const Handle& handle : parts_) {
    std::size_t size = 0;
    if (handle != nullptr && hs_database_size(handle.get(), &size) == HS_SUCCESS) sum += size;
  }
  return sum;
}

}  // namespace tamis
