#include <algorithm>

#include "model/reference/operators/matrix_product.h"
#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {

Outcome evaluate_matmul(const Call& call) {
  Value y{.type = call.output().type, .dims = call.output().dims, .elements = {}};
  y.elements = matrix_product(call.input(0), call.input(1), y.dims);
  return one(std::move(y));
}

Outcome evaluate_gemm(const Call& call) {
  const Value& a = call.input(0);
  const Value& b = call.input(1);
  const bool a_transposed = call.integer("transA") != 0;
  const bool b_transposed = call.integer("transB") != 0;
  const Reals left = as_reals(a);
  const Reals right = as_reals(b);
  Reals y(static_cast<std::size_t>(product_of(call.output().dims)));
  const std::int64_t rows = call.output().dims.at(0);
  const std::int64_t columns = call.output().dims.at(1);
  multiply_parallel({.a = {.data = left.data(),
                           .step = a.dims.at(1),
                           .order = a_transposed ? Order::kColumnMajor : Order::kRowMajor},
                     .b = {.data = right.data(),
                           .step = b.dims.at(1),
                           .order = b_transposed ? Order::kColumnMajor : Order::kRowMajor},
                     .c = y.data(),
                     .c_step = columns,
                     .rows = rows,
                     .inner = a.dims.at(a_transposed ? 0 : 1),
                     .columns = columns});
  const double alpha = call.real("alpha");
  if (alpha != 1)
    std::transform(y.begin(), y.end(), y.begin(), [=](double element) { return alpha * element; });
  if (const Value* c = call.optional_input(2)) {
    const double beta = call.real("beta");
    const Reals added = as_reals(*c);
    for_each_row<1>(call.output().dims, {broadcast_strides(c->dims, call.output().dims)},
                    [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                      const double* from = added.data() + offsets[0];
                      for (std::size_t i = 0; i < length; ++i) {
                        y[first + i] += beta * from[static_cast<std::int64_t>(i) * steps[0]];
                      }
                    });
  }
  Value result = call.make_output();
  if (is_real(result.type)) {
    result.elements = std::move(y);
  } else {
    std::transform(y.begin(), y.end(), integers(result).begin(),
                   [&](double element) { return wrapped(result.type, static_cast<std::int64_t>(element)); });
  }
  return one(std::move(result));
}

}  // namespace bakeoff::model::reference
