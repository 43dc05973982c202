#include <algorithm>
#include <optional>

#include "model/reference/operators/combine.h"
#include "model/reference/operators/convolve.h"
#include "model/reference/operators/matrix_product.h"
#include "model/reference/operators/operators.h"
#include "model/reference/operators/quantize.h"

namespace bakeoff::model::reference {
namespace {

// Integers as reals, their zero point taken away: sums of products of 8-bit numbers are exact in double.
Value centred(const Value& data, const Value* zero_point, std::size_t axis) {
  if (zero_point == nullptr) return dequantized(data, nullptr, nullptr);
  const Value zero = spread_along(*zero_point, data.dims.size(), axis);
  return dequantized(data, nullptr, &zero);
}

Outcome as_integers(const Call& call, const Reals& sums) {
  Value y = call.make_output();
  std::transform(sums.begin(), sums.end(), integers(y).begin(),
                 [&](double sum) { return wrapped(y.type, static_cast<std::int64_t>(sum)); });
  return one(std::move(y));
}

// Sums in units of both factors' scales, as the output's integers.
Outcome requantized(const Call& call, Reals sums, const Value& left_scale, const Value& right_scale,
                    const Value& scale, const Value* zero_point) {
  const Dims& dims = call.output().dims;
  const Value in_units{.type = ElementType::kDouble, .dims = dims, .elements = std::move(sums)};
  const Value left = dequantized(in_units, &left_scale, nullptr);
  const Value real = dequantized(left, &right_scale, nullptr);
  std::optional<Value> zero;
  if (zero_point != nullptr) zero = spread_along(*zero_point, dims.size(), 1);
  return one(
      quantized(real, spread_along(scale, dims.size(), 1), zero ? &*zero : nullptr, call.output().type));
}

// Rows of the left factor and columns of the right one may have a scale and a zero point each.
struct Factor {
  Value elements;
  Value scale;
};

Factor factor_of(const Call& call, std::size_t first, bool left) {
  const Value& data = call.input(first);
  const std::size_t rank = data.dims.size();
  const std::size_t axis = left && rank >= 2 ? rank - 2 : rank - 1;
  const std::size_t out_rank = std::max<std::size_t>(call.output().dims.size(), 1);
  const std::size_t out_axis = left && out_rank >= 2 ? out_rank - 2 : out_rank - 1;
  return {centred(data, call.optional_input(first + 2), axis),
          spread_along(call.input(first + 1), out_rank, out_axis)};
}

}  // namespace

// x, its scale and zero point; w, its scale and zero point; those of y; bias in the unit of the sums.
Outcome evaluate_qlinear_conv(const Call& call) {
  const Value x = centred(call.input(0), call.optional_input(2), 1);
  const Value w = centred(call.input(3), call.optional_input(5), 0);
  const Result<Convolution> convolution = convolution_of(call, x, w);
  if (!convolution) return tl::unexpected(convolution.error());
  const Value* bias = call.optional_input(8);
  Reals sums = convolve(*convolution, reals(x), reals(w), bias != nullptr ? as_reals(*bias) : Reals());
  const std::size_t rank = call.output().dims.size();
  return requantized(call, std::move(sums), spread_along(call.input(1), rank, 1),
                     spread_along(call.input(4), rank, 1), call.input(6), call.optional_input(7));
}

Outcome evaluate_conv_integer(const Call& call) {
  const Value x = centred(call.input(0), call.optional_input(2), 1);
  const Value w = centred(call.input(1), call.optional_input(3), 0);
  const Result<Convolution> convolution = convolution_of(call, x, w);
  if (!convolution) return tl::unexpected(convolution.error());
  return as_integers(call, convolve(*convolution, reals(x), reals(w), {}));
}

// a, its scale and zero point; b, its scale and zero point; those of y.
Outcome evaluate_qlinear_matmul(const Call& call) {
  const Factor a = factor_of(call, 0, true);
  const Factor b = factor_of(call, 3, false);
  return requantized(call, matrix_product(a.elements, b.elements, call.output().dims), a.scale, b.scale,
                     call.input(6), call.optional_input(7));
}

Outcome evaluate_matmul_integer(const Call& call) {
  const std::size_t rank = call.input(0).dims.size();
  const Value a = centred(call.input(0), call.optional_input(2), rank >= 2 ? rank - 2 : 0);
  const Value b = centred(call.input(1), call.optional_input(3), call.input(1).dims.size() - 1);
  return as_integers(call, matrix_product(a, b, call.output().dims));
}

}  // namespace bakeoff::model::reference
