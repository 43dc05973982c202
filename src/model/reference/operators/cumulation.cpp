#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {

Outcome evaluate_cumsum(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  const bool exclusive = call.integer("exclusive") != 0;
  const bool reverse = call.integer("reverse") != 0;
  Value y = call.make_output();
  std::visit(
      [&](auto& to) {
        using Elements = std::decay_t<decltype(to)>;
        const Elements& from = std::get<Elements>(x.elements);
        for (std::size_t line = 0; line < view.outer * view.inner; ++line) {
          const std::size_t first = line / view.inner * view.length * view.inner + line % view.inner;
          typename Elements::value_type sum = 0;
          for (std::size_t i = 0; i < view.length; ++i) {
            const std::size_t at = first + (reverse ? view.length - 1 - i : i) * view.inner;
            if (exclusive) to[at] = sum;
            sum += from[at];
            if (!exclusive) to[at] = sum;
          }
        }
      },
      y.elements);
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
