#include "judge/race/open_epoch.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace bakeoff::judge {

void OpenEpoch::begin_round(const std::vector<CandidateIndex>& order) {
  assert(waiting().empty());
  rounds_.push_back({.order = order, .slots = std::vector<std::optional<SlotSummary>>(candidates_)});
}

void OpenEpoch::add_slot(CandidateIndex candidate, SlotSummary slot) {
  assert(!rounds_.empty());
  rounds_.back().slots[candidate] = std::move(slot);
}

void OpenEpoch::leave(CandidateIndex candidate) {
  left_.push_back(candidate);
}

std::vector<CandidateIndex> OpenEpoch::waiting() const {
  std::vector<CandidateIndex> result;
  if (rounds_.empty()) return result;
  const Round& last = rounds_.back();
  for (const CandidateIndex candidate : last.order) {
    const bool left = std::find(left_.begin(), left_.end(), candidate) != left_.end();
    if (!left && !last.slots[candidate]) result.push_back(candidate);
  }
  return result;
}

std::span<Round> OpenEpoch::judge(std::uint32_t last_round, Round::State state) {
  assert(last_round > judged_ && last_round <= rounds());
  const std::span<Round> window = std::span(rounds_).subspan(judged_, last_round - judged_);
  for (Round& round : window) round.state = state;
  if (state == Round::State::kValid) valid_ += static_cast<std::uint32_t>(window.size());
  judged_ = last_round;
  return window;
}

std::vector<CandidateIndex> OpenEpoch::runners(std::uint32_t last_round) const {
  std::vector<CandidateIndex> result;
  for (CandidateIndex candidate = 0; candidate < candidates_; ++candidate) {
    const auto ran = [candidate](const Round& round) { return round.slots[candidate].has_value(); };
    if (std::any_of(rounds_.begin() + judged_, rounds_.begin() + last_round, ran))
      result.push_back(candidate);
  }
  return result;
}

RoundCosts costs(const Round& round, Metric metric) {
  RoundCosts result(round.slots.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (round.slots[i]) result[i] = cost(*round.slots[i], metric);
  }
  return result;
}

}  // namespace bakeoff::judge
