#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tamis/base/skeleton_view.h"
#include "tamis/normalize/skeleton/bloom_filter.h"
#include "tamis/normalize/skeleton/masked_words.h"

namespace tamis {

/// A term that skeletons are made for.
struct VocabularyTerm {
  std::string_view folded;
  std::string_view key;      ///< see `TermSkeleton`
  bool begins_word = false;  ///< counts only where a word begins
  Reading reading = Reading::written;
};

/// What the terms of a rule set are made of: tells cheaply whether a word that looks odd could be
/// one of theirs. Immutable once filled; may be shared by threads.
class SkeletonVocabulary {
 public:
  SkeletonVocabulary() : SkeletonVocabulary(std::span<const VocabularyTerm>()) {}
  explicit SkeletonVocabulary(std::span<const VocabularyTerm> terms);

  /// Whether terms are looked for by their syllables, or split.
  bool has_pinyin() const noexcept { return has_pinyin_; }
  /// Never false of the first ideographs of such a term, three or the two that there are: their
  /// syllables, or what halves stand for.
  bool may_open(char32_t first, char32_t second, char32_t third = 0) const noexcept {
    return openings_.may_hold(pair(pair(first, second), third));
  }

  const MaskedWords& masked_words() const noexcept { return masked_words_; }

  /// Symbols of a word as they come, hashed as a key would be: repeats are one.
  class KeyHash {
   public:
    void add(char32_t symbol) noexcept {
      if (symbol == (last_ & 0xFFFF)) return;
      last_ = last_ << 16 | (symbol & 0xFFFF);
      hash_ = mix(hash_ ^ symbol);
      ++size_;
    }
    std::size_t size() const noexcept { return size_; }
    std::uint64_t value() const noexcept { return hash_; }
    /// Of the last four symbols alone.
    std::uint64_t tail() const noexcept { return mix(last_); }

   private:
    static std::uint64_t mix(std::uint64_t x) noexcept {
      x *= 0x9E3779B97F4A7C15U;
      return x ^ x >> 29;
    }
    std::uint64_t hash_ = 0;
    std::uint64_t last_ = 0;
    std::size_t size_ = 0;
  };

  /// Never false of the key of a term.
  bool may_be_term(const KeyHash& key) const noexcept { return terms_.may_hold(key.value()); }
  /// Never false of a word in a term of several.
  bool may_be_in_phrase(const KeyHash& key) const noexcept {
    return phrase_words_.may_hold(key.value());
  }
  /// Never false of the key of a term, or of a word in one.
  bool may_be_of_term(const KeyHash& key) const noexcept {
    return may_be_term(key) || may_be_in_phrase(key);
  }
  /// Never false of what a word in a term begins with, or a term that has no spaces.
  bool may_begin_word(const KeyHash& key) const noexcept {
    return word_starts_.may_hold(key.value());
  }
  /// Never false of two words, or two ideographs, that follow each other in a term.
  bool may_follow(const KeyHash& before, const KeyHash& after) const noexcept {
    return pairs_.may_hold(pair(before.value(), after.value()));
  }
  bool may_follow(char32_t before, char32_t after) const noexcept {
    return pairs_.may_hold(pair(before, after));
  }
  /// Never false of the only two ideographs of a term.
  bool may_be_term(char32_t first, char32_t second) const noexcept {
    return two_.may_hold(pair(first, second));
  }
  /// Never false of three ideographs that follow each other in a term.
  bool may_follow(char32_t first, char32_t second, char32_t third) const noexcept {
    return threes_.may_hold(pair(pair(first, second), third));
  }
  /// Never false where the last four symbols begin a term that may stand inside a word.
  bool may_begin_inside(const KeyHash& key) const noexcept {
    return has_inside_ &&
           (has_short_inside_ || (key.size() >= kStart && starts_.may_hold(key.tail())));
  }

 private:
  static std::uint64_t pair(std::uint64_t a, std::uint64_t b) noexcept {
    a = (a + 1) * 0x9E3779B97F4A7C15U;
    b = (b ^ a ^ a >> 31) * 0xD6E8FEB86659FD93U;
    return b ^ b >> 32;
  }

  static constexpr std::size_t kStart = 4;  ///< symbols of a term that begin it

  void add(const VocabularyTerm& term);
  void add_words(std::string_view folded);
  void add_opening(std::string_view key);

  MaskedWords masked_words_;
  BloomFilter terms_;
  BloomFilter phrase_words_;
  BloomFilter word_starts_;
  BloomFilter pairs_;
  BloomFilter two_;     ///< ideographs that are a term
  BloomFilter threes_;  ///< ideographs in a row
  BloomFilter starts_;
  BloomFilter openings_;
  bool has_pinyin_ = false;
  bool has_inside_ = false;        ///< a term that may stand inside a word
  bool has_short_inside_ = false;  ///< … that has a shorter key
};

}  // namespace tamis
