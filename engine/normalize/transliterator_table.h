#pragma once

#include <cstdio>
#include <memory>

#include <unicode/translit.h>

namespace tamis {

/// The whole of a program that writes what one of ICU's transliterators says into the file that it
/// is given, to be compiled in. Its exit status.
template <class Write>
int write_transliterator_table(int argc, char** argv, const char* transliterator, Write write) {
  std::FILE* const file = argc == 2 ? std::fopen(argv[1], "w") : nullptr;
  if (file == nullptr) {
    std::fprintf(stderr, "usage: %s FILE\n", argv[0]);
    return 2;
  }
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> made(
      icu::Transliterator::createInstance(transliterator, UTRANS_FORWARD, status));
  if (U_FAILURE(status)) {
    std::fprintf(stderr, "%s: %s: %s\n", argv[0], transliterator, u_errorName(status));
    return 1;
  }
  write(*made, file);
  return std::fclose(file) == 0 ? 0 : 1;
}

}  // namespace tamis
