#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/result.h"
#include "tamis/match/pattern.h"

struct hs_database;
namespace re2 {
class RE2;
}

namespace tamis {

struct Regex;
class TrigramQuery;
namespace hyperscan {
struct Expression;
}

/// What compiling the regexes may cost.
struct RegexLimits {
  std::chrono::seconds cpu{60};               ///< all of them together
  std::chrono::seconds cpu_each{5};           ///< one alone, when it is asked which is at fault
  std::size_t memory = std::size_t{2} << 30;  ///< bytes
};

/// Why a pattern cannot be compiled.
struct PatternError {
  std::size_t pattern = 0;
  std::string message;
};

/// Patterns compiled for Hyperscan. Immutable; may be shared by threads.
///
/// Literals and regexes have databases of their own: literals alone get Hyperscan's pure-literal
/// runtime. Literals of one or two bytes, which would ruin the stride of the others, have one too.
/// The regexes' database only says which messages may match, and so do the literals that a regex
/// requires and that stand in for it; `exact_regex` decides.
class PatternDatabase {
 public:
  enum Part : std::uint8_t { short_literals, long_literals, regexes, part_count };

  PatternDatabase() noexcept;
  PatternDatabase(PatternDatabase&&) noexcept;
  PatternDatabase& operator=(PatternDatabase&&) noexcept;
  ~PatternDatabase();

  /// Compiles regexes in a child process that is held to `limits` (by fork: what the caller's other
  /// threads hold locked must not be malloc's or the loader's). Fails with all errors found.
  static tl::expected<PatternDatabase, std::vector<PatternError>> compile(
      std::span<const Pattern> patterns, RegexLimits limits = {});

  /// Takes what `serialize` made of the same patterns with the same library on the same kind of
  /// CPU; otherwise fails, or (if the bytes were made up) worse: feed it only files of one's own.
  static Result<PatternDatabase> deserialize(std::string_view bytes,
                                             std::span<const Pattern> patterns);
  Result<std::string> serialize() const;

  /// What serialized databases depend on beside the patterns: the library's version and the CPU.
  static std::string platform();

  /// A sentence on why the library in use cannot be trusted, or nothing.
  static std::string warning();

  /// A literal that a regex requires, as far as a match of it does not tell.
  struct Required {
    std::uint32_t regex;
    std::uint32_t size;  ///< in bytes
    bool word_begin;
    bool word_end;
  };
  /// The literal that the databases' matches are told of by `id`: null if it is that of a pattern.
  const Required* required(unsigned id) const noexcept {
    return id < pattern_count_ ? nullptr : &required_[id - pattern_count_];
  }

  /// Null where there is no such pattern.
  const hs_database* part(Part part) const noexcept { return parts_[part].get(); }
  /// For a pattern that is a regex. Compiled when it is first asked for.
  const re2::RE2& exact_regex(std::uint32_t pattern) const;
  /// Likewise.
  const TrigramQuery& trigram_query(std::uint32_t pattern) const;
  std::size_t bytes() const noexcept;  ///< of the Hyperscan databases in memory

 private:
  struct Free {
    void operator()(hs_database* database) const noexcept;
  };
  using Handle = std::unique_ptr<hs_database, Free>;

  struct ExactRegex;

  void take_patterns(std::span<const Pattern> patterns);
  void compile_literals(Part part, const std::vector<hyperscan::Expression>& literals,
                        std::vector<PatternError>& errors);
  void compile_regexes(std::vector<Regex> sources, RegexLimits limits,
                       std::vector<PatternError>& errors);

  std::array<Handle, part_count> parts_;
  std::size_t pattern_count_ = 0;
  std::vector<Required> required_;                          ///< of each id past the patterns'
  std::vector<std::unique_ptr<ExactRegex>> exact_regexes_;  ///< of each pattern that is a regex
};

}  // namespace tamis
