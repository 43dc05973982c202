#include "simulation.h"

#include <algorithm>
#include <cmath>

#include "judge/race/schedule.h"

namespace bakeoff::calibration {

judge::Standing simulate(const Setting& setting, std::uint64_t seed) {
  const std::size_t candidates = setting.log_costs.size();
  Rules rules;
  rules.alpha = setting.alpha;
  rules.epsilon = setting.epsilon;
  std::vector<CandidateIndex> all;
  for (CandidateIndex i = 0; i < candidates; ++i) all.push_back(i);
  judge::Standing standing(rules, candidates, all);
  Machine machine(setting.noise, Dice{seed, 1});
  Dice processes{seed, 2};
  std::vector<double> effects(candidates, 0);
  const bool by_round = setting.evidence == Evidence::kRound;

  for (std::uint32_t unit = 1; unit <= setting.most_units && !standing.decided(); ++unit) {
    if (!by_round || unit == 1) {
      for (double& effect : effects) effect = setting.process_sd * processes.normal();
    }
    std::vector<judge::RoundCosts> rounds(by_round ? 1 : setting.rounds);
    std::uint32_t round = 0;
    for (judge::RoundCosts& costs : rounds) {
      costs.resize(candidates);
      std::vector<CandidateIndex> order = standing.survivors();
      if (setting.order == RoundOrder::kRandom) {
        order = judge::random_order({.seed = seed, .epoch = unit, .round = ++round}, std::move(order));
      }
      for (const CandidateIndex i : order) {
        costs[i] = setting.log_costs[i] + effects[i] + machine.next_slot();
      }
    }
    standing.add_unit(rounds);
  }
  return standing;
}

std::uint64_t seeds() {
#if defined(NDEBUG) && !defined(BAKEOFF_FEW_SEEDS)
  return 2000;
#else
  return 100;
#endif
}

double share(const Setting& setting, const std::function<bool(const judge::Standing&)>& predicate) {
  std::uint64_t count = 0;
  for (std::uint64_t seed = 0; seed < seeds(); ++seed) {
    Setting drawn = setting;
    drawn.process_sd = 2 * setting.process_sd * Dice{seed, 3}.uniform();
    if (predicate(simulate(drawn, seed))) ++count;
  }
  return static_cast<double>(count) / static_cast<double>(seeds());
}

double with_chance(double allowed) {
  const double n = static_cast<double>(seeds());
  return n >= 1000 ? allowed : allowed + 3 * std::sqrt(allowed * (1 - allowed) / n);
}

std::vector<double> field(std::size_t candidates, std::size_t best, double gap) {
  std::vector<double> costs(candidates, gap);
  std::fill_n(costs.begin(), best, 0.0);
  return costs;
}

}  // namespace bakeoff::calibration
