#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

Known like(const Known& known) {
  return Known{.type = known.type, .shape = known.shape, .numbers = {}};
}

/// Scale, bias, mean and variance hold one number a channel.
Result<void> check_channel_vectors(const Call& call, std::size_t last) {
  const std::optional<Shape>& data = call.input(0).shape;
  if (!data) return {};
  if (data->size() < 2) return bad("data of shape " + to_string(*data) + " has no channels");
  for (std::size_t i = 1; i <= last; ++i) {
    const std::optional<Shape>& vector = call.input(i).shape;
    if (!vector) continue;
    const Dim& channels = (*data)[1];
    const bool fits = vector->size() == 1 && (!channels.value || !vector->front().value ||
                                              *channels.value == *vector->front().value);
    if (!fits) {
      return bad("input " + std::to_string(i) + " of shape " + to_string(*vector) + " for data of shape " +
                 to_string(*data));
    }
  }
  return {};
}

}  // namespace

Result<Outputs> infer_batch_normalization(const Call& call) {
  const Result<void> checked = check_channel_vectors(call, 4);
  if (!checked) return tl::unexpected(checked.error());
  // The further outputs are the running and the saved statistics of training.
  return Outputs{like(call.input(0)), like(call.input(3)), like(call.input(4)), like(call.input(3)),
                 like(call.input(4))};
}

Result<Outputs> infer_instance_normalization(const Call& call) {
  const Result<void> checked = check_channel_vectors(call, 2);
  if (!checked) return tl::unexpected(checked.error());
  return Outputs{like(call.input(0))};
}

Result<Outputs> infer_group_normalization(const Call& call) {
  const Known& input = call.input(0);
  const Result<std::int64_t> groups = call.integer("num_groups", 0);
  if (!groups) return tl::unexpected(groups.error());
  if (*groups < 1) return bad("num_groups is " + std::to_string(*groups));
  if (!input.shape) return Outputs{like(input)};
  if (input.shape->size() < 2) return bad("data of shape " + to_string(*input.shape) + " has no channels");
  const Dim& channels = (*input.shape)[1];
  if (channels.value && *channels.value % *groups != 0) {
    return bad(std::to_string(*channels.value) + " channels in " + std::to_string(*groups) + " groups");
  }
  // One scale and bias a group up to opset 20, one a channel after.
  const Dim expected = call.opset() < 21 ? axis_of(*groups) : channels;
  for (std::size_t i = 1; i <= 2; ++i) {
    const std::optional<Shape>& vector = call.input(i).shape;
    if (!vector || !expected.value || *vector == Shape{expected}) continue;
    return bad("input " + std::to_string(i) + " of shape " + to_string(*vector) + " for data of shape " +
               to_string(*input.shape));
  }
  return Outputs{like(input)};
}

Result<Outputs> infer_layer_normalization(const Call& call) {
  const Known& input = call.input(0);
  const Result<std::int64_t> stash = call.integer("stash_type", static_cast<int>(ElementType::kFloat));
  if (!stash) return tl::unexpected(stash.error());
  const bool wide = *stash == static_cast<int>(ElementType::kDouble);
  Known statistics{.type = wide ? ElementType::kDouble : ElementType::kFloat, .shape = {}, .numbers = {}};
  if (input.shape) {
    const Result<std::size_t> axis = call.axis("axis", -1, input.shape->size());
    if (!axis) return tl::unexpected(axis.error());
    statistics.shape = *input.shape;
    for (std::size_t i = *axis; i < input.shape->size(); ++i) (*statistics.shape)[i] = axis_of(1);
  }
  return Outputs{like(input), statistics, statistics};
}

}  // namespace bakeoff::model::shapes
