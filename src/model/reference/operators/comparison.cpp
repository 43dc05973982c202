#include <string_view>

#include "model/reference/operators/combine.h"
#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

template <typename Element>
bool holds(std::string_view comparison, Element a, Element b) {
  if (comparison == "Equal") return a == b;
  if (comparison == "Greater") return a > b;
  if (comparison == "GreaterOrEqual") return a >= b;
  if (comparison == "Less") return a < b;
  return a <= b;
}

}  // namespace

Outcome evaluate_comparison(const Call& call) {
  const Value& a = call.input(0);
  const Value& b = call.input(1);
  const std::string_view comparison = call.op_type();
  Value y = call.make_output();
  Integers& answers = integers(y);
  if (is_real(a.type)) {
    combine<Reals>(a, b, y.dims, answers,
                   [=](double left, double right) { return holds(comparison, left, right) ? 1 : 0; });
  } else if (a.type == ElementType::kUint64) {
    combine<Integers>(a, b, y.dims, answers, [=](std::int64_t left, std::int64_t right) {
      return holds(comparison, static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(right)) ? 1 : 0;
    });
  } else {
    combine<Integers>(a, b, y.dims, answers, [=](std::int64_t left, std::int64_t right) {
      return holds(comparison, left, right) ? 1 : 0;
    });
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
