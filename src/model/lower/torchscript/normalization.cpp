#include <functional>
#include <numeric>

#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"

namespace bakeoff::model::torchscript {

// torch.batch_norm(x, weight, bias, mean, variance, training, momentum, epsilon, cudnn)
std::string lower_batch_normalization(Call& call) {
  return torch_call("batch_norm",
                    {call.input(0).text, call.input(1).text, call.input(2).text, call.input(3).text,
                     call.input(4).text, "False", "0.0", number(call.real("epsilon")), "True"});
}

std::string lower_instance_normalization(Call& call) {
  return torch_call("instance_norm", {call.input(0).text, call.input(1).text, call.input(2).text, "None",
                                      "None", "True", "0.0", number(call.real("epsilon")), "True"});
}

std::string lower_group_normalization(Call& call) {
  return torch_call("group_norm",
                    {call.input(0).text, std::to_string(call.integer("num_groups")), call.input(1).text,
                     call.input(2).text, number(call.real("epsilon")), "True"});
}

std::string lower_layer_normalization(Call& call) {
  const Value& x = call.input(0);
  const auto axis = static_cast<std::ptrdiff_t>(call.integer("axis"));
  if (call.failure()) return {};
  const std::vector<std::int64_t> shape(x.dims.begin() + axis, x.dims.end());
  // ONNX lets scale and bias be broadcast, torch wants them whole.
  const auto whole = [&](std::size_t input) {
    if (!call.has_input(input)) return std::string("None");
    const Value& value = call.input(input);
    return value.dims == shape ? value.text : torch_call("expand", {value.text, list(shape)});
  };
  const std::string epsilon = number(call.real("epsilon"));
  // Mean and inverse deviation are outputs of the function beneath.
  if (call.output_count() > 1) {
    std::string all = torch_call("native_layer_norm", {x.text, list(shape), whole(1), whole(2), epsilon});
    if (call.output_count() == 3) return all;
    return "(" + all + ")[:" + std::to_string(call.output_count()) + "]";
  }
  return torch_call("layer_norm", {x.text, list(shape), whole(1), whole(2), epsilon});
}

// As torch.nn.functional.local_response_norm, for any number of axes, with ONNX's window of even sizes.
std::string lower_lrn(Call& call) {
  const Value& x = call.input(0);
  const std::int64_t size = call.integer("size");
  if (call.failure() || x.dims.size() < 2) return call.unsupported("the input has no channels");
  const auto rest = std::accumulate(x.dims.begin() + 2, x.dims.end(), std::int64_t{1}, std::multiplies<>());
  const std::string squares =
      call.let(torch_call("reshape", {torch_call("mul", {x.text, x.text}),
                                      list(std::vector<std::int64_t>{x.dims[0], 1, x.dims[1], rest})}));
  const std::string padded = call.let(torch_call(
      "constant_pad_nd", {squares, list(std::vector<std::int64_t>{0, 0, (size - 1) / 2, size / 2}), "0"}));
  const std::string means =
      torch_call("avg_pool2d", {padded, list(std::vector<std::int64_t>{size, 1}), "[1, 1]"});
  const std::string mean = call.let(torch_call("reshape", {means, list(x.dims)}));
  const std::string sum =
      torch_call("add", {torch_call("mul", {mean, number(call.real("alpha"))}), number(call.real("bias"))});
  return torch_call("div", {x.text, torch_call("pow", {sum, number(call.real("beta"))})});
}

}  // namespace bakeoff::model::torchscript
