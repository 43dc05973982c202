#include "judge/cell.h"

#include <algorithm>

namespace bakeoff::judge {
namespace {

// Permutations must never repeat within a cell, so a try's dice begin above every attempt of the tries before
// it.
std::uint32_t first_attempt(std::span<const std::vector<Event>> earlier) {
  std::uint32_t attempt = 0;
  for (const auto& events : earlier) {
    for (const Event& event : events) {
      if (const auto* const begun = std::get_if<EpochBegun>(&event))
        attempt = std::max(attempt, begun->attempt);
    }
  }
  return attempt + 1;
}

bool began_an_epoch(const std::vector<Event>& events) {
  return std::any_of(events.begin(), events.end(),
                     [](const Event& event) { return std::holds_alternative<EpochBegun>(event); });
}

}  // namespace

Race race_of(const CellRecord& cell) {
  const std::span<const std::vector<Event>> tries(cell.tries);
  Race race(cell.rules, cell.cell.metric, cell.candidates.size(), cell.cell.batch,
            first_attempt(tries.first(tries.size() - 1)));
  for (const Event& event : tries.back()) race.apply(event);
  return race;
}

CellResult decide(const CellRecord& cell) {
  if (cell.tries.empty()) {
    CellResult result;
    result.reason = "not run";
    result.candidates.resize(cell.candidates.size());
    return result;
  }
  CellResult result = race_of(cell).result();
  const auto begun = std::count_if(cell.tries.begin(), cell.tries.end(), began_an_epoch);
  result.attempt = static_cast<std::uint32_t>(std::max<std::ptrdiff_t>(1, begun));
  return result;
}

std::vector<Event> closing_events(std::span<const Event> events) {
  if (events.empty() || std::holds_alternative<RaceStopped>(events.back())) return {};
  bool open = false;
  for (const Event& event : events) {
    if (std::holds_alternative<EpochBegun>(event)) open = true;
    if (std::holds_alternative<EpochEnded>(event)) open = false;
  }
  std::vector<Event> closing;
  if (open) closing.emplace_back(EpochEnded{EpochEnd::kCut});
  closing.emplace_back(RaceStopped{StopCause::kInterrupted, Nanoseconds(0)});
  return closing;
}

bool can_continue(const Rules& rules, std::span<const Event> events) {
  if (rules.evidence == Evidence::kRound || events.empty()) return false;
  const auto* const stopped = std::get_if<RaceStopped>(&events.back());
  if (stopped != nullptr && stopped->cause == StopCause::kDecided) return false;
  return std::any_of(events.begin(), events.end(),
                     [](const Event& event) { return std::holds_alternative<EpochBegun>(event); });
}

}  // namespace bakeoff::judge
