#include "rules/distance.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "tamis/base/utf8.h"

namespace tamis::tools {
namespace {

/// The distances from each spot to the furthest end before it.
std::vector<Distance> distances_between(std::string_view text, const std::vector<Spot>& spots) {
  std::vector<Distance> distances;
  TextSpan furthest = spots.front().span;
  for (const Spot& spot : spots) {
    const std::size_t characters =
        spot.span.begin <= furthest.end
            ? 0
            : utf8::count(text.substr(furthest.end, spot.span.begin - furthest.end));
    distances.push_back({furthest, spot.span, characters});
    if (spot.span.end > furthest.end) furthest = spot.span;
  }
  return distances;
}

/// The widest distance in the first chain of `wanted` parts, none of whose distances is more than
/// `most`; null if there is none.
const Distance* chain_within(const std::vector<Spot>& spots, const std::vector<Distance>& distances,
                             std::size_t wanted, std::size_t most) {
  std::set<std::uint32_t> parts;
  const Distance* widest = nullptr;
  for (std::size_t i = 0; i < spots.size(); ++i) {
    if (i == 0 || distances[i].characters > most) {
      parts.clear();
      widest = nullptr;
    } else if (widest == nullptr || distances[i].characters > widest->characters) {
      widest = &distances[i];
    }
    parts.insert(spots[i].part);
    if (parts.size() == wanted) return widest;
  }
  return nullptr;
}

}  // namespace

std::optional<Distance> least_distance(std::string_view text, std::vector<Spot> spots,
                                       std::size_t wanted) {
  if (wanted < 2 || spots.size() < wanted) return std::nullopt;
  std::ranges::sort(spots, {},
                    [](const Spot& spot) { return std::tuple(spot.span.begin, spot.span.end); });
  const auto distances = distances_between(text, spots);
  std::vector<std::size_t> widths;
  widths.reserve(distances.size());
  for (const Distance& distance : distances) widths.push_back(distance.characters);
  std::ranges::sort(widths);
  const auto least = std::ranges::partition_point(widths, [&](std::size_t most) {
    return chain_within(spots, distances, wanted, most) == nullptr;
  });
  if (least == widths.end()) return std::nullopt;
  return *chain_within(spots, distances, wanted, *least);
}

}  // namespace tamis::tools
