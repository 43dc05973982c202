#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "model/reference/scores.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// What runtimes' outputs are held against.
struct Expected {
  std::vector<std::string> names;                ///< of the outputs
  std::vector<std::vector<Value>> items;         ///< items[i][output]; scores follow the outputs
  std::vector<std::vector<std::size_t>> orders;  ///< orders[set]: the items along axis 0 of every output
  std::vector<Decision> decisions;
  double emulated_error = 0;  ///< relative error of an honest execution at the precision that was asked
};

/// One output of a runtime, row-major; element types as in ONNX (and adapter.h).
struct RawOutput {
  ElementType type = ElementType::kFloat;
  std::vector<std::int64_t> dims;
  std::span<const std::byte> data;
};

struct Comparison {
  double relative_error = 0;  ///< over the real outputs; infinite where there is none to be told
  std::string defect;         ///< what is most wrong, in words that go on "its outputs ..."; empty: right
  std::string remark;         ///< what is right only in a sense
};

/// Holds outputs[set][output], of the first sets or all, against what they must be. Right: max|y - ref| /
/// max|ref| of every output and set is within the tolerance; integers are equal, of whatever width, or differ
/// only where the reference's scores are within twice the tolerance of a tie; what should be finite is.
/// Outputs that are right but for the order of rows with near-equal scores (detections) are right with a
/// remark.
Comparison compare(const Expected& expected, const std::vector<std::vector<RawOutput>>& outputs,
                   double tolerance);

/// max|y - ref| / max|ref|; infinite where y is not finite and ref is (or the other way round), or where ref
/// is all zero and y is not. Elements that are NaN, or the same infinity, in both are left out. Both have the
/// same number of elements.
double relative_error(std::span<const double> y, std::span<const double> reference);

}  // namespace bakeoff::model::reference
