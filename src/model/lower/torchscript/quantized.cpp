// Convolutions and matrix products of 8-bit integers. torch has no such operators for tensors without a scale
// of their own, so they are computed in double precision, in which every sum of theirs is exact; right, but
// not the speed of a runtime with integer kernels.

#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/padding.h"
#include "model/lower/torchscript/quantization.h"

namespace bakeoff::model::torchscript {
namespace {

using Extents = std::vector<std::int64_t>;

// One number for each position of `axis` (or one for all), to meet a tensor of `rank` axes.
std::string along(const Value& value, std::size_t axis, std::size_t rank) {
  Extents dims(rank, 1);
  dims[axis] = -1;
  return torch_call("reshape", {value.text, list(dims)});
}

// What the integers of an input stand for, without the scale.
std::string centred(Call& call, std::size_t input, std::size_t zero_point, std::size_t axis) {
  std::string wide = cast(call.input(input).text, ElementType::kDouble);
  if (!call.has_input(zero_point)) return wide;
  const std::string zero = along(call.input(zero_point), axis, call.input(input).dims.size());
  return torch_call("sub", {wide, cast(zero, ElementType::kDouble)});
}

std::string convolved(Call& call, const std::string& x, const std::string& weights, const std::string& bias) {
  const Extents strides = call.integers("strides");
  const Padding padding = padding_of(call.integers("pads"));
  if (strides.empty() || strides.size() > 3) return call.unsupported("convolutions have 1 to 3 spatial axes");
  const std::string padded =
      call.let(torch_call("constant_pad_nd", {x, list(last_axis_first(padding)), "0"}));
  return torch_call("conv" + std::to_string(strides.size()) + "d",
                    {padded, weights, bias, list(strides), list(Padding::none(strides.size()).begin),
                     list(call.integers("dilations")), std::to_string(call.integer("group"))});
}

// The product of matrices; a zero point a row on the left, a column on the right.
std::string multiplied(Call& call, std::size_t a, std::size_t a_zero, std::size_t b, std::size_t b_zero) {
  const std::size_t a_rank = call.input(a).dims.size();
  const std::size_t b_rank = call.input(b).dims.size();
  if (a_rank == 0 || b_rank == 0) return call.unsupported("a factor has no axes");
  return torch_call("matmul", {centred(call, a, a_zero, a_rank < 2 ? 0 : a_rank - 2),
                               centred(call, b, b_zero, b_rank - 1)});
}

// Exact sums, scaled to the output's step and moved to its zero point.
std::string requantized(Call& call, const std::string& sums, const std::string& scales, std::size_t scale,
                        std::size_t zero_point) {
  const std::string factor = torch_call("div", {scales, call.input(scale).text});
  const std::string rounded = torch_call("round", {torch_call("mul", {sums, factor})});
  return saturated(call, torch_call("add", {rounded, call.input(zero_point).text}), call.output(0).type);
}

}  // namespace

std::string lower_conv_integer(Call& call) {
  return cast(convolved(call, centred(call, 0, 2, 0), centred(call, 1, 3, 0), "None"), ElementType::kInt32);
}

std::string lower_matmul_integer(Call& call) {
  return cast(multiplied(call, 0, 2, 1, 3), ElementType::kInt32);
}

std::string lower_qlinear_conv(Call& call) {
  const std::string bias = call.has_input(8) ? cast(call.input(8).text, ElementType::kDouble) : "None";
  const std::string sums = call.let(convolved(call, centred(call, 0, 2, 0), centred(call, 3, 5, 0), bias));
  const std::string weight_scale = along(call.input(4), 1, call.output(0).dims.size());
  return requantized(call, sums, torch_call("mul", {call.input(1).text, weight_scale}), 6, 7);
}

std::string lower_qlinear_matmul(Call& call) {
  const std::string sums = call.let(multiplied(call, 0, 2, 3, 5));
  const std::size_t a_rank = call.input(0).dims.size();
  const std::string a_scale = along(call.input(1), a_rank < 2 ? 0 : a_rank - 2, a_rank);
  return requantized(call, sums, torch_call("mul", {a_scale, call.input(4).text}), 6, 7);
}

}  // namespace bakeoff::model::torchscript
