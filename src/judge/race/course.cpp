#include "judge/race/course.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "judge/stats/evidence.h"
#include "judge/stats/median.h"

namespace bakeoff::judge {
namespace {

// One claim, "the first is faster than the second", followed from unit to unit. A pair stops having ratios
// when one of the two leaves, so that its evidence stays as it was. Of one candidate alone there is none.
class Claim {
 public:
  Claim(const Standing& standing, CandidateIndex faster, CandidateIndex slower)
      : ratios_(faster == slower ? std::vector<double>() : standing.log_ratios(faster, slower)),
        beyond_(std::log1p(standing.epsilon())) {}

  void count(std::size_t unit) {
    if (unit >= ratios_.size()) return;
    favour_.count(sign_against(ratios_[unit], 0));
    far_.count(sign_against(ratios_[unit], beyond_));
  }

  [[nodiscard]] double faster() const { return evidence(favour_.wins, favour_.losses); }
  [[nodiscard]] double not_faster_by_epsilon() const { return evidence(far_.losses, far_.wins); }

 private:
  std::vector<double> ratios_;
  double beyond_;
  Signs favour_;
  Signs far_;
};

class Walk {
 public:
  explicit Walk(const Standing& standing) : standing_(&standing), entrants_(standing.entrants()) {
    for (const CandidateIndex faster : entrants_) {
      std::vector<Claim>& row = claims_.emplace_back();
      for (const CandidateIndex slower : entrants_) row.emplace_back(standing, faster, slower);
    }
  }

  CourseUnit count(std::size_t unit, std::size_t candidates) {
    for (std::vector<Claim>& row : claims_) {
      for (Claim& claim : row) claim.count(unit);
    }
    CourseUnit now;
    now.against.resize(candidates);
    for (std::size_t i = 0; i < entrants_.size(); ++i) now.against[entrants_[i]] = against(i);
    const auto racing = racing_after(unit + 1);
    now.tie_needs = tie_threshold(standing_->alpha(), entrants_.size() - racing.size());
    now.tie = tie(racing);
    return now;
  }

 private:
  [[nodiscard]] double against(std::size_t candidate) const {
    std::vector<double> terms;
    for (std::size_t rival = 0; rival < entrants_.size(); ++rival) {
      if (rival != candidate) terms.push_back(claims_[rival][candidate].faster());
    }
    if (terms.empty()) return 0;
    std::sort(terms.begin(), terms.end());  // as in Standing: the same sum to the last bit
    return std::accumulate(terms.begin(), terms.end(), 0.0) / static_cast<double>(terms.size());
  }

  // Places among the entrants of those whom a tie is asked of at the end of that unit. The evidence of that
  // unit has eliminated by then; a fault after it has not happened yet.
  [[nodiscard]] std::vector<std::size_t> racing_after(std::size_t units) const {
    std::vector<std::size_t> racing;
    for (std::size_t i = 0; i < entrants_.size(); ++i) {
      const auto left = standing_->left_after(entrants_[i]);
      const bool later = left && (standing_->faulty(entrants_[i]) ? *left >= units : *left > units);
      if (!left || later) racing.push_back(i);
    }
    return racing;
  }

  [[nodiscard]] std::optional<double> tie(const std::vector<std::size_t>& racing) const {
    std::optional<double> least;
    for (const std::size_t faster : racing) {
      for (const std::size_t slower : racing) {
        if (faster == slower) continue;
        const double evidence = claims_[faster][slower].not_faster_by_epsilon();
        least = std::min(least.value_or(evidence), evidence);
      }
    }
    return least;
  }

  const Standing* standing_;
  std::vector<CandidateIndex> entrants_;
  std::vector<std::vector<Claim>> claims_;  // [faster][slower], by place among the entrants
};

}  // namespace

Course course_of(const Standing& standing) {
  Course course;
  course.leaves_at = elimination_threshold(standing.alpha());
  Walk walk(standing);
  for (std::size_t unit = 0; unit < standing.units(); ++unit) {
    course.units.push_back(walk.count(unit, standing.candidates()));
  }
  return course;
}

}  // namespace bakeoff::judge
