#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "record/events.h"
#include "record/result.h"

namespace bakeoff::judge {

/// Which rounds are void, when voiding is given up, and whether the voids fell evenly (METHOD.md, 4).
class VoidLedger {
 public:
  /// `voiding` false: disturbed rounds count like any other.
  VoidLedger(bool voiding, std::size_t candidates);

  /// One window of `rounds` rounds in which `runners` (ascending) ran; true: they are void. A window that is
  /// not disturbed only moves the last 12 rounds on.
  bool judge(const WindowJudged& window, std::uint32_t rounds, const std::vector<CandidateIndex>& runners);

  /// 4 of 12 successive rounds were void: from then on none is.
  [[nodiscard]] bool given_up() const { return given_up_; }

  [[nodiscard]] std::uint32_t voided() const { return voided_; }

  /// Rounds that were disturbed and count all the same: voiding was given up, or is not wanted.
  [[nodiscard]] std::uint32_t disturbed() const { return disturbed_; }

  /// Voided windows charged to each candidate.
  [[nodiscard]] const std::vector<std::uint32_t>& charged() const { return charged_; }

  /// p of "each void was equally likely charged to any of those that ran"; empty without charges. Charges
  /// are compared among the same runners only: one who left early cannot be charged later. Where those
  /// changed, the smallest p, times the number of groups that are large enough to reach .01 at all.
  [[nodiscard]] std::optional<double> uneven_p() const { return uneven_p_; }

  /// p < .01.
  [[nodiscard]] bool uneven() const;

 private:
  void charge(CandidateIndex candidate, const std::vector<CandidateIndex>& runners);

  bool voiding_;
  bool given_up_ = false;
  std::uint32_t voided_ = 0;
  std::uint32_t disturbed_ = 0;
  std::deque<bool> last_;  ///< void or not, the last 12 rounds
  std::vector<std::uint32_t> charged_;
  std::map<std::vector<CandidateIndex>, std::vector<std::uint32_t>> groups_;  ///< charges by who ran
  std::optional<double> uneven_p_;
};

}  // namespace bakeoff::judge
