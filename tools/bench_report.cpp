#include "bench_report.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include "terminal.h"

namespace tamis::tools {
namespace {

using Row = std::pair<std::string, std::string>;

std::string rounded(double number) {
  return with_separators(static_cast<std::uint64_t>(std::llround(number)));
}

std::vector<Row> rows_of(const BenchReport& r) {
  std::vector<Row> rows{
      {"rules", r.rules_folder},
      {"rule set", r.ruleset},
      {"rules, patterns",
       fmt::format("{}, {}", with_separators(r.rules), with_separators(r.patterns))},
      {"compiled, tested", fmt::format("{:.2f} s", r.compile_seconds)},
      {"from the cache", fmt::format("{:.3f} s", r.cached_seconds)},
      {"database", bytes_for_people(double(r.database_bytes))},
      {"rules in memory", bytes_for_people(r.rules_bytes)},
      {"CPU a message", rounded(r.nanoseconds) + " ns"},
      {"messages/s, 1 thread", rounded(r.per_second())},
      {"messages/s, 2 threads", rounded(r.two_threads)},
      {"one alone, p50", fmt::format("{:.2f} µs", r.p50 / 1000)},
      {"one alone, p99", fmt::format("{:.2f} µs", r.p99 / 1000)},
      {"one alone, p99.9", fmt::format("{:.2f} µs", r.p999 / 1000)},
  };
  for (const auto& [category, count] : r.hits)
    rows.emplace_back("hits in " + category, with_separators(count));
  return rows;
}

/// The rows of all reports side by side, in the first one's order; where it lacks a row of another,
/// that comes at the end.
void print_rows(const std::vector<BenchReport>& reports) {
  std::vector<std::string> names;
  std::vector<std::map<std::string, std::string>> columns;
  for (const BenchReport& report : reports) {
    auto& column = columns.emplace_back();
    for (auto& [name, value] : rows_of(report)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(name);
      column.emplace(name, value);
    }
  }
  std::size_t width = 14;
  for (const BenchReport& report : reports) width = std::max(width, report.rules_folder.size());
  for (const std::string& name : names) {
    std::string line = fmt::format("{:<22}", name);
    for (const auto& column : columns) {
      const auto found = column.find(name);
      line += fmt::format(" {:>{}}", found == column.end() ? "-" : found->second, width);
    }
    fmt::print("{}\n", line);
  }
}

void print_categories(const BenchReport& report, const Style& style) {
  const bool has_whole = std::ranges::any_of(
      report.categories, [](const CategoryCost& cost) { return cost.whole.has_value(); });
  fmt::print("\n{}\n", style.bold(fmt::format("{:<22} {:>12}{}", "category", "scan alone",
                                              has_whole ? " all without it   so it adds" : "")));
  for (const CategoryCost& cost : report.categories) {
    fmt::print("  {:<20} {:>9.0f} ns", cost.category, cost.scan_alone);
    if (cost.whole)
      fmt::print(" {:>11.0f} ns {:>9.0f} ns", cost.whole->without, cost.whole->added());
    fmt::print("\n");
  }
}

void print_costliest(const BenchReport& report, const Style& style) {
  fmt::print("\n{}\n", style.bold("the costliest rules, scanned for alone"));
  for (const RuleCost& cost : report.costliest)
    fmt::print("  {:<33} {:>9.0f} ns\n", cost.rule, cost.nanoseconds);
}

std::string object(const std::vector<std::string>& members) {
  return fmt::format("{{{}}}", fmt::join(members, ","));
}

std::string hits_json(const BenchReport& report) {
  std::vector<std::string> members;
  for (const auto& [category, count] : report.hits)
    members.push_back(fmt::format("\"{}\":{}", category, count));
  return object(members);
}

std::string categories_json(const BenchReport& report) {
  std::vector<std::string> members;
  for (const CategoryCost& cost : report.categories) {
    std::string values = fmt::format("\"scan_alone\":{:.1f}", cost.scan_alone);
    if (cost.whole) {
      values +=
          fmt::format(",\"with\":{:.1f},\"without\":{:.1f}", cost.whole->with, cost.whole->without);
    }
    members.push_back(fmt::format("\"{}\":{{{}}}", cost.category, values));
  }
  return object(members);
}

std::string costliest_json(const BenchReport& report) {
  std::vector<std::string> members;
  for (const RuleCost& cost : report.costliest)
    members.push_back(fmt::format("\"{}\":{:.1f}", cost.rule, cost.nanoseconds));
  return object(members);
}

/// The one string that anybody may have chosen.
std::string escaped(std::string_view path) {
  std::string text;
  for (const char byte : path) {
    if (byte == '"' || byte == '\\') text += '\\';
    text += static_cast<unsigned char>(byte) < ' ' ? '?' : byte;
  }
  return text;
}

}  // namespace

void print_for_people(const std::vector<BenchReport>& reports) {
  const Style style(STDOUT_FILENO);
  fmt::print("{}, {}\n\n", counted(reports.front().messages, "message"),
             bytes_for_people(reports.front().bytes));
  print_rows(reports);
  fmt::print("\nAll costs below are CPU time a message.\n");
  for (const BenchReport& report : reports) {
    if (reports.size() > 1)
      fmt::print("\n{}\n", style.bold(fmt::format("{} ({})", report.rules_folder, report.ruleset)));
    print_categories(report, style);
    print_costliest(report, style);
  }
}

void print_json(const BenchReport& r) {
  const std::vector<std::string> members{
      fmt::format("\"rules_folder\":\"{}\"", escaped(r.rules_folder)),
      fmt::format("\"ruleset\":\"{}\"", r.ruleset),
      fmt::format("\"rules\":{}", r.rules),
      fmt::format("\"patterns\":{}", r.patterns),
      fmt::format("\"compile_seconds\":{:.4f}", r.compile_seconds),
      fmt::format("\"cached_seconds\":{:.4f}", r.cached_seconds),
      fmt::format("\"database_bytes\":{}", r.database_bytes),
      fmt::format("\"rules_bytes\":{:.0f}", r.rules_bytes),
      fmt::format("\"peak_memory_bytes\":{:.0f}", r.peak_memory),
      fmt::format("\"messages\":{}", r.messages),
      fmt::format("\"bytes\":{:.0f}", r.bytes),
      fmt::format("\"ns_per_message\":{:.1f}", r.nanoseconds),
      fmt::format("\"messages_per_second\":{{\"1\":{:.0f},\"2\":{:.0f}}}", r.per_second(),
                  r.two_threads),
      fmt::format("\"latency_ns\":{{\"p50\":{:.0f},\"p99\":{:.0f},\"p99.9\":{:.0f}}}", r.p50, r.p99,
                  r.p999),
      "\"hits\":" + hits_json(r),
      "\"category_ns\":" + categories_json(r),
      "\"costliest_rules_ns\":" + costliest_json(r),
  };
  fmt::print("{}\n", object(members));
}

}  // namespace tamis::tools
