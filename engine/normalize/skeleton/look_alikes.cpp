// Letters as people draw them where Unicode's mappings end. NFKC_Casefold undoes what is
// "compatible" (fullwidth, mathematical, circled, squared, superscript); the tables here are for
// what it keeps apart or spells out otherwise:
//  - leetspeak: custom, no standard. Only signs that resemble a letter, and those in wide use;
//  - parenthesized (U+249C, U+1F110), negative circled (U+1F150) and negative squared (U+1F170)
//    letters, regional indicators (U+1F1E6): the code charts' own order, A to Z;
//  - faux letters: of Cyrillic, Greek and other scripts, that resemble a Latin letter from afar but
//    not so much that UTS #39 would say so;
//  - small capitals: Phonetic Extensions and Latin Extended-D, named LATIN LETTER SMALL CAPITAL;
//  - upside-down letters: those named TURNED or REVERSED in IPA Extensions and near it, as the
//    usual converters use them;
//  - CJK radicals: Unicode's EquivalentUnifiedIdeograph.txt, those that NFKC does not map.
#include "tamis/normalize/skeleton/look_alikes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string_view>

namespace tamis {
namespace {

struct Pair {
  char32_t from;
  char32_t to;
};

constexpr Pair kSmallCapitals[] = {
    {U'ɢ', 'g'}, {U'ɪ', 'i'}, {U'ɴ', 'n'}, {U'ʀ', 'r'},   {U'ʏ', 'y'}, {U'ʙ', 'b'}, {U'ʜ', 'h'},
    {U'ʟ', 'l'}, {U'ᴀ', 'a'}, {U'ᴄ', 'c'}, {U'ᴅ', 'd'},   {U'ᴇ', 'e'}, {U'ᴊ', 'j'}, {U'ᴋ', 'k'},
    {U'ᴍ', 'm'}, {U'ᴏ', 'o'}, {U'ᴘ', 'p'}, {U'ᴛ', 't'},   {U'ᴜ', 'u'}, {U'ᴠ', 'v'}, {U'ᴡ', 'w'},
    {U'ᴢ', 'z'}, {U'ꜰ', 'f'}, {U'ꜱ', 's'}, {U'ꞯ', 'q'},
};

constexpr Pair kUpsideDown[] = {
    {U'Ɐ', 'a'}, {U'Ɔ', 'c'}, {U'Ǝ', 'e'},   {U'ƃ', 'g'},   {U'ǝ', 'e'}, {U'ɐ', 'a'}, {U'ɓ', 'g'},
    {U'ɔ', 'c'}, {U'ə', 'e'}, {U'ɟ', 'f'},   {U'ɥ', 'h'},   {U'ɯ', 'm'}, {U'ɹ', 'r'}, {U'ɾ', 'j'},
    {U'ʇ', 't'}, {U'ʎ', 'y'}, {U'ʞ', 'k'},   {U'ᴉ', 'i'},   {U'ᴚ', 'r'}, {U'ᴝ', 'u'}, {U'ᵷ', 'g'},
    {U'Ɥ', 'h'}, {U'Ɯ', 'm'}, {U'Ʇ', 't'}, {U'Ʞ', 'k'}, {U'Ↄ', 'c'}, {U'ↄ', 'c'}, {U'⅁', 'g'},
    {U'⅂', 'l'}, {U'⅄', 'y'}, {U'ꓤ', 'r'},   {U'ꓕ', 't'},   {U'ꓩ', 'j'}, {U'ꞁ', 'l'}, {U'Ꞁ', 'l'},
    {U'∀', 'a'}, {U'Ⅎ', 'f'}, {U'ⅎ', 'f'},   {U'ꓷ', 'd'},   {U'ꓭ', 'b'}, {U'ᗡ', 'd'}, {U'ꓘ', 'k'},
    {U'Ʌ', 'v'}, {U'ꓶ', 'l'}, {U'ꓴ', 'u'},
};

/// Letters that look like others, or like themselves, on their heads.
constexpr Pair kTurnedPlain[] = {
    {'b', 'q'}, {'d', 'p'},  {'h', 'y'},  {'l', 'l'}, {'n', 'u'}, {'o', 'o'},
    {'p', 'd'}, {'q', 'b'},  {'s', 's'},  {'u', 'n'}, {'x', 'x'}, {'z', 'z'},
    {'i', 'i'}, {U'ı', 'i'}, {U'ʃ', 'l'}, {'m', 'w'}, {'w', 'm'}, {'v', 'a'},
};

constexpr Pair kRadicals[] = {
    {0x2E81, U'厂'},   {0x2E82, U'乛'}, {0x2E83, U'乚'}, {0x2E84, U'乙'}, {0x2E85, U'亻'},
    {0x2E86, U'冂'},   {0x2E87, U'𠘨'}, {0x2E88, U'刀'}, {0x2E89, U'刂'}, {0x2E8A, U'卜'},
    {0x2E8B, U'㔾'},   {0x2E8C, U'小'}, {0x2E8D, U'小'}, {0x2E8E, U'兀'}, {0x2E8F, U'尣'},
    {0x2E90, U'尢'},   {0x2E91, U'𡯂'}, {0x2E92, U'巳'}, {0x2E93, U'幺'}, {0x2E94, U'彑'},
    {0x2E95, U'𫜹'}, {0x2E96, U'忄'}, {0x2E97, U'心'}, {0x2E98, U'扌'}, {0x2E99, U'攵'},
    {0x2E9B, U'旡'},   {0x2E9C, U'日'}, {0x2E9D, U'月'}, {0x2E9E, U'歺'}, {0x2EA0, U'民'},
    {0x2EA1, U'氵'},   {0x2EA2, U'氺'}, {0x2EA3, U'灬'}, {0x2EA4, U'爫'}, {0x2EA5, U'爫'},
    {0x2EA6, U'丬'},   {0x2EA7, U'牛'}, {0x2EA8, U'犭'}, {0x2EA9, U'王'}, {0x2EAA, U'𤴔'},
    {0x2EAB, U'目'},   {0x2EAC, U'示'}, {0x2EAD, U'礻'}, {0x2EAE, U'𥫗'}, {0x2EAF, U'糹'},
    {0x2EB0, U'纟'},   {0x2EB1, U'罓'}, {0x2EB2, U'罒'}, {0x2EB3, U'㓁'}, {0x2EB4, U'冗'},
    {0x2EB5, U'𦉫'},   {0x2EB6, U'羊'}, {0x2EB7, U'𦍌'}, {0x2EB8, U'𦍋'}, {0x2EB9, U'耂'},
    {0x2EBA, U'肀'},   {0x2EBB, U'聿'}, {0x2EBC, U'肉'}, {0x2EBD, U'𦥑'}, {0x2EBE, U'艹'},
    {0x2EBF, U'艹'},   {0x2EC0, U'艹'}, {0x2EC1, U'虎'}, {0x2EC2, U'衤'}, {0x2EC3, U'覀'},
    {0x2EC4, U'西'},   {0x2EC5, U'见'}, {0x2EC6, U'角'}, {0x2EC7, U'𧢲'}, {0x2EC8, U'讠'},
    {0x2EC9, U'贝'},   {0x2ECA, U'𧾷'}, {0x2ECB, U'车'}, {0x2ECC, U'辶'}, {0x2ECD, U'辶'},
    {0x2ECE, U'辶'},   {0x2ECF, U'邑'}, {0x2ED0, U'钅'}, {0x2ED1, U'長'}, {0x2ED2, U'镸'},
    {0x2ED3, U'长'},   {0x2ED4, U'门'}, {0x2ED5, U'𨸏'}, {0x2ED6, U'阝'}, {0x2ED7, U'雨'},
    {0x2ED8, U'青'},   {0x2ED9, U'韦'}, {0x2EDA, U'页'}, {0x2EDB, U'风'}, {0x2EDC, U'飞'},
    {0x2EDD, U'食'},   {0x2EDE, U'𩙿'}, {0x2EDF, U'飠'}, {0x2EE0, U'饣'}, {0x2EE1, U'𩠐'},
    {0x2EE2, U'马'},   {0x2EE3, U'骨'}, {0x2EE4, U'鬼'}, {0x2EE5, U'鱼'}, {0x2EE6, U'鸟'},
    {0x2EE7, U'卤'},   {0x2EE8, U'麦'}, {0x2EE9, U'黄'}, {0x2EEA, U'黾'}, {0x2EEB, U'斉'},
    {0x2EEC, U'齐'},   {0x2EED, U'歯'}, {0x2EEE, U'齿'}, {0x2EEF, U'竜'}, {0x2EF0, U'龙'},
    {0x2EF1, U'龜'},   {0x2EF2, U'亀'},
};

/// What is read so only in a word that is turned.
constexpr Pair kTurnedOnly[] = {
    {U'ɯ', 'm'}, {U'ʍ', 'w'},  {U'Λ', 'v'}, {U'ʌ', 'v'},  {U'∩', 'u'}, {U'┴', 't'},  {U'⊥', 't'},
    {U'Ԁ', 'p'}, {U'Ὸ', 'q'},  {U'פ', 'g'}, {U'ן', 'l'},  {U'˥', 'l'}, {U'𐐒', 'b'},  {U'ſ', 'j'},
    {U'Ɩ', '1'}, {U'ᄅ', '2'}, {U'Ɛ', '3'}, {U'ㄣ', '4'}, {U'ϛ', '5'}, {U'ㄥ', '7'}, {U'˙', '.'},
    {'6', '9'},  {'9', '6'},   {',', '\''}, {'.', '.'},   {'W', 'm'},  {'M', 'w'},   {'H', 'h'},
    {'I', 'i'},  {'N', 'n'},   {'O', 'o'},  {'S', 's'},   {'X', 'x'},  {'Z', 'z'},
};

template <std::size_t N>
char32_t find(const Pair (&pairs)[N], char32_t c) noexcept {
  const auto found = std::ranges::find(pairs, c, &Pair::from);
  return found == std::end(pairs) ? 0 : found->to;
}

struct Faux {
  std::u32string_view from;
  std::string_view to;  ///< one letter, or two that share a class
};

constexpr Faux kFaux[] = {
    {U"αΛλДдΔ∆άɑ⍺ª", "a"},
    {U"βЬьвВБбъßẞ", "b"},
    {U"ςсϲ¢©Ͼ", "c"},
    {U"δ∂ԁ", "d"},
    {U"εєΞξΣЭэёҽ℮ɘЄ∑ɛƐᴈɜ", "e"},
    {U"ϝғҒքƒ∫ſ", "f"},
    {U"ցǥɡԍԌ", "g"},
    {U"нҥңНһհ♄ђћ", "h"},
    {U"ιїίıɩ¡", "i"},
    {U"ϳʝ", "j"},
    {U"κкҝқҜĸ", "k"},
    {U"ℓլլ", "l"},
    {U"ʍм₥", "m"},
    {U"ηппПπиИйЙռղոɳΠ∏ŋ", "n"},
    {U"σοθΘΦφфФөѳΩ〇○◯∅Ѳ⍥º", "o"},
    {U"ρрþ₱ƿ⍴", "p"},
    {U"գզԛ", "q"},
    {U"гГяЯᴦґ®Րɼʁ", "r"},
    {U"ѕՏʂƨƧʃ", "s"},
    {U"τтҭТ₮†ե", "t"},
    {U"υцЦμսʉɄ∪νѵ√∨ʋƲ", "uv"},
    {U"ӏǀ", "il"},
    {U"ωшШщЩɯѡաա⍵", "w"},
    {U"χхжЖҳҲ✗✘", "x"},
    {U"γуүчЧʏΨψץყ", "y"},
    {U"ζʐꙁ", "z"},
};

/// Frames, by the code point of their A.
constexpr char32_t kFramedAlphabets[] = {0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6};

/// All of them; what stands in several tables is what the first of them says.
std::map<char32_t, LookAlike> drawn_letters() {
  std::map<char32_t, LookAlike> letters;
  for (const char32_t first : kFramedAlphabets) {
    for (char32_t i = 0; i < 26; ++i)
      letters.emplace(first + i, LookAlike{1U << i, Evasion::enclosed});
  }
  for (const auto& [from, to] : kSmallCapitals)
    letters.emplace(from, LookAlike{letter_bit(to), Evasion::small_capital});
  // U+0253 is b with a hook, and g upside down: 6 is both, too.
  letters.emplace(U'ɓ', LookAlike{letter_bit('b') | letter_bit('g'), Evasion::upside_down});
  for (const auto& [from, to] : kUpsideDown)
    letters.emplace(from, LookAlike{letter_bit(to), Evasion::upside_down});
  for (const auto& [from, to] : kFaux) {
    LookAlike faux{0, Evasion::homoglyph};
    for (const char letter : to) faux.readings |= letter_bit(char32_t(letter));
    for (const char32_t c : from) letters.emplace(c, faux);
  }
  return letters;
}

}  // namespace

std::uint32_t leet_readings(char32_t c) noexcept {
  const auto both = [](char a, char b) {
    return letter_bit(char32_t(a)) | letter_bit(char32_t(b));
  };
  switch (c) {
    case '0':
      return letter_bit('o');
    case '1':
      return both('i', 'l');
    case '2':
      return letter_bit('z');
    case '3':
      return letter_bit('e');
    case '4':
      return letter_bit('a');
    case '5':
      return letter_bit('s');
    case '6':
      return both('b', 'g');
    case '7':
      return letter_bit('t');
    case '8':
      return letter_bit('b');
    case '9':
      return both('g', 'q');
    case '@':
      return letter_bit('a');
    case '$':
      return letter_bit('s');
    case '!':
    case '|':
      return both('i', 'l');
    case '+':
      return letter_bit('t');
    case '(':
    case '<':
    case '{':
    case '[':
      return letter_bit('c');
    case '^':
      return letter_bit('a');
    case '#':
      return letter_bit('h');
    case ';':
      return letter_bit('j');
    case U'¡':
      return letter_bit('i');
    case U'¢':
      return letter_bit('c');
    case U'£':
      return letter_bit('l');
    case U'¥':
      return letter_bit('y');
    case U'§':
      return letter_bit('s');
    case U'€':
      return letter_bit('e');
    case U'×':
      return letter_bit('x');
    case U'†':
      return letter_bit('t');
    default:
      return 0;
  }
}

std::optional<LookAlike> drawn_letter(char32_t c) {
  static const std::map<char32_t, LookAlike> letters = drawn_letters();
  const auto found = letters.find(c);
  return found == letters.end() ? std::nullopt : std::optional(found->second);
}

char32_t turned(char32_t c) noexcept {
  if (const char32_t to = find(kTurnedOnly, c)) return to;
  if (const char32_t to = find(kUpsideDown, c)) return to;
  return find(kTurnedPlain, c);
}

bool is_upside_down(char32_t c) noexcept {
  if (c < 0x80 || (c >= 0x3200 && c < 0xA000) || (c >= 0xAC00 && c < 0xE000)) return false;
  return find(kUpsideDown, c) != 0 || (find(kTurnedOnly, c) != 0 && c >= 0x80);
}

char32_t ideograph_of_radical(char32_t c) noexcept {
  return c >= 0x2E80 && c < 0x2F00 ? find(kRadicals, c) : 0;
}

}  // namespace tamis
