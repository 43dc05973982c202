#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"

namespace bakeoff::model::torchscript {
namespace {

std::string transposed(const std::string& text, std::int64_t yes) {
  return yes != 0 ? torch_call("t", {text}) : text;
}

}  // namespace

std::string lower_gemm(Call& call) {
  const float alpha = call.real("alpha");
  const float beta = call.real("beta");
  const std::int64_t transposed_b = call.integer("transB");
  const std::string a = transposed(call.input(0).text, call.integer("transA"));
  const std::string& b = call.input(1).text;
  const bool bias = call.has_input(2) && beta != 0.0F;
  if (call.failure()) return {};

  // The layer that torch's own users have.
  const bool vector_bias =
      bias && beta == 1.0F && call.input(2).dims == std::vector<std::int64_t>{call.output(0).dims[1]};
  if (transposed_b != 0 && alpha == 1.0F && (!bias || vector_bias)) {
    return torch_call("linear", {a, b, bias ? call.input(2).text : "None"});
  }
  const std::string right = transposed(b, transposed_b);
  if (bias) {
    return torch_call("addmm",
                      {call.input(2).text, a, right, "beta=" + number(beta), "alpha=" + number(alpha)});
  }
  const std::string product = torch_call("mm", {a, right});
  return alpha == 1.0F ? product : torch_call("mul", {product, number(alpha)});
}

std::string lower_einsum(Call& call) {
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < call.input_count(); ++i) operands.push_back(call.input(i).text);
  return torch_call("einsum", {"\"" + call.text("equation") + "\"", list(operands)});
}

std::string lower_matmul(Call& call) {
  return torch_call("matmul", {call.input(0).text, call.input(1).text});
}

}  // namespace bakeoff::model::torchscript
