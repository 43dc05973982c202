#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "judge/race/course.h"
#include "record/cell.h"
#include "record/events.h"
#include "record/result.h"

namespace bakeoff::judge {

/// What the conductor should do next.
struct CheckCandidates {
};                   ///< run the output check; emit one CandidateChecked for each candidate not yet checked
struct BeginEpoch {  ///< emit EpochBegun with this, then start the workers in this order
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
struct EndEpoch {};  ///< emit EpochEnded{kComplete}, end the workers
struct Finish {};    ///< the race is over: emit RaceStopped{kDecided}; nothing may follow in this try
using Step = std::variant<CheckCandidates, BeginEpoch, RunRound, JudgeWindow, EndEpoch, Finish>;

/// One try at the race of one cell, as METHOD.md has it: events in, next step and result out. Pure: no clock,
/// no I/O; all dice come from (seed, attempt, epoch, round), so that a replay of the events gives the same
/// steps.
///
/// The conductor asks next(), does it, applies every event that came of it (each also kept), and asks again.
/// What apply() expects of each event; anything else is a bug of the caller (assert; without asserts it has
/// no effect, so that a damaged file cannot do harm):
/// - CandidateChecked: before the first epoch, once for each candidate; a second one replaces the first. Only
///   status right takes part. No step but CheckCandidates comes before all are checked.
/// - EpochBegun: with the attempt, epoch and order of a BeginEpoch; only `together` is the conductor's own.
///   Where an epoch is still open (bakeoff was killed), that one counts as cut.
/// - WorkerStarted, CandidateLeft: in an open epoch, at any point, a running round included. CandidateLeft
///   for each candidate that fails, a failure to start included: it leaves at once, and the rest of the round
///   goes on without it (no SlotTimed for it). For one that has left already, or after the verdict, it has
///   no effect.
/// - RoundBegun: with the round and order of a RunRound, in an open epoch, when no round is unfinished.
/// - SlotTimed: of the round begun last, for one of its order that has had no slot in it and has not left, at
///   least one duration.
/// - WindowJudged: first_round the first not judged yet, last_round any whole round from there on: at any
/// time,
///   asked for or not. `charged` is one of those that ran in the window. Its rounds are void if it is
///   disturbed, rules.voiding is set and voiding has not been given up; they are then run again under new
///   numbers.
/// - EpochEnded: kComplete only as the answer to EndEpoch; kCut at any point, unfinished rounds included.
/// - RaceStopped: kDecided only as the answer to Finish; kBudget and kInterrupted at any point. An open epoch
///   counts as cut.
///
/// Continuing (METHOD.md, 10): after RaceStopped{kBudget | kInterrupted}, or where the events merely end,
/// because bakeoff was killed, all events are applied, then EpochEnded{kCut} if an epoch is open (which
/// epoch_open() tells; its workers are gone), and next() goes on: a cut epoch is begun again under the next
/// attempt. With rounds as evidence an epoch that has ended is the end of the try: next() gives Finish, and
/// new processes are a new try, a new Race whose `first_attempt` is above every attempt in the try before.
/// A lasting verdict (winner, tie, contradictory, none) gives Finish for ever.
///
/// With rounds as evidence next() asks for JudgeWindow when 5 rounds are pending; the conductor judges
/// earlier, whenever the pending rounds have lasted 600 ms together, in either kind of evidence.
class Race {
 public:
  /// `batch`: items of one inference, for throughput.
  Race(const Rules& rules, Metric metric, std::size_t candidates, int batch, std::uint32_t first_attempt = 1);
  ~Race();
  Race(Race&&) noexcept;
  Race& operator=(Race&&) noexcept;

  /// Takes in the next event.
  void apply(const Event& event);

  /// What comes next; the same until the next event. While a round is unfinished: that round, with those
  /// whose slots are still to come.
  [[nodiscard]] Step next() const;

  /// Whether an epoch has begun and not ended.
  [[nodiscard]] bool epoch_open() const;

  /// The state of the decision now; cheap enough to be asked after every round. `attempt` is the first of
  /// this try's; which try of the cell it is only the file knows.
  [[nodiscard]] CellResult result() const;

  /// How the evidence came about; no units before all candidates are checked.
  [[nodiscard]] Course course() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The result of a try from its events alone.
CellResult replay(const Rules& rules, Metric metric, std::size_t candidates, int batch,
                  std::span<const Event> events);

}  // namespace bakeoff::judge
