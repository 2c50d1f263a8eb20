// The pipeline as most people write it: a message at a time through ICU's NFKC_Casefold and
// hs_scan.
#include <memory>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>
#include <hs/hs.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "peer.h"

namespace {

void require(hs_error_t status) {
  if (status != HS_SUCCESS && status != HS_SCAN_TERMINATED)
    throw std::runtime_error("Hyperscan failed");
}

class Plain {
 public:
  Plain(const std::vector<std::string>& words, bool is_folded) {
    UErrorCode status = U_ZERO_ERROR;
    if (!is_folded) normalizer_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU failed");
    compile(words);
  }
  ~Plain() {
    hs_free_scratch(scratch_);
    hs_free_database(database_);
  }
  Plain(const Plain&) = delete;
  Plain& operator=(const Plain&) = delete;

  bool holds_word(std::string_view text) {
    const std::string_view view = normalized(text);
    bool is_match = false;
    const auto stop = [](unsigned, unsigned long long, unsigned long long, unsigned, void* found) {
      *static_cast<bool*>(found) = true;
      return 1;
    };
    require(hs_scan(database_, view.data(), unsigned(view.size()), 0, scratch_, stop, &is_match));
    return is_match;
  }

 private:
  /// Valid until the next call.
  std::string_view normalized(std::string_view text) {
    if (normalizer_ == nullptr) return text;
    view_.clear();
    icu::StringByteSink<std::string> sink(&view_);
    UErrorCode status = U_ZERO_ERROR;
    normalizer_->normalizeUTF8(0, icu::StringPiece(text.data(), int32_t(text.size())), sink,
                               nullptr, status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU failed");
    return view_;
  }

  void compile(const std::vector<std::string>& words) {
    std::vector<std::string> expressions;
    for (const std::string& word : words) {
      std::string& expression = expressions.emplace_back();
      for (const char byte : normalized(word))
        expression += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
    std::vector<const char*> pointers;
    pointers.reserve(words.size());
    for (const std::string& expression : expressions) pointers.push_back(expression.c_str());
    std::vector<unsigned> ids(words.size());
    std::iota(ids.begin(), ids.end(), 0U);
    hs_compile_error_t* error = nullptr;
    if (hs_compile_multi(pointers.data(), nullptr, ids.data(), unsigned(words.size()),
                         HS_MODE_BLOCK, nullptr, &database_, &error) != HS_SUCCESS) {
      throw std::runtime_error(fmt::format("Hyperscan: {}", error->message));
    }
    require(hs_alloc_scratch(database_, &scratch_));
  }

  const icu::Normalizer2* normalizer_ = nullptr;  // null: nothing to normalize
  hs_database_t* database_ = nullptr;
  hs_scratch_t* scratch_ = nullptr;
  std::string view_;
};

tamis::bench::Matcher make_matcher(const std::vector<std::string>& words, bool is_folded) {
  const auto plain = std::make_shared<Plain>(words, is_folded);
  return [plain](std::string_view text) { return plain->holds_word(text); };
}

}  // namespace

int main(int argc, char** argv) {
  return tamis::bench::run_peer(argc, argv, make_matcher);
}
