#include "judge/race/voids.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "judge/stats/multinomial.h"

namespace bakeoff::judge {
namespace {

constexpr std::size_t kLookBack = 12;
constexpr std::ptrdiff_t kTooManyVoid = 4;
constexpr double kUneven = 0.01;

/// All charges on one candidate is the least likely outcome: its p is cells^(1 - total).
bool can_be_uneven(std::size_t cells, std::uint32_t total) {
  return std::pow(static_cast<double>(cells), 1.0 - total) < kUneven;
}

}  // namespace

VoidLedger::VoidLedger(bool voiding, std::size_t candidates) : voiding_(voiding), charged_(candidates, 0) {}

bool VoidLedger::judge(const WindowJudged& window, std::uint32_t rounds,
                       const std::vector<CandidateIndex>& runners) {
  const bool is_disturbed = window.disturbance != Disturbance::kNone;
  const bool is_void = voiding_ && !given_up_ && is_disturbed;
  for (std::uint32_t round = 0; round < rounds; ++round) last_.push_back(is_void);
  while (last_.size() > kLookBack) last_.pop_front();
  if (!is_void) {
    if (is_disturbed) disturbed_ += rounds;
    return false;
  }
  voided_ += rounds;
  if (window.charged) charge(*window.charged, runners);
  given_up_ = std::count(last_.begin(), last_.end(), true) >= kTooManyVoid;
  return true;
}

void VoidLedger::charge(CandidateIndex candidate, const std::vector<CandidateIndex>& runners) {
  const auto place = std::find(runners.begin(), runners.end(), candidate);
  if (place == runners.end()) return;
  ++charged_[candidate];
  std::vector<std::uint32_t>& group = groups_[runners];
  group.resize(runners.size(), 0);
  ++group[static_cast<std::size_t>(place - runners.begin())];

  double smallest = 1;
  double compared = 0;
  for (const auto& [who, counts] : groups_) {
    smallest = std::min(smallest, uniform_multinomial_p(counts));
    const std::uint32_t total = std::accumulate(counts.begin(), counts.end(), 0U);
    if (can_be_uneven(who.size(), total)) compared += 1;
  }
  uneven_p_ = std::min(1.0, smallest * std::max(1.0, compared));
}

bool VoidLedger::uneven() const {
  return uneven_p_ && *uneven_p_ < kUneven;
}

}  // namespace bakeoff::judge
