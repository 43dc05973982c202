#include "simulation.h"

#include "judge/race/schedule.h"

namespace bakeoff::calibration {

judge::Standing simulate(const Setting& setting, std::uint64_t seed) {
  const std::size_t candidates = setting.log_costs.size();
  Rules rules;
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
      const judge::DiceKey key{.seed = seed, .epoch = unit, .round = ++round};
      for (const CandidateIndex i : judge::random_order(key, standing.survivors())) {
        costs[i] = setting.log_costs[i] + effects[i] + machine.next_slot();
      }
    }
    standing.add_unit(rounds);
  }
  return standing;
}

std::uint64_t seeds() {
#ifdef NDEBUG
  return 2000;
#else
  return 100;
#endif
}

}  // namespace bakeoff::calibration
