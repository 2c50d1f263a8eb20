#pragma once

// What the room's files share of Hyperscan. Not part of the room's door.

#include <memory>
#include <new>
#include <span>
#include <string>
#include <vector>

#include <hs/hs.h>

#include "tamis/base/result.h"
#include "tamis/match/pattern_database.h"

namespace tamis::hyperscan {

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;

struct FreeScratch {
  void operator()(hs_scratch_t* scratch) const noexcept { hs_free_scratch(scratch); }
};
using Scratch = std::unique_ptr<hs_scratch_t, FreeScratch>;

/// That does for scans of each part of `patterns`; null where there is none. Throws std::bad_alloc.
inline Scratch scratch_for(const PatternDatabase& patterns) {
  hs_scratch_t* scratch = nullptr;
  for (unsigned part = 0; part < PatternDatabase::part_count; ++part) {
    const hs_database_t* database = patterns.part(PatternDatabase::Part(part));
    if (database == nullptr || hs_alloc_scratch(database, &scratch) == HS_SUCCESS) continue;
    hs_free_scratch(scratch);
    throw std::bad_alloc();
  }
  return Scratch(scratch);
}

struct Expression {
  std::string text;
  unsigned id;
};

struct CompileError {
  int expression;  ///< an index, or negative: no single one is at fault
  std::string message;
};

/// A block-mode database of `expressions`, all with the same flags.
inline tl::expected<Database, CompileError> compile(std::span<const Expression> expressions,
                                                    unsigned flags) {
  std::vector<const char*> texts;
  std::vector<unsigned> ids;
  for (const Expression& expression : expressions) {
    texts.push_back(expression.text.c_str());
    ids.push_back(expression.id);
  }
  const std::vector<unsigned> all_flags(expressions.size(), flags);
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t status = hs_compile_multi(texts.data(), all_flags.data(), ids.data(),
                                             static_cast<unsigned>(texts.size()), HS_MODE_BLOCK,
                                             nullptr, &database, &error);
  if (status == HS_SUCCESS) return Database(database);
  CompileError result{error->expression, error->message};
  hs_free_compile_error(error);
  return tl::unexpected(std::move(result));
}

inline Result<std::string> serialize(const hs_database_t* database) {
  char* bytes = nullptr;
  std::size_t size = 0;
  if (hs_serialize_database(database, &bytes, &size) != HS_SUCCESS) {
    return failure("the database cannot be serialized");
  }
  std::string result(bytes, size);
  std::free(bytes);  // NOLINT: allocated by Hyperscan's default allocator, malloc
  return result;
}

inline Result<Database> deserialize(std::string_view bytes) {
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(bytes.data(), bytes.size(), &database) != HS_SUCCESS) {
    return failure("the bytes are no database for this library and CPU");
  }
  return Database(database);
}

}  // namespace tamis::hyperscan
