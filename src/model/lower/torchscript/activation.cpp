#include <algorithm>
#include <cmath>

#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {

std::string lower_leaky_relu(Call& call) {
  return torch_call("leaky_relu", {call.input(0).text, number(call.real("alpha"))});
}

// torch.elu(x, alpha, scale, input_scale)
std::string lower_elu(Call& call) {
  return torch_call("elu", {call.input(0).text, number(call.real("alpha"))});
}

std::string lower_selu(Call& call) {
  return torch_call("elu", {call.input(0).text, number(call.real("alpha")), number(call.real("gamma"))});
}

std::string lower_celu(Call& call) {
  return torch_call("celu", {call.input(0).text, number(call.real("alpha"))});
}

std::string lower_thresholded_relu(Call& call) {
  return torch_call("threshold", {call.input(0).text, number(call.real("alpha")), "0"});
}

// torch.prelu knows one slope for all, or one a channel; ONNX broadcasts it.
std::string lower_prelu(Call& call) {
  const Value& x = call.input(0);
  const Value& slope = call.input(1);
  const auto elements =
      std::count_if(slope.dims.begin(), slope.dims.end(), [](auto dim) { return dim != 1; });
  const std::size_t channel =
      x.dims.size() - slope.dims.size() <= 1 ? 1 - (x.dims.size() - slope.dims.size()) : 0;
  const bool by_channel = x.dims.size() >= 2 && x.dims.size() - slope.dims.size() <= 1 && elements == 1 &&
                          slope.dims[channel] == x.dims[1];
  if (elements == 0 || by_channel) {
    return torch_call("prelu", {x.text, torch_call("reshape", {slope.text, "[-1]"})});
  }
  const std::string scaled = torch_call("mul", {x.text, slope.text});
  return torch_call("where", {torch_call("lt", {x.text, "0"}), scaled, x.text});
}

std::string lower_hard_sigmoid(Call& call) {
  const float alpha = call.real("alpha");
  const float beta = call.real("beta");
  if (std::abs(alpha - 1.0F / 6.0F) < 1e-6F && beta == 0.5F)
    return torch_call("hardsigmoid", {call.input(0).text});
  const std::string line =
      torch_call("add", {torch_call("mul", {call.input(0).text, number(alpha)}), number(beta)});
  return torch_call("clamp", {line, "0", "1"});
}

std::string lower_gelu(Call& call) {
  return torch_call("gelu", {call.input(0).text, "approximate=\"" + call.text("approximate") + "\""});
}

// Bounds that are not constant stay inputs; then there are no attributes.
std::string lower_clip(Call& call) {
  const std::string& x = call.input(0).text;
  if (call.input_count() > 1) {
    return torch_call("clamp", {x, call.optional_input(1), call.optional_input(2)});
  }
  const float least = call.real("min");
  const float most = call.real("max");
  const bool floating = is_floating(call.input(0).type);
  const auto bound = [floating](float value) {
    return floating ? number(value) : std::to_string(static_cast<std::int64_t>(value));
  };
  // As torch.nn.ReLU6 is: what torch's own passes look for.
  if (floating && std::isfinite(least) && std::isfinite(most) && least < most) {
    return torch_call(call.in_place("hardtanh"), {x, bound(least), bound(most)});
  }
  if (std::isinf(least) && std::isinf(most)) return x;
  return torch_call("clamp",
                    {x, std::isinf(least) ? "None" : bound(least), std::isinf(most) ? "None" : bound(most)});
}

std::string lower_softmax(Call& call) {
  return torch_call(call.op_type() == "Softmax" ? "softmax" : "log_softmax",
                    {call.input(0).text, std::to_string(call.integer("axis"))});
}

}  // namespace bakeoff::model::torchscript
