#pragma once

#include <string>
#include <vector>

namespace bakeoff::report {

/// Maps values to pixels, linearly or by their logarithm.
class Scale {
 public:
  enum class Kind { kLinear, kLog };

  /// `low` < `high` map to `begin` and `end`; both are positive on a logarithmic scale.
  Scale(Kind kind, double low, double high, double begin, double end);

  /// The place of a value; one outside the domain is put on its edge.
  [[nodiscard]] double at(double value) const;

  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

  /// About so many round values inside the domain, ascending: 1, 2 or 5 times a power of ten.
  [[nodiscard]] std::vector<double> ticks(int about) const;

 private:
  Kind kind_;
  double low_;
  double high_;
  double begin_;
  double end_;
};

/// A scale for these values, of which those that are not finite are passed over: logarithmic where the
/// positive ones span more than a factor of `log_from`, with a little air at both ends.
Scale scale_for(const std::vector<double>& values, double begin, double end, double log_from);

}  // namespace bakeoff::report
