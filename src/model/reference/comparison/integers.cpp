#include "model/reference/comparison/integers.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "model/reference/comparison/difference.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// Places along an axis: the one that was named must have about the score of the one that is right. Two honest
// scores may each be off by the tolerance. Within a line no place is named twice (TopK).
std::optional<std::size_t> first_wrong_index(const Integers& y, const Integers& right, std::size_t axis,
                                             const Value& scores, double margin) {
  const AxisView view = around(scores.dims, axis);
  const std::size_t ranks = right.size() / std::max<std::size_t>(1, view.outer * view.inner);
  for (std::size_t line = 0; line < view.outer * view.inner; ++line) {
    const std::size_t outer = line / view.inner;
    const std::size_t inner = line % view.inner;
    const auto score = [&](std::int64_t place) {
      return reals(scores)[(outer * view.length + static_cast<std::size_t>(place)) * view.inner + inner];
    };
    std::set<std::int64_t> named;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      const std::size_t at = (outer * ranks + rank) * view.inner + inner;
      const bool there = y[at] >= 0 && y[at] < static_cast<std::int64_t>(view.length);
      const bool near = there && std::abs(score(y[at]) - score(right[at])) <= margin;
      if (!(near || y[at] == right[at]) || !named.insert(y[at]).second) return at;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> first_wrong(const Integers& y, const Value& reference, const Decision* decision,
                                       const Value* scores, double tolerance) {
  const Integers& right = integers(reference);
  const double margin = scores != nullptr ? 2 * tolerance * scale_of(reals(*scores)) : 0;
  if (decision != nullptr && decision->kind == Decision::Kind::kIndex) {
    return first_wrong_index(y, right, decision->axis, *scores, margin);
  }
  const double steps = std::max(1.0, tolerance * scale_of(as_reals(reference)));
  const auto acceptable = [&](std::size_t i) {
    if (y[i] == right[i]) return true;
    if (decision == nullptr) return false;
    const auto named = static_cast<double>(y[i]);
    switch (decision->kind) {
      case Decision::Kind::kThreshold:
        return std::abs(reals(*scores)[i]) <= margin;
      case Decision::Kind::kCut:
        return named >= std::trunc(reals(*scores)[i] - margin) &&
               named <= std::trunc(reals(*scores)[i] + margin);
      default:
        return std::abs(named - static_cast<double>(right[i])) <= steps;
    }
  };
  for (std::size_t i = 0; i < right.size(); ++i) {
    if (!acceptable(i)) return i;
  }
  return std::nullopt;
}

}  // namespace bakeoff::model::reference
