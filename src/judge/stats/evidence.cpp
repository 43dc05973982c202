#include "judge/stats/evidence.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "judge/stats/mixture.h"

namespace bakeoff::judge {
namespace {

/// (1+b)^wins (1-b)^losses. What wins and losses have in common is taken as (1-b^2)^common: the plain
/// product is infinity times zero after some 2,600 signs of each kind, which a long race on rounds reaches.
double stake(double bet, double wins, double losses) {
  if (bet == 1) return losses > 0 ? 0 : std::pow(2, wins);
  const double common = std::min(wins, losses);
  const double shared = std::pow((1 + bet) * (1 - bet), common);
  const double rest = wins > losses ? std::pow(1 + bet, wins - common) : std::pow(1 - bet, losses - common);
  if (std::isnormal(shared) && std::isnormal(rest)) return shared * rest;
  // One factor is past the range of a double or has lost digits at its edge, their product may not be.
  return std::exp(wins * std::log1p(bet) + losses * std::log1p(-bet));
}

}  // namespace

double evidence(double wins, double losses) {
  assert(wins >= 0 && losses >= 0);
  double sum = 0;
  for (const auto& [bet, weight] : kMixture) sum += weight * stake(bet, wins, losses);
  return std::min(sum, std::numeric_limits<double>::max());
}

double elimination_threshold(double alpha) {
  return 2 / alpha;
}

double tie_threshold(double alpha, std::size_t left) {
  return 2 * (1 + static_cast<double>(left)) / alpha;
}

}  // namespace bakeoff::judge
