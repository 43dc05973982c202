#include "model/onnx/shapes/arithmetic.h"
#include "model/onnx/shapes/operators.h"
#include "model/onnx/tensor_reader.h"

namespace bakeoff::model::shapes {
namespace {

Known as_bool(std::optional<Shape> shape) {
  return Known{.type = ElementType::kBool, .shape = std::move(shape), .numbers = {}};
}

/// The shape of all inputs from `first` on broadcast together; nothing if one's rank is not known.
Result<std::optional<Shape>> broadcast_inputs(const Call& call) {
  Shape shape;
  for (std::size_t i = 0; i < call.input_count(); ++i) {
    const Known* input = call.optional_input(i);
    if (input == nullptr) return bad("input " + std::to_string(i) + " is missing");
    if (!input->shape) return std::optional<Shape>();
    Result<Shape> wider = broadcast(shape, *input->shape);
    if (!wider) return tl::unexpected(wider.error());
    shape = std::move(*wider);
  }
  return std::optional<Shape>(std::move(shape));
}

Result<Dim> broadcast_axis(const Dim& a, const Dim& b) {
  if (a.value == 1) return b;
  if (b.value == 1) return a;
  if (a == b) return a;
  if (a.value && b.value) {
    return bad("lengths " + std::to_string(*a.value) + " and " + std::to_string(*b.value) +
               " cannot be broadcast together");
  }
  if (a.value) return a;
  if (b.value) return b;
  return unknown_axis();
}

}  // namespace

Result<Shape> broadcast(const Shape& a, const Shape& b) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  Shape shape = longer;
  const std::size_t lead = longer.size() - shorter.size();
  for (std::size_t i = 0; i < shorter.size(); ++i) {
    Result<Dim> axis = broadcast_axis(longer[lead + i], shorter[i]);
    if (!axis) return tl::unexpected(axis.error());
    shape[lead + i] = std::move(*axis);
  }
  return shape;
}

Result<Outputs> infer_same(const Call& call) {
  Known same{.type = call.input(0).type, .shape = call.input(0).shape, .numbers = {}};
  if (call.op_type() == "Identity") same.numbers = call.input(0).numbers;
  return Outputs{std::move(same)};
}

Result<Outputs> infer_same_or_bool(const Call& call) {
  Known result = as_bool(call.input(0).shape);
  result.numbers = computed(call.op_type(), call.input(0));
  return Outputs{std::move(result)};
}

Result<Outputs> infer_same_computed(const Call& call) {
  const Known& input = call.input(0);
  return Outputs{Known{.type = input.type, .shape = input.shape, .numbers = computed(call.op_type(), input)}};
}

Result<Outputs> infer_broadcast(const Call& call) {
  Result<std::optional<Shape>> shape = broadcast_inputs(call);
  if (!shape) return tl::unexpected(shape.error());
  Known result{.type = call.input(0).type, .shape = std::move(*shape), .numbers = {}};
  // With fmod the rest takes the dividend's sign, which nothing that computes shapes asks for.
  const Result<std::int64_t> fmod = call.integer("fmod", 0);
  if (!fmod) return tl::unexpected(fmod.error());
  const bool plain = call.op_type() != "Mod" || *fmod == 0;
  if (call.input_count() == 2 && result.shape && plain) {
    result.numbers = computed(call.op_type(), call.input(0), call.input(1), *result.shape);
  }
  return Outputs{std::move(result)};
}

Result<Outputs> infer_comparison(const Call& call) {
  Result<std::optional<Shape>> shape = broadcast_inputs(call);
  if (!shape) return tl::unexpected(shape.error());
  Known result = as_bool(std::move(*shape));
  if (call.input_count() == 2 && result.shape) {
    result.numbers = computed(call.op_type(), call.input(0), call.input(1), *result.shape);
  }
  return Outputs{std::move(result)};
}

Result<Outputs> infer_where(const Call& call) {
  Result<std::optional<Shape>> shape = broadcast_inputs(call);
  if (!shape) return tl::unexpected(shape.error());
  Known result{.type = call.input(1).type, .shape = std::move(*shape), .numbers = {}};
  if (result.shape) result.numbers = chosen(call.input(0), call.input(1), call.input(2), *result.shape);
  return Outputs{std::move(result)};
}

Result<Outputs> infer_cast(const Call& call) {
  // Before opset 6 the target was a string; nothing writes such files any more.
  if (!call.has("to")) return bad("attribute 'to' is missing");
  const Result<std::int64_t> to = call.integer("to", 0);
  if (!to) return tl::unexpected(to.error());
  const Result<ElementType> type = to_element_type(*to);
  if (!type) return tl::unexpected(type.error());
  if (*type == ElementType::kUndefined) return bad("attribute 'to' names no type");
  return Outputs{
      Known{.type = *type, .shape = call.input(0).shape, .numbers = converted(call.input(0), *type)}};
}

Result<Outputs> infer_cast_like(const Call& call) {
  const Known& input = call.input(0);
  const ElementType type = call.input(1).type;
  return Outputs{Known{.type = type, .shape = input.shape, .numbers = converted(input, type)}};
}

Result<Outputs> infer_softmax(const Call& call) {
  // Up to opset 12 the axis splits the tensor in two and may not be negative in theory; some files do it.
  const Known& input = call.input(0);
  if (input.shape) {
    const Result<std::size_t> axis = call.axis("axis", call.opset() < 13 ? 1 : -1, input.shape->size());
    if (!axis) return tl::unexpected(axis.error());
  }
  return infer_same(call);
}

Result<Outputs> infer_dropout(const Call& call) {
  const Known& input = call.input(0);
  // The mask is boolean from opset 10 on.
  const ElementType mask = call.opset() < 10 ? input.type : ElementType::kBool;
  return Outputs{Known{.type = input.type, .shape = input.shape, .numbers = {}},
                 Known{.type = mask, .shape = input.shape, .numbers = {}}};
}

}  // namespace bakeoff::model::shapes
