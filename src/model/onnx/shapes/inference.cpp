#include "model/onnx/shapes/inference.h"

#include <algorithm>

#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"
#include "model/onnx/shapes/operators.h"
#include "model/onnx/wire.h"

namespace bakeoff::model::shapes {
namespace {

/// Every shape passes here before anything computes with it, so that shape functions need not fear overflow.
Result<void> check_shape(const Shape& shape) {
  if (shape.size() > kMostAxes) return bad("a shape of " + std::to_string(shape.size()) + " axes");
  std::vector<std::int64_t> known;
  for (const Dim& dim : shape) {
    if (!dim.value) continue;
    if (*dim.value < 0 || *dim.value > kLongestAxis)
      return bad("the shape " + to_string(shape) + " is impossible");
    known.push_back(*dim.value);
  }
  if (!element_count(known)) return bad("the shape " + to_string(shape) + " has too many elements");
  return {};
}

bool numbers_fit(const Known& known) {
  const auto dims = known.shape ? to_dims(*known.shape) : std::nullopt;
  if (!dims) return false;
  const std::size_t count = std::visit([](const auto& numbers) { return numbers.size(); }, *known.numbers);
  return element_count(*dims) == static_cast<std::int64_t>(count) && count <= kMostNumbers;
}

/// Numbers as a tensor of their type holds them: floats rounded; nothing for integers that do not fit.
std::optional<Numbers> stored(Numbers numbers, ElementType type) {
  if (auto* reals = std::get_if<std::vector<double>>(&numbers)) {
    if (type != ElementType::kFloat) return numbers;
    for (double& value : *reals) value = static_cast<double>(static_cast<float>(value));
    return numbers;
  }
  const auto fits = [type](std::int64_t value) {
    return type != ElementType::kInt32 || value == static_cast<std::int32_t>(value);
  };
  const auto& integers = std::get<std::vector<std::int64_t>>(numbers);
  return std::all_of(integers.begin(), integers.end(), fits) ? std::optional(std::move(numbers))
                                                             : std::nullopt;
}

Result<std::vector<const Known*>> inputs_of(const Node& node, const Operator& op,
                                            const Inference& inference) {
  std::vector<const Known*> inputs;
  for (const std::string& name : node.inputs) {
    const Known* known = name.empty() ? nullptr : inference.find(name);
    if (!name.empty() && known == nullptr)
      return bad("uses " + in_quotes(name) + ", which nothing makes before it");
    inputs.push_back(known);
  }
  for (std::size_t i = 0; i < op.required_inputs; ++i) {
    if (i >= inputs.size() || inputs[i] == nullptr) return bad("input " + std::to_string(i) + " is missing");
  }
  return inputs;
}

}  // namespace

Result<Inference> Inference::start(const Graph& graph) {
  Inference inference(graph.opset);
  for (const ValueInfo& input : graph.inputs) {
    Result<void> added = at_place("input " + in_quotes(input.name), [&]() -> Result<void> {
      if (input.type == ElementType::kUndefined) return bad("has no element type");
      return inference.remember(input.name, Known{.type = input.type, .shape = input.shape, .numbers = {}});
    });
    if (!added) return tl::unexpected(added.error());
  }
  for (const Tensor& tensor : graph.initializers) {
    const Result<void> added = inference.add_constant(tensor);
    if (!added) return tl::unexpected(added.error());
  }
  for (const OpaqueTensor& tensor : graph.opaque_initializers) {
    if (auto added = inference.remember(tensor.name, Known{}); !added) return tl::unexpected(added.error());
  }
  return inference;
}

Result<void> Inference::add_constant(const Tensor& tensor) {
  return at_place("initializer " + in_quotes(tensor.name),
                  [&]() -> Result<void> { return remember(tensor.name, known_of(tensor)); });
}

Result<void> Inference::add(const Node& node, std::size_t index) {
  return at_place(place_of(node, index), [&]() -> Result<void> {
    const auto op = operators().find(node.op_type);
    if (!node.domain.empty() || op == operators().end()) {
      const std::string domain = node.domain.empty() ? "" : node.domain + ".";
      return fail(ErrorKind::kUnsupported,
                  "the shapes of operator " + in_quotes(domain + node.op_type) + " are not known to bakeoff");
    }
    if (node.outputs.empty()) return bad("has no output");
    Result<std::vector<const Known*>> inputs = inputs_of(node, op->second, *this);
    if (!inputs) return tl::unexpected(inputs.error());
    Result<Outputs> outputs = op->second.infer(Call(node, opset_, std::move(*inputs)));
    if (!outputs) return tl::unexpected(outputs.error());
    if (node.outputs.size() > outputs->size()) {
      return bad("has " + std::to_string(node.outputs.size()) + " outputs");
    }
    for (std::size_t i = 0; i < node.outputs.size(); ++i) {
      if (node.outputs[i].empty()) continue;
      Result<void> added = remember(node.outputs[i], std::move((*outputs)[i]));
      if (!added) return added;
    }
    return {};
  });
}

Result<void> Inference::add_as_far_as_known(const Node& node, std::size_t index, const Declared& declared) {
  Result<void> added = add(node, index);
  if (added || added.error().kind != ErrorKind::kUnsupported) return added;
  return at_place(place_of(node, index), [&]() -> Result<void> {
    for (const std::string& output : node.outputs) {
      if (output.empty()) continue;
      const ValueInfo* said = declared(output);
      Known known;
      if (said != nullptr) known = Known{.type = said->type, .shape = said->shape, .numbers = {}};
      if (auto remembered = remember(output, std::move(known)); !remembered) return remembered;
    }
    return {};
  });
}

const Known* Inference::find(const std::string& name) const {
  const auto found = known_.find(name);
  return found == known_.end() ? nullptr : &found->second;
}

Result<void> Inference::remember(const std::string& name, Known known) {
  if (known.shape) {
    Result<void> checked = check_shape(*known.shape);
    if (!checked) return checked;
  }
  if (known.numbers && !numbers_fit(known)) known.numbers.reset();
  if (known.numbers) known.numbers = stored(std::move(*known.numbers), known.type);
  known_.insert_or_assign(name, std::move(known));
  return {};
}

}  // namespace bakeoff::model::shapes
