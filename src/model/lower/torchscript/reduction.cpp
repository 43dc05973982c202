#include <algorithm>

#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

struct Reduction {
  std::vector<std::int64_t> axes;
  std::string keep;
  ElementType type = ElementType::kUndefined;
};

std::string reduced(std::string_view function, const std::string& text, const Reduction& over) {
  // An empty list means all axes to torch, and none in a canonical graph.
  return over.axes.empty() ? text : torch_call(function, {text, list(over.axes), over.keep});
}

// torch widens integers to int64 unless told otherwise.
std::string sum(const std::string& text, const Reduction& over) {
  if (over.axes.empty()) return text;
  return torch_call("sum",
                    {text, list(over.axes), over.keep, "dtype=" + std::to_string(scalar_type(over.type))});
}

// torch multiplies along one axis at a time: the last one first, so that the others keep their numbers.
std::string product(std::string text, const Reduction& over) {
  for (std::size_t i = over.axes.size(); i-- > 0;) {
    text = torch_call("prod", {text, std::to_string(over.axes[i]), over.keep,
                               "dtype=" + std::to_string(scalar_type(over.type))});
  }
  return text;
}

// torch has no greatest or least of no elements, which ONNX takes for an infinity.
std::string extreme(Call& call, std::string_view function, const Reduction& over) {
  const Value& x = call.input(0);
  const bool empty = std::any_of(over.axes.begin(), over.axes.end(), [&](std::int64_t axis) {
    return x.dims[static_cast<std::size_t>(axis)] == 0;
  });
  return empty ? call.unsupported("over no elements") : reduced(function, x.text, over);
}

std::string mean(const std::string& text, const Reduction& over) {
  if (is_floating(over.type)) return reduced("mean", text, over);
  return cast(reduced("mean", cast(text, ElementType::kDouble), over), over.type);
}

}  // namespace

std::string lower_reduce(Call& call) {
  const std::string& x = call.input(0).text;
  const Reduction over{call.integers("axes"), boolean(call.integer("keepdims")), call.input(0).type};
  const std::string& op = call.op_type();
  const auto squares = [&] { return torch_call("mul", {x, x}); };
  if (op == "ReduceSum") return sum(x, over);
  if (op == "ReduceMean") return mean(x, over);
  if (op == "ReduceMax") return extreme(call, "amax", over);
  if (op == "ReduceMin") return extreme(call, "amin", over);
  if (op == "ReduceProd") return product(x, over);
  if (op == "ReduceL1") return sum(torch_call("abs", {x}), over);
  if (op == "ReduceL2") return torch_call("sqrt", {sum(squares(), over)});
  if (op == "ReduceSumSquare") return sum(squares(), over);
  if (op == "ReduceLogSum") return torch_call("log", {sum(x, over)});
  return reduced("logsumexp", x, over);
}

std::string lower_cum_sum(Call& call) {
  const Value& x = call.input(0);
  const std::string dim = std::to_string(call.integer("axis"));
  const bool exclusive = call.integer("exclusive") != 0;
  const bool reverse = call.integer("reverse") != 0;
  if (call.failure()) return {};
  const auto turned = [&](const std::string& text) {
    return reverse ? torch_call("flip", {text, "[" + dim + "]"}) : text;
  };
  const std::string from = call.let(turned(x.text));
  std::string sums = torch_call("cumsum", {from, dim, "dtype=" + std::to_string(scalar_type(x.type))});
  // What stands before an element is its sum without itself.
  if (exclusive) sums = torch_call("sub", {sums, from});
  return turned(sums);
}

}  // namespace bakeoff::model::torchscript
