#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "judge/race/race.h"

namespace bakeoff::judge {

/// Which slot, round (candidate unused) or window (its last round) is asked about.
struct Moment {
  std::uint32_t attempt = 1;
  std::uint32_t epoch = 1;
  std::uint32_t round = 1;
  CandidateIndex candidate = 0;
};

/// The machine and candidates of a simulated race; everything keeps its default unless a test says otherwise.
struct World {
  /// Time of every inference of the slot, in nanoseconds.
  std::function<std::uint64_t(const Moment&)> nanoseconds;
  /// Whether the candidate fails instead of running the slot; in round 0, instead of starting.
  std::function<bool(const Moment&)> fails = [](const Moment&) { return false; };
  /// Whether the window that ends with this round is disturbed, and to whom that is charged.
  std::function<bool(const Moment&)> disturbed = [](const Moment&) { return false; };
  std::function<CandidateIndex(const Moment&)> charged = [](const Moment&) { return CandidateIndex{0}; };
  /// Rounds that the conductor collects before it judges of its own accord.
  std::uint32_t window = 2;
  std::uint32_t inferences = 3;
  std::vector<Status> checks;  ///< outcome of the check by candidate; right where there is none
};

/// Events with all that a test does not care about left at its default.
CandidateChecked checked(CandidateIndex candidate, Status status = Status::kRight);
WorkerStarted started(CandidateIndex candidate);
SlotTimed timed(std::uint32_t round, CandidateIndex candidate, std::vector<std::uint64_t> durations_ns);
WindowJudged judged(std::uint32_t first_round, std::uint32_t last_round,
                    Disturbance disturbance = Disturbance::kNone);

constexpr std::uint64_t kMillisecond = 1'000'000;

/// Candidate i takes (10 + i) ms, always.
World ladder();

/// A race on latency at batch 1.
Race race_of(std::size_t candidates, const Rules& rules = {});

/// Rounds as evidence.
Rules by_rounds();

/// Epsilon 0, at which equal candidates never end: every unit is an exact tie in both tests.
Rules endless();

/// Drives a race as the real conductor does, keeping every event.
class SimulatedConductor {
 public:
  SimulatedConductor(Race& race, std::size_t candidates, World world)
      : race_(race), candidates_(candidates), world_(std::move(world)) {}

  /// Does what next() says, one step; false after Finish.
  bool step();

  /// Steps until Finish or until this many epochs have been begun and ended.
  void run(std::uint32_t epochs);

  /// What the conductor does when time is up.
  void stop(StopCause cause);

  /// Applies and keeps one event.
  void emit(const Event& event);

  [[nodiscard]] const std::vector<Event>& events() const { return events_; }

 private:
  void run_round(const RunRound& step);
  void judge(std::uint32_t first, std::uint32_t last);
  bool lost(std::uint32_t round, CandidateIndex candidate);

  Race& race_;
  std::size_t candidates_;
  World world_;
  std::vector<Event> events_;
  Moment now_;
  std::vector<bool> gone_;
  std::vector<std::vector<CandidateIndex>> ran_;  ///< by round of the epoch
  std::uint32_t judged_ = 0;
};

/// Every field, so that two results are equal where their descriptions are.
std::string describe(const CellResult& result);
std::string describe(const Step& step);

}  // namespace bakeoff::judge
