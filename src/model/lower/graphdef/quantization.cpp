#include <cstdint>
#include <limits>

#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/products.h"
#include "model/lower/graphdef/reductions.h"

namespace bakeoff::model::graphdef {
namespace {

struct Range {
  double lowest;
  double highest;
};

template <typename Integer>
Range range_of() {
  return {static_cast<double>(std::numeric_limits<Integer>::lowest()),
          static_cast<double>(std::numeric_limits<Integer>::max())};
}

Range range_of(ElementType type) {
  switch (type) {
    case ElementType::kUint8:
      return range_of<std::uint8_t>();
    case ElementType::kInt8:
      return range_of<std::int8_t>();
    case ElementType::kUint16:
      return range_of<std::uint16_t>();
    case ElementType::kInt16:
      return range_of<std::int16_t>();
    default:
      return range_of<std::int32_t>();
  }
}

/// A parameter with one number for each place along `axis`, or one for all, to be broadcast against a tensor
/// of `rank` axes.
Value along(Lowering& to, const Value& parameter, std::size_t axis, std::size_t rank) {
  if (parameter.rank() == 0 || parameter.dims == Dims{1}) return to.reshape(parameter, {});
  if (parameter.rank() != 1) return parameter;
  Dims dims(rank - axis, 1);
  dims[0] = parameter.dims[0];
  return to.reshape(parameter, dims, dims, natural_order(dims.size()));
}

/// x less its zero point, as `type`.
Value centred(Lowering& to, const Value& x, const Value& zero_point, ElementType type) {
  return to.binary("Sub", to.cast(x, type), to.cast(zero_point, type));
}

/// Rounded half to even, moved by the zero point, and kept in the range of the zero point's type.
Value quantized(Lowering& to, const Value& scaled, const Value& zero_point) {
  const Range range = range_of(zero_point.type);
  const Value moved = to.binary("AddV2", to.unary("Round", scaled), to.cast(zero_point, scaled.type));
  const Value kept = to.binary("Maximum", to.binary("Minimum", moved, range.highest), range.lowest);
  return to.cast(kept, zero_point.type);
}

Value optional_zero(const Call& call, std::size_t index, ElementType type) {
  return call.has_input(index) ? call.input(index) : call.to.scalar(type, 0.0);
}

}  // namespace

Result<Values> lower_quantize_linear(const Call& call) {
  Lowering& to = call.to;
  const Value x = to.cast(call.input(0), ElementType::kFloat);
  const Value scale = along(to, call.input(1), call.index("axis"), x.rank());
  const Value zero_point = along(to, call.input(2), call.index("axis"), x.rank());
  return Values{quantized(to, to.binary("RealDiv", x, scale), zero_point)};
}

Result<Values> lower_dequantize_linear(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const Value scale = along(to, call.input(1), call.index("axis"), x.rank());
  const Value zero_point = along(to, call.input(2), call.index("axis"), x.rank());
  return Values{to.binary("Mul", centred(to, x, zero_point, scale.type), scale)};
}

// The scale makes the range, which holds 0, as wide as that of uint8.
Result<Values> lower_dynamic_quantize_linear(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  Dims axes;
  for (std::size_t axis = 0; axis < x.rank(); ++axis) axes.push_back(static_cast<std::int64_t>(axis));
  const Value lowest = to.binary("Minimum", to.reshape(reduced(to, "Min", x, axes), {}), 0.0);
  const Value highest = to.binary("Maximum", to.reshape(reduced(to, "Max", x, axes), {}), 0.0);
  const Value scale = to.binary("RealDiv", to.binary("Sub", highest, lowest), 255.0);
  const Value none = to.scalar(ElementType::kUint8, 0.0);
  const Value zero_point = quantized(to, to.unary("Neg", to.binary("RealDiv", lowest, scale)), none);
  return Values{quantized(to, to.binary("RealDiv", x, scale), zero_point), scale, zero_point};
}

// A convolution of whole numbers in fp32, which holds them exactly up to 2^24, scaled once.
Result<Values> lower_qlinear_conv(const Call& call) {
  Lowering& to = call.to;
  const std::size_t rank = call.input(0).rank();
  const Value x = centred(to, call.input(0), along(to, call.input(2), 1, rank), ElementType::kFloat);
  const Value w = centred(to, call.input(3), along(to, call.input(5), 0, rank), ElementType::kFloat);
  Result<Value> y = convolved(call, x, w);
  if (!y) return tl::unexpected(y.error());
  if (call.has_input(8)) *y = to.binary("AddV2", *y, to.cast(along(to, call.input(8), 1, rank), y->type));
  const Value scales = to.binary("RealDiv", to.binary("Mul", call.input(1), call.input(4)), call.input(6));
  const Value scaled = to.binary("Mul", *y, along(to, scales, 1, rank));
  return Values{quantized(to, scaled, along(to, call.input(7), 1, rank))};
}

// In fp64, which holds every sum of such products.
Result<Values> lower_conv_integer(const Call& call) {
  Lowering& to = call.to;
  const std::size_t rank = call.input(0).rank();
  const Value x_zero = optional_zero(call, 2, call.input(0).type);
  const Value w_zero = optional_zero(call, 3, call.input(1).type);
  const Value x = centred(to, call.input(0), along(to, x_zero, 1, rank), ElementType::kDouble);
  const Value w = centred(to, call.input(1), along(to, w_zero, 0, rank), ElementType::kDouble);
  Result<Value> y = convolved(call, x, w);
  if (!y) return tl::unexpected(y.error());
  return Values{to.cast(*y, ElementType::kInt32)};
}

Result<Values> lower_qlinear_matmul(const Call& call) {
  Lowering& to = call.to;
  const std::size_t rows = call.input(0).rank() - std::min<std::size_t>(call.input(0).rank(), 2);
  const auto scale = [&](std::size_t index) { return to.cast(call.input(index), ElementType::kFloat); };
  const Value a_scale = along(to, scale(1), rows, call.input(0).rank());
  const Value a_zero = along(to, call.input(2), rows, call.input(0).rank());
  const Value a = centred(to, call.input(0), a_zero, ElementType::kFloat);
  const Value b = centred(to, call.input(3), call.input(5), ElementType::kFloat);
  const Value scales = to.binary("RealDiv", to.binary("Mul", a_scale, scale(4)), scale(6));
  const Value scaled = to.binary("Mul", multiplied(to, a, b, call.output_dims()), scales);
  return Values{quantized(to, scaled, call.input(7))};
}

Result<Values> lower_matmul_integer(const Call& call) {
  Lowering& to = call.to;
  const std::size_t rows = call.input(0).rank() - std::min<std::size_t>(call.input(0).rank(), 2);
  const Value a_zero = optional_zero(call, 2, call.input(0).type);
  const Value a =
      centred(to, call.input(0), along(to, a_zero, rows, call.input(0).rank()), ElementType::kInt32);
  const Value b = centred(to, call.input(1), optional_zero(call, 3, call.input(1).type), ElementType::kInt32);
  return Values{multiplied(to, a, b, call.output_dims())};
}

}  // namespace bakeoff::model::graphdef
