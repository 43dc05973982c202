#include "judge/race/standing.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "judge/stats/evidence.h"
#include "judge/stats/median.h"

namespace bakeoff::judge {

void Signs::count(int sign) {
  if (sign > 0) ++wins;
  if (sign < 0) ++losses;
}

Standing::Standing(const Rules& rules, std::size_t candidates, std::span<const CandidateIndex> entrants)
    : alpha_(rules.alpha),
      epsilon_(rules.epsilon),
      units_asked_(rules.units),
      entrants_(entrants.begin(), entrants.end()),
      places_(candidates, Place::kAbsent),
      left_after_(candidates, 0),
      ratios_(candidates * candidates),
      pairs_(candidates * candidates) {
  for (const CandidateIndex entrant : entrants_) places_.at(entrant) = Place::kRacing;
}

void Standing::leave(CandidateIndex candidate) {
  if (decided_ || !racing(candidate)) return;
  places_[candidate] = Place::kFaulty;
  left_after_[candidate] = units_;
}

void Standing::add_unit(std::span<const RoundCosts> rounds) {
  const bool last_after_faults = entrants_.size() > 1 && survivors().size() <= 1;
  if (decided_ || last_after_faults) return;
  add_signs(rounds);
  ++units_;
  if (units_asked_) {
    decided_ = units_ >= *units_asked_;
    return;
  }
  eliminate();
  tied_ = !contradictory_ && tied();
  decided_ = contradictory_ || tied_ || (entrants_.size() > 1 && survivors().size() == 1);
}

void Standing::add_signs(std::span<const RoundCosts> rounds) {
  const std::vector<CandidateIndex> racing_now = survivors();
  std::vector<double> unit;
  for (std::size_t a = 0; a < racing_now.size(); ++a) {
    for (std::size_t b = a + 1; b < racing_now.size(); ++b) {
      const CandidateIndex low = racing_now[a];
      const CandidateIndex high = racing_now[b];
      unit.clear();
      for (const RoundCosts& round : rounds) {
        if (!round[low] || !round[high]) continue;
        unit.push_back(*round[high] - *round[low]);
        add_round(low, high, unit.back());
        add_round(high, low, -unit.back());
      }
      if (unit.empty()) continue;
      const double ratio = median(unit);
      ratios_[low * places_.size() + high].push_back(ratio);
      add_ratio(low, high, ratio);
      add_ratio(high, low, -ratio);
    }
  }
}

void Standing::add_ratio(CandidateIndex faster, CandidateIndex slower, double log_ratio) {
  Pair& pair = pairs_[faster * places_.size() + slower];
  pair.favour.count(sign_against(log_ratio, 0));
  pair.beyond.count(sign_against(log_ratio, std::log1p(epsilon_)));
  pair.evidence = evidence(pair.favour.wins, pair.favour.losses);
}

void Standing::add_round(CandidateIndex faster, CandidateIndex slower, double log_ratio) {
  pairs_[faster * places_.size() + slower].rounds.count(sign_against(log_ratio, 0));
}

void Standing::eliminate() {
  std::vector<CandidateIndex> out;
  std::vector<CandidateIndex> before = survivors();
  for (const CandidateIndex candidate : before) {
    if (evidence_against(candidate) >= elimination_threshold(alpha_)) out.push_back(candidate);
  }
  if (out.empty()) return;
  if (out.size() == before.size()) {
    contradictory_ = true;
    return;
  }
  for (const CandidateIndex candidate : out) {
    places_[candidate] = Place::kEliminated;
    left_after_[candidate] = units_;
  }
}

bool Standing::tied() const {
  const std::vector<CandidateIndex> racing_now = survivors();
  if (racing_now.size() < 2) return false;
  const double needed = tie_needs();
  for (const CandidateIndex faster : racing_now) {
    for (const CandidateIndex slower : racing_now) {
      if (faster == slower) continue;
      const Signs& beyond = pairs_[faster * places_.size() + slower].beyond;
      if (evidence(beyond.losses, beyond.wins) < needed) return false;
    }
  }
  return true;
}

Verdict Standing::verdict() const {
  if (contradictory_) return Verdict::kUnresolved;
  const std::size_t left = survivors().size();
  if (left == 0) return Verdict::kNone;
  if (left == 1) return Verdict::kWinner;
  return tied_ ? Verdict::kTie : Verdict::kUnresolved;
}

std::vector<CandidateIndex> Standing::survivors() const {
  std::vector<CandidateIndex> result;
  for (CandidateIndex i = 0; i < places_.size(); ++i) {
    if (places_[i] == Place::kRacing) result.push_back(i);
  }
  return result;
}

bool Standing::racing(CandidateIndex candidate) const {
  return places_.at(candidate) == Place::kRacing;
}

bool Standing::eliminated(CandidateIndex candidate) const {
  return places_.at(candidate) == Place::kEliminated;
}

bool Standing::faulty(CandidateIndex candidate) const {
  return places_.at(candidate) == Place::kFaulty;
}

std::optional<std::uint32_t> Standing::left_after(CandidateIndex candidate) const {
  if (!eliminated(candidate) && !faulty(candidate)) return std::nullopt;
  return left_after_[candidate];
}

const std::vector<double>& Standing::ratios(CandidateIndex low, CandidateIndex high) const {
  assert(low < high && high < places_.size());
  return ratios_[low * places_.size() + high];
}

Signs Standing::signs(CandidateIndex faster, CandidateIndex slower) const {
  return pairs_[faster * places_.size() + slower].favour;
}

Signs Standing::round_signs(CandidateIndex faster, CandidateIndex slower) const {
  return pairs_[faster * places_.size() + slower].rounds;
}

Signs Standing::signs(CandidateIndex faster, CandidateIndex slower, double shift) const {
  Signs result;
  for (const double ratio : log_ratios(faster, slower)) result.count(sign_against(ratio, shift));
  return result;
}

std::vector<double> Standing::log_ratios(CandidateIndex faster, CandidateIndex slower) const {
  std::vector<double> result = ratios(std::min(faster, slower), std::max(faster, slower));
  if (faster > slower) {
    for (double& ratio : result) ratio = -ratio;
  }
  return result;
}

double Standing::evidence_for(CandidateIndex faster, CandidateIndex slower) const {
  return pairs_[faster * places_.size() + slower].evidence;
}

double Standing::evidence_against(CandidateIndex candidate) const {
  std::vector<double> terms;
  for (const CandidateIndex rival : entrants_) {
    if (rival != candidate) terms.push_back(evidence_for(rival, candidate));
  }
  if (terms.empty()) return 0;
  // Summed by size: the sum, and so the verdict, is the same in whatever order the candidates are listed.
  std::sort(terms.begin(), terms.end());
  return std::accumulate(terms.begin(), terms.end(), 0.0) / static_cast<double>(terms.size());
}

double Standing::tie_needs() const {
  return tie_threshold(alpha_, entrants_.size() - survivors().size());
}

}  // namespace bakeoff::judge
