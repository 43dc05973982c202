#include <cmath>

#include "model/lower/graphdef/operators.h"
#include "model/lower/graphdef/reductions.h"

namespace bakeoff::model::graphdef {
namespace {

/// A vector of one entry a channel, to be broadcast against a tensor of `rank` axes with channels second.
Value per_channel(Lowering& to, const Value& vector, std::size_t rank) {
  Dims dims(rank - 1, 1);
  dims[0] = vector.dims[0];
  return to.reshape(vector, dims, dims, natural_order(dims.size()));
}

struct Normalised {
  Value y;
  Value mean;
  Value inverse;  ///< of the deviation
};

/// The epsilon of the kernel below, whatever the graph's is.
constexpr double kFusedEpsilon = 0.001F;

/// y = (x - mean) / sqrt(variance + epsilon) * scale + shift over `axes`. No shift: `shift` is null. Put
/// together as tf.nn.batch_normalization does, which TensorFlow fuses, but into a kernel that has one epsilon
/// for all (2.16 to 2.21, with oneDNN, two or three axes): with another epsilon, in an order that it leaves
/// alone. Narrow types are computed in fp32 between two casts, as Keras does: their squares overflow or their
/// sums lose all.
Normalised normalised(Lowering& to, const Value& argument, const Dims& axes, double epsilon,
                      const Value& scale, const Value* shift) {
  const Value x = is_narrow(argument.type) ? to.cast(argument, ElementType::kFloat) : argument;
  const Value mean = reduced(to, "Mean", x, axes);
  const Value variance = reduced(to, "Mean", to.binary("SquaredDifference", x, mean), axes);
  const Value inverse = to.unary("Rsqrt", to.binary("AddV2", variance, epsilon));
  const Value factor = to.binary("Mul", inverse, to.cast(scale, x.type));
  if (epsilon != kFusedEpsilon) {
    Value y = to.binary("Mul", to.binary("Sub", x, mean), factor);
    if (shift != nullptr) y = to.binary("AddV2", y, to.cast(*shift, x.type));
    return {to.cast(y, argument.type), mean, inverse};
  }
  const Value moved = to.binary("Mul", mean, factor);
  const Value offset =
      shift == nullptr ? to.unary("Neg", moved) : to.binary("Sub", to.cast(*shift, x.type), moved);
  return {to.cast(to.binary("AddV2", to.binary("Mul", x, factor), offset), argument.type), mean, inverse};
}

}  // namespace

// The kernel is for images of two spatial axes, channels last, and takes its parameters in fp32.
Result<Values> lower_batch_normalization(const Call& call) {
  Lowering& to = call.to;
  const Value x = to.channels_last(call.input(0));
  Dims dims{x.dims[0], x.rank() > 1 ? x.dims[1] : 1, 1, 1};
  for (std::size_t axis = 2; axis < x.rank(); ++axis) dims[axis == 2 ? 2 : 3] *= x.dims[axis];
  const Order order = channels_last(dims.size());
  const Value pixels = x.rank() == 4 ? x : to.reshape(x, in_order(dims, order), dims, order);
  Values inputs{pixels};
  for (std::size_t i = 1; i < 5; ++i) inputs.push_back(to.cast(call.input(i), ElementType::kFloat));
  const Value y = to.add("FusedBatchNormV3", inputs,
                         {{"T", data_type(x.type)},
                          {"U", proto::DataType::kFloat},
                          {"epsilon", static_cast<float>(call.number("epsilon"))},
                          {"data_format", "NHWC"},
                          {"is_training", false}},
                         like(pixels));
  return Values{x.rank() == 4 ? y : to.reshape(y, x.lowered(), x.dims, x.order)};
}

Result<Values> lower_instance_normalization(const Call& call) {
  const Value& x = call.input(0);
  Dims axes;
  for (std::size_t axis = 2; axis < x.rank(); ++axis) axes.push_back(static_cast<std::int64_t>(axis));
  const Value scale = per_channel(call.to, call.input(1), x.rank());
  const Value shift = per_channel(call.to, call.input(2), x.rank());
  return Values{normalised(call.to, x, axes, call.number("epsilon"), scale, &shift).y};
}

Result<Values> lower_layer_normalization(const Call& call) {
  const Value& x = call.input(0);
  Dims axes;
  for (std::size_t axis = call.index("axis"); axis < x.rank(); ++axis) {
    axes.push_back(static_cast<std::int64_t>(axis));
  }
  Normalised made = normalised(call.to, x, axes, call.number("epsilon"), call.input(1),
                               call.has_input(2) ? &call.input(2) : nullptr);
  return Values{std::move(made.y), std::move(made.mean), std::move(made.inverse)};
}

// The channels of a group and their pixels are normalised together, then scaled channel by channel.
Result<Values> lower_group_normalization(const Call& call) {
  Lowering& to = call.to;
  const Value& x = call.input(0);
  const std::int64_t groups = call.integer("num_groups");
  Dims dims = x.dims;
  dims[1] /= groups;
  dims.insert(dims.begin() + 1, groups);
  Dims axes;
  for (std::size_t axis = 2; axis < dims.size(); ++axis) axes.push_back(static_cast<std::int64_t>(axis));
  const Value one = to.scalar(x.type, 1.0);
  const Value grouped = to.reshape(x, dims);
  const Value y = to.reshape(normalised(to, grouped, axes, call.number("epsilon"), one, nullptr).y, x.dims);
  const Value scaled = to.binary("Mul", y, per_channel(to, call.input(1), x.rank()));
  return Values{to.binary("AddV2", scaled, per_channel(to, call.input(2), x.rank()))};
}

// TensorFlow's alpha is not divided by the size of the window, which is odd.
Result<Values> lower_lrn(const Call& call) {
  const std::int64_t size = call.integer("size");
  if (size % 2 == 0) return unsupported(call, "over an even number of channels");
  const Value x = call.to.channels_last(call.input(0));
  if (x.rank() != 4) return unsupported(call, "of anything but images");
  return Values{
      call.to.unary("LRN", x,
                    {{"depth_radius", (size - 1) / 2},
                     {"bias", static_cast<float>(call.number("bias"))},
                     {"alpha", static_cast<float>(call.number("alpha") / static_cast<double>(size))},
                     {"beta", static_cast<float>(call.number("beta"))}})};
}

}  // namespace bakeoff::model::graphdef
