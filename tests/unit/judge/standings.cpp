#include "standings.h"

#include <cmath>
#include <numeric>

#include "base/random.h"

namespace bakeoff::judge {

std::vector<CandidateIndex> first(std::size_t n) {
  std::vector<CandidateIndex> all(n);
  std::iota(all.begin(), all.end(), CandidateIndex{0});
  return all;
}

Standing standing_of(std::size_t n, double epsilon) {
  Rules rules;
  rules.epsilon = epsilon;
  return {rules, n, first(n)};
}

void add(Standing& standing, const std::vector<double>& costs) {
  RoundCosts round;
  for (const double cost : costs) round.emplace_back(cost);
  standing.add_unit({&round, 1});
}

std::vector<std::vector<RoundCosts>> random_epochs(std::uint64_t seed, std::size_t candidates,
                                                   std::size_t epochs, std::size_t rounds) {
  Dice dice{seed};
  std::vector<std::vector<RoundCosts>> result(epochs, std::vector<RoundCosts>(rounds));
  for (std::vector<RoundCosts>& epoch : result) {
    for (RoundCosts& round : epoch) {
      for (std::size_t i = 0; i < candidates; ++i) {
        round.emplace_back((std::round(dice.normal() * 20) + static_cast<double>(i) * 15) / 1024);
      }
    }
  }
  return result;
}

}  // namespace bakeoff::judge
