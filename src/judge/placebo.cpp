#include "judge/placebo.h"

#include <algorithm>

#include "judge/cell.h"

namespace bakeoff::judge {
namespace {

constexpr std::uint32_t kLeastUnits = 7;  // the fewest that give an interval at alpha .05

std::optional<double> resolution_of(const Interval& interval) {
  if (!interval.low || !interval.high) return std::nullopt;
  return std::max(*interval.high, 1 / *interval.low) - 1;
}

bool belongs(const CellRecord& placebo, const CellRecord& cell, std::size_t place) {
  const auto& of = placebo.placebo_of;
  return of && of->cell == place && of->after_try == cell.tries.size();
}

}  // namespace

std::optional<CellRecord> placebo_of(const CellRecord& cell, std::size_t place, const CellResult& result,
                                     std::uint64_t number) {
  const bool won = result.verdict == Verdict::kWinner;
  const std::optional<CandidateIndex> first = won ? std::optional(result.winners.front()) : result.leader;
  if (!first || result.candidates[*first].units == 0) return std::nullopt;
  CellRecord placebo;
  placebo.cell = cell.cell;
  placebo.rules = cell.rules;
  placebo.rules.units = std::max(kLeastUnits, result.units);
  placebo.rules.seed += number + 1;
  placebo.candidates.assign(2, cell.candidates[*first]);
  placebo.candidates.back().name += " (copy)";
  placebo.command = cell.command;
  placebo.placebo_of = PlaceboOf{place, *first, static_cast<std::uint32_t>(cell.tries.size())};
  return placebo;
}

std::optional<PlaceboResult> placebo_result(const CellRecord& placebo) {
  if (!placebo.placebo_of) return std::nullopt;
  const CellResult result = decide(placebo);
  const bool whole = result.stopped && result.stopped->cause != StopCause::kInterrupted;
  if (!whole || result.pairs.empty()) return std::nullopt;
  const PairResult& pair = result.pairs.front();
  return PlaceboResult{.of = placebo.placebo_of->candidate,
                       .ratio = pair.ratio,
                       .interval = pair.interval,
                       .units = result.units,
                       .equal = result.units - pair.units,
                       .resolution = resolution_of(pair.interval)};
}

std::optional<PlaceboResult> latest_placebo(std::span<const CellRecord> cells, std::size_t place) {
  std::optional<PlaceboResult> latest;
  for (const CellRecord& cell : cells) {
    if (!belongs(cell, cells[place], place)) continue;
    if (auto result = placebo_result(cell)) latest = result;
  }
  return latest;
}

}  // namespace bakeoff::judge
