#include "judge/twins.h"

#include <algorithm>

#include "judge/race/race.h"
#include "judge/stats/binomial.h"

namespace bakeoff::judge {
namespace {

constexpr CandidateIndex kFirst = 0;

// The pair as the report has it leads with whoever is faster; here the first leads, whatever came out.
void tell_gap(const PairResult& told, TwinRace& twins) {
  const PairResult pair = told.faster == kFirst ? told : turned(told);
  twins.ratio = pair.ratio;
  twins.interval = pair.interval;
  twins.rounds = pair.rounds;
  twins.first_wins = pair.round_wins;
}

}  // namespace

TwinRace twin_race(const Rules& rules, std::span<const Event> events) {
  const CellResult result = replay(rules, Metric::kLatency, 2, 1, events);
  TwinRace twins;
  if (!result.pairs.empty()) tell_gap(result.pairs.front(), twins);
  twins.first_share = share_interval(twins.rounds, twins.first_wins, rules.alpha);
  twins.epochs = result.units;
  twins.voided = result.voids.voided;
  for (const Event& event : events) {
    const auto* const window = std::get_if<WindowJudged>(&event);
    if (window == nullptr) continue;
    ++twins.windows;
    if (window->disturbance == Disturbance::kFrozenWorkerRan) ++twins.leaks;
    twins.frozen_cpu = std::max(twins.frozen_cpu, window->frozen_cpu);
  }
  return twins;
}

}  // namespace bakeoff::judge
