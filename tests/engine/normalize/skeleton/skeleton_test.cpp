#include "tamis/normalize/skeleton.h"

#include <gtest/gtest.h>

#include "support/support.h"
#include "tamis/normalize/normalizer.h"
#include "tamis/normalize/skeleton/gate.h"

namespace tamis {
namespace {

const std::vector<VocabularyTerm> kTerms{{"idiot", "idiot", true},
                                         {"lottery winner", "ioterywiner", true},
                                         {"swindle", "swindie", false},
                                         {"加微信", "加微信", false}};

/// The keys of a text, one for each reading; none if it is not let by.
std::vector<std::string> keys_of(const std::string& text) {
  const SkeletonVocabulary vocabulary(kTerms);
  Skeletonizer skeletonizer(vocabulary);
  const auto batch = test::batch_of_texts({text});
  normalize(*batch);
  skeletonizer.skeletonize(*batch);
  std::vector<std::string> keys;
  for (const auto& segment : batch->skeleton.segments) {
    keys.emplace_back(batch->skeleton.bytes.view().substr(segment.span.begin, segment.span.size()));
  }
  return keys;
}

bool passes(const std::string& text) {
  const SkeletonVocabulary vocabulary(kTerms);
  const auto batch = test::batch_of_texts({"before", text, "after"});
  normalize(*batch);
  std::vector<std::uint32_t> messages;
  Gate(vocabulary).find(*batch, messages);
  EXPECT_TRUE(messages.empty() || messages == std::vector<std::uint32_t>{1});
  return !messages.empty();
}

/// The gate looks at a batch window by window; where a text stands in it must not matter.
TEST(Skeletons, DoNotDependOnWhatStandsBefore) {
  std::vector<VocabularyTerm> terms = kTerms;
  terms.push_back({"kiss", "kis", true});
  const SkeletonVocabulary vocabulary(terms);
  Gate gate(vocabulary);
  std::string ordinary;
  while (ordinary.size() < 130) ordinary += "some words ";
  for (const std::string text :
       {"i, . d i ot", "idi、、ot", "i d io t", "an idi==ot", "k, . is s me", "a 1diot"}) {
    std::size_t places = 0;
    for (std::size_t before = 0; before < 130; ++before) {
      std::vector<std::uint32_t> messages;
      const auto batch = test::batch_of_texts({ordinary.substr(0, before), text});
      normalize(*batch);
      gate.find(*batch, messages);
      places += !messages.empty();
    }
    EXPECT_TRUE(places == 0 || places == 130) << text << " passes behind some texts only";
  }
}

TEST(Skeletons, AreKeysOfLookAlikes) {
  EXPECT_EQ(keys_of("An 1D!0T"), (std::vector<std::string>{"anidiot", "anidot"}));
  EXPECT_EQ(keys_of("i.d.i.o.t"), std::vector<std::string>{"idiot"});
  EXPECT_EQ(keys_of("加*微*信"), std::vector<std::string>{"加微信"});
}

TEST(Skeletons, OfATermAreTheSameAsOfWhatHidesIt) {
  for (const VocabularyTerm& term : kTerms) EXPECT_EQ(skeleton_of_term(term.folded).key, term.key);
  const TermSkeleton skeleton = skeleton_of_term("don't go, now");
  EXPECT_EQ(skeleton.letters, U"dontgonow");
  EXPECT_EQ(skeleton.spaces, 0b1010000U);
  EXPECT_EQ(skeleton.marks, 0b1001000U);
}

TEST(Skeletons, ThereAreNoneOfTermsThatAreNotAllLetters) {
  EXPECT_EQ(skeleton_of_term("send 💰 now").key, "");
  EXPECT_EQ(skeleton_of_term("-rf").key, "");
  EXPECT_EQ(skeleton_of_term(std::string(65, 'a')).key, "");
}

TEST(Skeletons, SayWhereLettersCameFrom) {
  const SkeletonVocabulary vocabulary(kTerms);
  Skeletonizer skeletonizer(vocabulary);
  const auto batch = test::batch_of_texts({"x 1&#100;i\u200B\u043Et"});
  normalize(*batch);
  skeletonizer.skeletonize(*batch);
  std::vector<TextSpan> origins;
  for (const SkeletonLetter& letter : batch->skeleton.letters) origins.push_back(letter.origin);
  EXPECT_EQ(origins, (std::vector<TextSpan>{{0, 1}, {2, 3}, {3, 9}, {9, 10}, {13, 15}, {15, 16}}));
}

/// A line may be a megabyte long, and its letters take fifty times that.
TEST(Skeletons, OfAHugeTextGiveTheirMemoryBack) {
  const SkeletonVocabulary vocabulary(kTerms);
  Skeletonizer skeletonizer(vocabulary);
  const auto batch = test::batch_of_texts({test::repeat("i.d.i.o.t ", 30'000)});
  normalize(*batch);
  skeletonizer.skeletonize(*batch);
  EXPECT_GE(batch->skeleton.letters.size(), 150'000U);
  batch->skeleton.clear();
  EXPECT_LT(batch->skeleton.letters.capacity(), 100'000U);
}

/// If each sign looked back over all before it, this would take minutes. The time limit is the
/// test.
TEST(Gate, LooksAtEachSignOnce) {
  for (const std::string first : {"a", "加", "加a", "."}) {
    for (const std::string sign : {"😀", ">○", "…", "丶", "、"})
      passes(first + test::repeat(sign, (1U << 20) / sign.size()));
  }
}

TEST(Gate, LetsByWhatMayHideATerm) {
  for (const char* text :
       {"1diot",          "id1ot",       "idi0t!",         "an i.d.i.o.t",
        "i d i o t",      "i d i ot",    "id..t",          "idi*t",
        "1dі0t",          "ïdiot",       "lottery-winner", "l0ttery winner",
        "lottery w1nner", "sw!ndler",    "xxsw1ndlexx",    "加 微 信",
        "加*微信",        "加😀微信",     "加*信",          "加'微信",
        "你加,微信吧",    "加,,微信",    "id==iot",        "id''iot",
        "i d io t",       "id..t",       "aWRpb3Q=",       "&#105;diot",
        "%69diot",        "ʇoıpı",       "i\u0336diot",    "lottery\u200Bwinner",
        "id\bdiot",       "\u202Etoidi", "🅘diot",          "\U000E0069\U000E0064"}) {
    EXPECT_TRUE(passes(text)) << text;
  }
}

// Read what stood before an empty word.
TEST(Gate, LooksAtWordsThatBeginWithWhatNobodySees) {
  for (const char* text : {"\x01\xC3\xA9", "\x01é1diot", "\u0301é", "\u200B'é", "'é", "''é"})
    EXPECT_FALSE(passes(text)) << text;
}

TEST(Gate, KeepsOutOrdinaryTexts) {
  for (const char* text : {"",
                           "a",
                           "Hello, how are you?",
                           "I'm here at 3pm, aren't you?",
                           "well-known and/or e-mail",
                           "see https://example.com/a_b?c=1d2",
                           "C++ and C#, 100% (really)!",
                           "2019年，我们去吃饭。",
                           "加 油 啊，微信见",
                           "我加，你也加,微博见",
                           "wait...what",
                           "马里奥·普佐",
                           "Они идут домой",
                           "café résumé naïve",
                           "hmm yess ooh",
                           "iPhone 12 by YouTube",
                           "a b",
                           "哈哈哈哈",
                           "😀😀 ok",
                           "안녕하세요. 반갑습니다",
                           "1 2 3 4",
                           "idiot"}) {
    EXPECT_FALSE(passes(text)) << text;
  }
}

}  // namespace
}  // namespace tamis
