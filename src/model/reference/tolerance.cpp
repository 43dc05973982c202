#include "model/reference/tolerance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace bakeoff::model::reference {
namespace {

double floor_of(Precision precision) {
  switch (precision) {
    case Precision::kFp32:
      return 1e-4;
    case Precision::kFp16:
      return 2e-3;
    case Precision::kBf16:
      break;
  }
  return 1.6e-2;
}

}  // namespace

double tolerance(Precision precision, double emulated_error) {
  constexpr double kHonest = 8;
  constexpr double kMost = 0.5;
  const double least = floor_of(precision);
  if (!std::isfinite(emulated_error)) return least;
  return std::clamp(kHonest * emulated_error, least, kMost);
}

bool quantises(const Graph& graph) {
  constexpr std::array<std::string_view, 4> kNames{"QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv",
                                                   "QLinearMatMul"};
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) {
    return std::find(kNames.begin(), kNames.end(), node.op_type) != kNames.end();
  });
}

}  // namespace bakeoff::model::reference
