#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "judge/race/slot_summary.h"
#include "judge/race/standing.h"
#include "record/events.h"

namespace bakeoff::judge {

/// One round of the running epoch. `slots` has a place for each candidate; empty: it did not run.
struct Round {
  enum class State { kPending, kValid, kVoid };
  std::vector<CandidateIndex> order;
  std::vector<std::optional<SlotSummary>> slots;
  State state = State::kPending;
};

/// The rounds of the epoch that is running, the last of them perhaps unfinished.
class OpenEpoch {
 public:
  OpenEpoch(std::size_t candidates, std::uint32_t number) : candidates_(candidates), number_(number) {}

  [[nodiscard]] std::uint32_t number() const { return number_; }

  void begin_round(const std::vector<CandidateIndex>& order);
  void add_slot(CandidateIndex candidate, SlotSummary slot);

  /// It has left: no round waits for it any more.
  void leave(CandidateIndex candidate);

  /// Those of the last round that have neither had their slot nor left, in order; empty between rounds.
  [[nodiscard]] std::vector<CandidateIndex> waiting() const;

  /// Rounds begun; the next has this number plus one.
  [[nodiscard]] std::uint32_t rounds() const { return static_cast<std::uint32_t>(rounds_.size()); }
  [[nodiscard]] std::uint32_t whole_rounds() const { return rounds() - (waiting().empty() ? 0 : 1); }
  [[nodiscard]] std::uint32_t judged() const { return judged_; }
  [[nodiscard]] std::uint32_t valid() const { return valid_; }
  [[nodiscard]] std::uint32_t pending() const { return rounds() - judged_; }

  /// The next pending round and those after it, up to `last_round`: void or valid. Gives them.
  std::span<Round> judge(std::uint32_t last_round, Round::State state);

  /// Who ran in the pending rounds up to `last_round`, ascending.
  [[nodiscard]] std::vector<CandidateIndex> runners(std::uint32_t last_round) const;

  [[nodiscard]] std::span<const Round> all() const { return rounds_; }

 private:
  std::size_t candidates_;
  std::uint32_t number_;
  std::vector<Round> rounds_;
  std::vector<CandidateIndex> left_;
  std::uint32_t judged_ = 0;
  std::uint32_t valid_ = 0;
};

/// What the round cost each of its candidates.
RoundCosts costs(const Round& round, Metric metric);

}  // namespace bakeoff::judge
