#include <cmath>

#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

bool holds(const Call& call, double x) {
  if (call.op_type() == "IsNaN") return std::isnan(x);
  if (!std::isinf(x)) return false;
  return call.integer(x > 0 ? "detect_positive" : "detect_negative") != 0;
}

}  // namespace

Outcome evaluate_predicate(const Call& call) {
  const Reals x = as_reals(call.input(0));
  Value y = call.make_output();
  Integers& answers = integers(y);
  for (std::size_t i = 0; i < x.size(); ++i) answers[i] = holds(call, x[i]) ? 1 : 0;
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
