#include "evasion/recall.h"

#include <map>

#include <gtest/gtest.h>

#include "support/support.h"

namespace tamis::evasion {
namespace {

/// The lines of a file beside this one that are not empty and no comment.
std::vector<std::string> lines_of(const std::string& name) {
  std::vector<std::string> lines;
  for (std::string& line :
       test::lines_of(test::read_file(std::string(TEST_DATA) + "/evasion/" + name))) {
    if (!line.empty() && line[0] != '#') lines.push_back(std::move(line));
  }
  return lines;
}

/// `family percent` a line: what is reached. Raise a floor when more is; never lower one.
std::map<std::string, double> floors() {
  std::map<std::string, double> found;
  for (const std::string& line : lines_of("recall_floors.txt")) {
    const std::size_t space = line.find(' ');
    found[line.substr(0, space)] = std::stod(line.substr(space)) / 100;
  }
  return found;
}

TEST(Recall, NoFamilyFallsBelowItsFloor) {
  const std::vector<std::string> terms = lines_of("recall_terms.txt");
  RecallReport report = measure_recall(rules_of_terms(terms), terms, {.first_seed = 4711});
  const RecallOptions opt_in{
      .first_seed = 4711, .nested = 0, .families = {Family::homophone, Family::split_character}};
  const RecallReport pinyin =
      measure_recall(rules_of_terms(terms, "folded, skeleton, pinyin"), terms, opt_in);
  for (const Family family : opt_in.families)
    report.single[std::size_t(family)] = pinyin.single[std::size_t(family)];
  EXPECT_GE(report.terms, terms.size() * 95 / 100) << "terms are found where nothing is hidden";
  const auto floor = floors();
  Recall all;
  for (const Family family : kAllFamilies) {
    const Recall& recall = report.single[std::size_t(family)];
    ASSERT_TRUE(floor.contains(std::string(name(family)))) << name(family);
    EXPECT_GE(recall.mutants, 25U) << name(family);
    EXPECT_GE(recall.share(), floor.at(std::string(name(family)))) << name(family);
    all += recall;
  }
  EXPECT_GE(report.nested_all().share(), floor.at("nested"));
  EXPECT_GE(all.exact_share(), floor.at("exact"));
}

TEST(Recall, EachTermIsToldFromOthersInIt) {
  const std::vector<std::string> terms{"sugar", "sugar daddy"};
  const RecallReport report = measure_recall(
      rules_of_terms(terms), terms, {.seeds = 3, .nested = 0, .families = {Family::zero_width}});
  EXPECT_EQ(report.terms, 2U);
  EXPECT_EQ(report.single[std::size_t(Family::zero_width)].mutants, 6U);
  EXPECT_EQ(report.single[std::size_t(Family::zero_width)].exact, 6U);
}

TEST(Recall, EachMutantThatIsNotFoundExactlyIsAMiss) {
  const std::vector<std::string> terms{"sugar daddy", "processing fee", "加微信"};
  std::size_t not_found = 0;
  std::size_t elsewhere = 0;
  const RecallReport report =
      measure_recall(rules_of_terms(terms), terms, {.seeds = 5}, [&](const Miss& miss) {
        ++(miss.found ? elsewhere : not_found);
        EXPECT_FALSE(miss.mutated.text.empty());
      });
  Recall all = report.nested_all();
  for (const Recall& recall : report.single) all += recall;
  EXPECT_GE(all.mutants, 200U);
  EXPECT_EQ(not_found, all.mutants - all.found);
  EXPECT_EQ(elsewhere, all.found - all.exact);
}

TEST(Recall, TermsThatAreNotFoundPlainDoNotCount) {
  const RecallReport report = measure_recall(rules_of_terms({"sugar"}), {"daddy"}, {});
  EXPECT_EQ(report.terms, 0U);
  EXPECT_EQ(report.nested_all().mutants, 0U);
}

}  // namespace
}  // namespace tamis::evasion
