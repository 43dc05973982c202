#pragma once

#include <cstddef>
#include <span>

namespace bakeoff::model::reference {

/// What two runs of reals differ by, gathered piece by piece.
class Difference {
 public:
  /// Both have the same number of elements.
  void add(std::span<const double> y, std::span<const double> reference);

  /// max|y - ref| / max|ref|; infinite after an element that is finite in one only, and where the reference
  /// is all zero and y is not.
  [[nodiscard]] double relative() const;

  /// Whether an element was NaN or infinite that should not be.
  [[nodiscard]] bool not_finite() const { return not_finite_; }

  /// How many elements of the reference are NaN or infinite themselves.
  [[nodiscard]] std::size_t unbounded() const { return unbounded_; }

 private:
  std::size_t unbounded_ = 0;
  double largest_ = 0;
  double scale_ = 0;
  bool not_finite_ = false;
};

/// The largest finite magnitude.
double scale_of(std::span<const double> elements);

}  // namespace bakeoff::model::reference
