#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/cell.h"
#include "record/events.h"
#include "record/status.h"

/// What follows from the events of a race: made by the judge, formatted by the report, never stored.
namespace bakeoff {

enum class Verdict { kWinner, kTie, kUnresolved, kNone };

std::string_view to_string(Verdict verdict);

/// A confidence interval whose sides may be unbounded.
struct Interval {
  std::optional<double> low;
  std::optional<double> high;
  bool operator==(const Interval&) const = default;
};

/// The gap between two candidates; ratio > 1: `faster` was faster by that factor (in the median of the
/// units).
struct PairResult {
  CandidateIndex faster = 0;
  CandidateIndex slower = 0;
  double ratio = 1;
  Interval interval;
  std::uint32_t units = 0;       ///< untied units of evidence behind it
  std::uint32_t wins = 0;        ///< of those, how many favour `faster`
  double evidence = 1;           ///< E of "faster is faster than slower"
  std::uint32_t rounds = 0;      ///< untied rounds in those units
  std::uint32_t round_wins = 0;  ///< of those, how many favour `faster`
};

/// The same gap told the other way round; the evidence for that does not follow and is NaN.
PairResult turned(const PairResult& pair);

/// The gap between a candidate and a copy of itself: what the machine makes of equals.
struct PlaceboResult {
  CandidateIndex of = 0;
  double ratio = 1;  ///< never below 1
  Interval interval;
  std::uint32_t units = 0;
  std::uint32_t equal = 0;           ///< of those, how many were exactly equal
  std::optional<double> resolution;  ///< larger end of the interval as a share; empty where it is unbounded
};

/// One candidate's own figures in a cell.
struct CandidateResult {
  Outcome outcome;
  bool survivor = false;
  std::optional<std::uint32_t> left_after_unit;  ///< eliminated or faulty: after how many units
  std::optional<double> latency_ms;              ///< median over units of evidence
  Interval latency_interval_ms;                  ///< order statistics over units; empty below 6
  std::optional<double> p90_ms;                  ///< over all timed inferences of counted rounds
  std::optional<double> p99_ms;                  ///< refused (empty) below 299 inferences
  std::optional<double> throughput_per_s;        ///< items / wall time, median over units
  std::uint64_t samples = 0;                     ///< timed inferences in counted rounds
  std::uint32_t units = 0;
  std::optional<WorkerFacts> facts;  ///< medians of times and most of memory over its workers
  std::optional<double> cores_used;  ///< CPU time / wall time in slots
  std::optional<double> relative_error;
  std::optional<double> observed_bits;
  std::string reference = "none";
  std::string remark;  ///< what is right only in a sense, in words
};

/// Rounds that were disturbed from outside: those that did not count, and those that did.
struct VoidSummary {
  std::uint32_t rounds = 0;  ///< all that ran
  std::uint32_t voided = 0;
  std::uint32_t disturbed = 0;         ///< disturbed, and counted because voiding was off
  bool disturbed_host = false;         ///< voiding was given up: 4 of 12 rounds
  std::vector<std::uint32_t> charged;  ///< voided windows charged to each candidate
  std::optional<double> uneven_p;      ///< exact multinomial p of the charges, when there are any
};

/// One cell, decided as far as the evidence goes.
struct CellResult {
  Verdict verdict = Verdict::kNone;
  std::vector<CandidateIndex> winners;  ///< one for winner, all survivors for tie, else none
  std::vector<CandidateIndex> survivors;
  std::optional<CandidateIndex> leader;  ///< the survivor that leads, when nobody has won
  std::optional<CandidateIndex> runner_up;
  std::string reason;             ///< empty where the verdict speaks for itself
  std::vector<PairResult> pairs;  ///< survivors among themselves, and the leader against all others
  std::vector<CandidateResult> candidates;
  std::uint32_t units = 0;  ///< epochs or rounds that gave evidence
  std::uint32_t cut_epochs = 0;
  std::uint32_t attempt = 1;
  std::optional<double> tie_epsilon;  ///< unresolved: the smallest epsilon at which this would be a tie
  std::optional<std::uint32_t> units_to_settle;  ///< unresolved: about how many more units would
  VoidSummary voids;
  std::optional<RaceStopped> stopped;  ///< none: the race is still running or was killed
};

}  // namespace bakeoff
