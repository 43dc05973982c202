#include "model/onnx/counts.h"
#include "model/onnx/shapes/operators.h"

namespace bakeoff::model::shapes {
namespace {

Result<void> check_not_blocked(const Call& call) {
  const Result<std::int64_t> block = call.integer("block_size", 0);
  if (!block) return tl::unexpected(block.error());
  if (*block != 0) return fail(ErrorKind::kUnsupported, "quantization in blocks");
  return {};
}

/// One scale (and zero point) for all, or one for each entry of an axis.
Result<void> check_scale(const Call& call) {
  const std::optional<Shape>& data = call.input(0).shape;
  const std::optional<Shape>& scale = call.input(1).shape;
  if (!data || !scale || scale->empty() || scale->front().value == 1) return {};
  if (scale->size() > 1) return bad("a scale of shape " + to_string(*scale));
  const Result<std::size_t> axis = call.axis("axis", 1, data->size());
  if (!axis) return tl::unexpected(axis.error());
  const Dim& length = (*data)[*axis];
  if (!length.value || !scale->front().value || *length.value == *scale->front().value) return {};
  return bad("a scale of shape " + to_string(*scale) + " for axis " + std::to_string(*axis) + " of shape " +
             to_string(*data));
}

Known scalar(ElementType type) {
  return Known{.type = type, .shape = Shape{}, .numbers = {}};
}

}  // namespace

Result<Outputs> infer_quantize_linear(const Call& call) {
  Result<void> checked = check_not_blocked(call);
  if (checked) checked = check_scale(call);
  if (!checked) return tl::unexpected(checked.error());
  const Result<std::int64_t> asked =
      call.integer("output_dtype", static_cast<std::int64_t>(ElementType::kUint8));
  if (!asked) return tl::unexpected(asked.error());
  Known quantized{.type = ElementType::kUint8, .shape = call.input(0).shape, .numbers = {}};
  if (const Known* zero_point = call.optional_input(2)) {
    quantized.type = zero_point->type;
  } else if (*asked != 0) {
    quantized.type = static_cast<ElementType>(*asked);
  }
  if (quantized.type != ElementType::kUint8 && quantized.type != ElementType::kInt8 &&
      quantized.type != ElementType::kUint16 && quantized.type != ElementType::kInt16) {
    return fail(ErrorKind::kUnsupported, "quantization to " + to_string(quantized.type));
  }
  return Outputs{std::move(quantized)};
}

Result<Outputs> infer_dequantize_linear(const Call& call) {
  Result<void> checked = check_not_blocked(call);
  if (checked) checked = check_scale(call);
  if (!checked) return tl::unexpected(checked.error());
  return Outputs{Known{.type = call.input(1).type, .shape = call.input(0).shape, .numbers = {}}};
}

Result<Outputs> infer_dynamic_quantize_linear(const Call& call) {
  return Outputs{Known{.type = ElementType::kUint8, .shape = call.input(0).shape, .numbers = {}},
                 scalar(ElementType::kFloat), scalar(ElementType::kUint8)};
}

}  // namespace bakeoff::model::shapes
