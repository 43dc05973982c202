#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "record/cell.h"
#include "record/events.h"
#include "record/result.h"

namespace bakeoff::judge {

/// What each candidate cost in one round: ln of its time, or -ln of its throughput; empty: it did not run.
using RoundCosts = std::vector<std::optional<double>>;

/// Signs of a pair's units; exact ties are in neither.
struct Signs {
  std::uint32_t wins = 0;
  std::uint32_t losses = 0;

  /// Takes in one sign, as sign_against gives it.
  void count(int sign);
};

/// Who is still in the race and what the evidence says: METHOD.md, 5 to 7, from units of evidence alone. All
/// arguments are places among all candidates; those that are not entrants take no part.
class Standing {
 public:
  /// `entrants`: those that loaded and passed the output check, without duplicates; K of them, never lowered.
  Standing(const Rules& rules, std::size_t candidates, std::span<const CandidateIndex> entrants);

  /// A fault: its evidence stays in the means as it is. Without effect on one that has left already, or once
  /// the race is decided.
  void leave(CandidateIndex candidate);

  /// One unit (the rounds of an epoch, or a single round): one sign for each pair of survivors that both ran,
  /// of the median of its log ratios; then the eliminations, then the verdict (neither where a number of
  /// units was asked for). Without effect once decided or when faults have left a single one.
  void add_unit(std::span<const RoundCosts> rounds);

  /// True once a unit has brought a verdict, or as many as were asked for are there: nothing changes any
  /// more.
  [[nodiscard]] bool decided() const { return decided_; }

  /// Every survivor would have been eliminated at once.
  [[nodiscard]] bool contradictory() const { return contradictory_; }

  /// The verdict as it stands; unresolved while open. A single survivor is the winner, whyever.
  [[nodiscard]] Verdict verdict() const;

  [[nodiscard]] std::size_t candidates() const { return places_.size(); }
  [[nodiscard]] const std::vector<CandidateIndex>& entrants() const { return entrants_; }
  [[nodiscard]] std::vector<CandidateIndex> survivors() const;
  [[nodiscard]] bool racing(CandidateIndex candidate) const;
  [[nodiscard]] bool eliminated(CandidateIndex candidate) const;
  [[nodiscard]] bool faulty(CandidateIndex candidate) const;

  /// After how many units it left, the one that eliminated it included.
  [[nodiscard]] std::optional<std::uint32_t> left_after(CandidateIndex candidate) const;

  /// Units added so far.
  [[nodiscard]] std::uint32_t units() const { return units_; }

  /// Of the pair's units, how many have ln(cost of `slower` / cost of `faster`) above and below zero.
  [[nodiscard]] Signs signs(CandidateIndex faster, CandidateIndex slower) const;

  /// The same of the rounds in those units.
  [[nodiscard]] Signs round_signs(CandidateIndex faster, CandidateIndex slower) const;

  /// The same above and below `shift`.
  [[nodiscard]] Signs signs(CandidateIndex faster, CandidateIndex slower, double shift) const;

  /// The pair's log ratios, in the order of the units, exact ties included.
  [[nodiscard]] std::vector<double> log_ratios(CandidateIndex faster, CandidateIndex slower) const;

  /// E of "`faster` is faster than `slower`".
  [[nodiscard]] double evidence_for(CandidateIndex faster, CandidateIndex slower) const;

  /// Mean over all other entrants i of E of "i is faster than `candidate`"; 0 without others.
  [[nodiscard]] double evidence_against(CandidateIndex candidate) const;

  /// What each ordered pair of survivors would need for a tie now.
  [[nodiscard]] double tie_needs() const;

  [[nodiscard]] double alpha() const { return alpha_; }
  [[nodiscard]] double epsilon() const { return epsilon_; }

 private:
  enum class Place { kAbsent, kRacing, kEliminated, kFaulty };

  /// All about one ordered pair that is asked for after every unit.
  struct Pair {
    Signs favour;         ///< of "the first is faster than the second"
    Signs rounds;         ///< of the same, round by round
    Signs beyond;         ///< of "... by more than (1 + epsilon)"
    double evidence = 1;  ///< E of `favour`
  };

  void add_signs(std::span<const RoundCosts> rounds);
  void add_ratio(CandidateIndex faster, CandidateIndex slower, double log_ratio);
  void add_round(CandidateIndex faster, CandidateIndex slower, double log_ratio);
  void eliminate();
  [[nodiscard]] bool tied() const;
  [[nodiscard]] const std::vector<double>& ratios(CandidateIndex low, CandidateIndex high) const;

  double alpha_;
  double epsilon_;
  std::optional<std::uint32_t> units_asked_;
  std::vector<CandidateIndex> entrants_;
  std::vector<Place> places_;
  std::vector<std::uint32_t> left_after_;
  std::vector<std::vector<double>> ratios_;  ///< [low * candidates + high], + favours low
  std::vector<Pair> pairs_;                  ///< [faster * candidates + slower]
  std::uint32_t units_ = 0;
  bool contradictory_ = false;
  bool tied_ = false;
  bool decided_ = false;
};

}  // namespace bakeoff::judge
