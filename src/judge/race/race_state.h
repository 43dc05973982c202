#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "judge/race/open_epoch.h"
#include "judge/race/race.h"
#include "judge/race/standing.h"
#include "judge/race/tally.h"
#include "judge/race/voids.h"

namespace bakeoff::judge {

/// The state machine behind Race: takes events in, says what comes next, and holds what the result is told
/// from.
class RaceState {
 public:
  RaceState(const Rules& rules, Metric metric, std::size_t candidates, int batch,
            std::uint32_t first_attempt);

  void apply(const Event& event);
  [[nodiscard]] Step next() const;
  [[nodiscard]] bool epoch_open() const { return epoch_.has_value(); }

  [[nodiscard]] const Rules& rules() const { return rules_; }
  [[nodiscard]] std::size_t candidates() const { return checked_.size(); }
  [[nodiscard]] bool all_checked() const { return standing_.has_value(); }
  [[nodiscard]] const std::optional<CandidateChecked>& checked(CandidateIndex i) const { return checked_[i]; }

  /// Only once all are checked.
  [[nodiscard]] const Standing& standing() const { return *standing_; }

  /// The race with the first m rounds of each epoch, void or not (METHOD.md, 4).
  [[nodiscard]] const Standing& without_voiding() const { return *without_voiding_; }

  [[nodiscard]] const Tally& tally(CandidateIndex i) const { return tallies_[i]; }
  [[nodiscard]] const std::optional<Outcome>& fault(CandidateIndex i) const { return faults_[i]; }
  [[nodiscard]] const VoidLedger& voids() const { return voids_; }
  [[nodiscard]] std::uint32_t rounds_run() const;
  [[nodiscard]] std::uint32_t cut_epochs() const { return cut_epochs_; }
  [[nodiscard]] std::uint32_t first_attempt() const { return first_attempt_; }
  [[nodiscard]] bool together() const { return together_; }
  [[nodiscard]] const std::optional<RaceStopped>& stopped() const { return stopped_; }

 private:
  void on(const CandidateChecked& event);
  void on(const EpochBegun& event);
  void on(const WorkerStarted& event);
  void on(const CandidateLeft& event);
  void on(const RoundBegun& event);
  void on(const SlotTimed& event);
  void on(const WindowJudged& event);
  void on(const EpochEnded& event);
  void on(const RaceStopped& event);

  void count_unit(const std::vector<const Round*>& rounds);
  void close_epoch(EpochEnd end);
  [[nodiscard]] Step next_in_epoch() const;
  [[nodiscard]] bool alone() const { return standing_->entrants().size() == 1; }
  [[nodiscard]] bool by_round() const { return rules_.evidence == Evidence::kRound; }
  [[nodiscard]] std::uint32_t rounds_per_epoch() const;

  Rules rules_;
  Metric metric_;
  int batch_;
  std::uint32_t first_attempt_;
  std::vector<std::optional<CandidateChecked>> checked_;
  std::vector<std::optional<Outcome>> faults_;
  std::vector<Tally> tallies_;
  std::optional<Standing> standing_;
  std::optional<Standing> without_voiding_;
  VoidLedger voids_;
  std::optional<OpenEpoch> epoch_;
  std::optional<EpochBegun> last_epoch_;
  std::uint32_t next_attempt_;
  std::uint32_t next_epoch_ = 1;
  std::uint32_t rounds_closed_ = 0;  ///< of epochs that have ended
  std::uint32_t cut_epochs_ = 0;
  bool together_ = true;
  bool precise_ = false;  ///< a single candidate whose interval is narrow enough
  std::optional<RaceStopped> stopped_;
};

}  // namespace bakeoff::judge
