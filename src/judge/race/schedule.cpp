#include "judge/race/schedule.h"

#include "base/random.h"

namespace bakeoff::judge {

std::vector<CandidateIndex> random_order(const DiceKey& key, std::vector<CandidateIndex> survivors) {
  Dice dice{key.seed, key.attempt, key.epoch, key.round};
  dice.shuffle(survivors);
  return survivors;
}

}  // namespace bakeoff::judge
