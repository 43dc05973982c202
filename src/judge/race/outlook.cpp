#include "judge/race/outlook.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "judge/stats/evidence.h"
#include "judge/stats/median.h"
#include "judge/stats/order_interval.h"

namespace bakeoff::judge {
namespace {

constexpr double kMostUnits = 100'000;
/// Of fewer units a forecast says nothing of these candidates: every one of them is won by somebody.
constexpr std::size_t kFewestUnits = 3;

std::vector<double> untied(std::vector<double> ratios) {
  std::erase(ratios, 0.0);
  return ratios;
}

double median_or_zero(const std::vector<double>& ratios) {
  return ratios.empty() ? 0 : median(ratios);
}

std::optional<double> as_ratio(const std::optional<double>& log_ratio) {
  return log_ratio ? std::optional(std::exp(*log_ratio)) : std::nullopt;
}

/// The evidence of these signs after `more` units that fall as those did.
double projected(const Signs& signs, double more) {
  const double wins = signs.wins;
  const double losses = signs.losses;
  const double share = (wins + 0.5) / (wins + losses + 1);
  return evidence(wins + share * more, losses + (1 - share) * more);
}

/// The smallest whole N with evidence(N) >= needed. Projected evidence is a sum of exponentials in N, so
/// convex: once from below the threshold to above, and never back.
std::optional<double> first_reach(const std::function<double(double)>& evidence_at, double needed) {
  if (evidence_at(0) >= needed) return 0;
  if (evidence_at(kMostUnits) < needed) return std::nullopt;
  double low = 0;
  double high = kMostUnits;
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (evidence_at(middle) >= needed ? high : low) = middle;
  }
  return high;
}

/// Units until `loser` is eliminated.
std::optional<double> units_to_eliminate(const Standing& standing, CandidateIndex loser) {
  const auto mean = [&](double more) {
    double sum = 0;
    for (const CandidateIndex rival : standing.entrants()) {
      if (rival == loser) continue;
      sum += projected(standing.signs(rival, loser), standing.racing(rival) ? more : 0);
    }
    return sum / static_cast<double>(standing.entrants().size() - 1);
  };
  return first_reach(mean, elimination_threshold(standing.alpha()));
}

/// The signs of "`slower` is not slower than `faster` by more than exp(shift)".
Signs signs_within(const Standing& standing, CandidateIndex faster, CandidateIndex slower, double shift) {
  const Signs beyond = standing.signs(faster, slower, shift);
  return {.wins = beyond.losses, .losses = beyond.wins};
}

/// Calls `visit` for every ordered pair of survivors until it gives false; false then.
template <typename Visit>
bool all_pairs(const Standing& standing, Visit visit) {
  const std::vector<CandidateIndex> survivors = standing.survivors();
  for (const CandidateIndex faster : survivors) {
    for (const CandidateIndex slower : survivors) {
      if (faster != slower && !visit(faster, slower)) return false;
    }
  }
  return true;
}

std::optional<double> larger(std::optional<double> a, std::optional<double> b) {
  return a && b ? std::optional(std::max(*a, *b)) : std::nullopt;
}

/// The smallest epsilon >= 0 at which `ratios`, + where the first is faster, show that the second is not
/// slower by more than (1 + epsilon).
std::optional<double> pair_epsilon(std::vector<double> ratios, double needed) {
  std::sort(ratios.begin(), ratios.end());
  const double n = static_cast<double>(ratios.size());
  for (std::size_t k = 1; k <= ratios.size(); ++k) {
    if (evidence(static_cast<double>(k), n - static_cast<double>(k)) < needed) continue;
    // Just above the k-th ratio: exactly on it, that unit would be a tie and drop out.
    double epsilon = std::max(0.0, std::expm1(ratios[k - 1]));
    while (std::log1p(epsilon) <= ratios[k - 1]) {
      epsilon = std::nextafter(epsilon, std::numeric_limits<double>::infinity());
    }
    return epsilon;
  }
  return std::nullopt;
}

}  // namespace

std::vector<CandidateIndex> ranked_survivors(const Standing& standing) {
  if (standing.units() == 0) return {};
  std::vector<std::pair<double, CandidateIndex>> scores;
  for (const CandidateIndex candidate : standing.survivors()) {
    std::vector<double> leads;
    for (const CandidateIndex rival : standing.survivors()) {
      if (rival != candidate) leads.push_back(median_or_zero(standing.log_ratios(candidate, rival)));
    }
    std::sort(leads.begin(), leads.end());  // one sum whatever the order of the candidates
    double lead = 0;
    for (const double each : leads) lead += each;
    scores.emplace_back(-lead, candidate);
  }
  std::sort(scores.begin(), scores.end());
  std::vector<CandidateIndex> ranked;
  for (const auto& [score, candidate] : scores) ranked.push_back(candidate);
  return ranked;
}

std::optional<CandidateIndex> nearest_rival(const Standing& standing, CandidateIndex winner) {
  std::optional<std::pair<bool, double>> best;
  std::optional<CandidateIndex> nearest;
  for (const CandidateIndex rival : standing.entrants()) {
    if (rival == winner) continue;
    const std::vector<double> ratios = standing.log_ratios(winner, rival);
    if (ratios.empty()) continue;
    const std::pair<bool, double> distance{standing.faulty(rival), median(ratios)};
    if (best && *best <= distance) continue;
    best = distance;
    nearest = rival;
  }
  return nearest;
}

std::optional<PairResult> pair_result(const Standing& standing, CandidateIndex a, CandidateIndex b) {
  if (a > b) std::swap(a, b);
  if (standing.log_ratios(a, b).empty()) return std::nullopt;
  const double lead = median_or_zero(untied(standing.log_ratios(a, b)));
  const bool b_leads = lead < 0;
  PairResult result;
  result.faster = b_leads ? b : a;
  result.slower = b_leads ? a : b;
  const std::vector<double> ratios = untied(standing.log_ratios(result.faster, result.slower));
  const Interval interval = pair_interval(ratios, standing.alpha());
  result.ratio = std::exp(median_or_zero(ratios));
  result.interval = {.low = as_ratio(interval.low), .high = as_ratio(interval.high)};
  result.units = static_cast<std::uint32_t>(ratios.size());
  result.wins = standing.signs(result.faster, result.slower).wins;
  const Signs rounds = standing.round_signs(result.faster, result.slower);
  result.rounds = rounds.wins + rounds.losses;
  result.round_wins = rounds.wins;
  result.evidence = standing.evidence_for(result.faster, result.slower);
  return result;
}

std::vector<PairResult> pair_results(const Standing& standing, std::optional<CandidateIndex> leader) {
  std::vector<PairResult> results;
  const auto add = [&](CandidateIndex a, CandidateIndex b) {
    if (const std::optional<PairResult> pair = pair_result(standing, a, b)) results.push_back(*pair);
  };
  all_pairs(standing, [&](CandidateIndex a, CandidateIndex b) {
    if (a < b) add(a, b);
    return true;
  });
  for (const CandidateIndex rival : standing.entrants()) {
    if (leader && !standing.racing(rival)) add(*leader, rival);
  }
  return results;
}

std::optional<double> tie_epsilon(const Standing& standing) {
  if (standing.survivors().size() < 2) return std::nullopt;
  std::optional<double> largest = 0.0;
  all_pairs(standing, [&](CandidateIndex faster, CandidateIndex slower) {
    largest = larger(largest, pair_epsilon(standing.log_ratios(faster, slower), standing.tie_needs()));
    return largest.has_value();
  });
  return largest;
}

std::optional<std::uint32_t> units_to_settle(const Standing& standing, CandidateIndex leader) {
  if (standing.units() < kFewestUnits || standing.survivors().size() < 2) return std::nullopt;
  std::optional<double> to_win = 0.0;
  for (const CandidateIndex loser : standing.survivors()) {
    if (loser != leader) to_win = larger(to_win, units_to_eliminate(standing, loser));
  }
  const double shift = std::log1p(standing.epsilon());
  std::optional<double> to_tie = 0.0;
  all_pairs(standing, [&](CandidateIndex faster, CandidateIndex slower) {
    const Signs within = signs_within(standing, faster, slower, shift);
    to_tie = larger(to_tie,
                    first_reach([&](double more) { return projected(within, more); }, standing.tie_needs()));
    return to_tie.has_value();
  });
  if (!to_win && !to_tie) return std::nullopt;
  return static_cast<std::uint32_t>(std::min(to_win.value_or(kMostUnits), to_tie.value_or(kMostUnits)));
}

}  // namespace bakeoff::judge
