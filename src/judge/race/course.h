#pragma once

#include <optional>
#include <vector>

#include "judge/race/standing.h"

namespace bakeoff::judge {

/// The evidence once a unit was counted, everyone who had left until then included.
struct CourseUnit {
  /// Mean evidence that each candidate is not the fastest (METHOD.md, 6); of one that has left: as it stood
  /// then. Empty for those that never took part.
  std::vector<std::optional<double>> against;
  /// The least evidence among the claims that a tie of those still in the race needs; empty with fewer than
  /// two.
  std::optional<double> tie;
  double tie_needs = 0;
};

/// The race as it went, unit by unit.
struct Course {
  double leaves_at = 0;  ///< a candidate against which there is this much evidence leaves
  std::vector<CourseUnit> units;
};

/// Read off the log ratios of the pairs, which a Standing keeps in the order of the units: linear in units.
Course course_of(const Standing& standing);

}  // namespace bakeoff::judge
