#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "record/cell.h"
#include "record/events.h"
#include "record/result.h"

namespace bakeoff::judge {

/// What the conductor should do next.
struct CheckCandidates {};  ///< run the output check; emit one CandidateChecked for each candidate
struct BeginEpoch {         ///< emit EpochBegun with this, then start the workers in this order
  std::uint32_t attempt = 1;
  std::uint32_t epoch = 1;
  std::vector<CandidateIndex> order;
};
struct RunRound {  ///< emit RoundBegun with this, then a SlotTimed for each of `order`
  std::uint32_t round = 1;
  std::vector<CandidateIndex> order;
};
struct JudgeWindow {  ///< enough rounds are pending: emit WindowJudged for all that are not judged yet
  std::uint32_t first_round = 1;
  std::uint32_t last_round = 1;
};
struct EndEpoch {};  ///< emit EpochEnded, end the workers
struct Finish {};    ///< the race is decided (or nobody is left): emit RaceStopped{kDecided}
using Step = std::variant<CheckCandidates, BeginEpoch, RunRound, JudgeWindow, EndEpoch, Finish>;

/// One try at the race of one cell, as METHOD.md has it: events in, next step and result out. Pure: no clock,
/// no I/O; all dice come from (seed, attempt, epoch, round), so that a replay of the events gives the same
/// steps.
///
/// The conductor may emit CandidateLeft at any point of an epoch, EpochEnded{kCut} and RaceStopped{kBudget |
/// kInterrupted} when time is up, and WindowJudged earlier than asked. After RaceStopped with those two
/// causes the race may be continued: next() then gives the next epoch.
class Race {
 public:
  Race(const Rules& rules, Metric metric, std::size_t candidates, int batch, std::uint32_t first_attempt = 1);
  ~Race();
  Race(Race&&) noexcept;
  Race& operator=(Race&&) noexcept;

  /// Takes in the next event. An event that cannot follow what came before is a bug of the caller (assert).
  void apply(const Event& event);

  [[nodiscard]] Step next() const;

  /// The state of the decision now; cheap enough to be asked after every round.
  [[nodiscard]] CellResult result() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The result of a try from its events alone.
CellResult replay(const Rules& rules, Metric metric, std::size_t candidates, int batch,
                  std::span<const Event> events);

}  // namespace bakeoff::judge
