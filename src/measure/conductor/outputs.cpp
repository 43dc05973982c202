#include "measure/conductor/outputs.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include <bakeoff/adapter.h>

#include "common/scripted_output.h"
#include "model/lower/layout.h"
#include "model/onnx/counts.h"

namespace bakeoff::measure {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

float float_at(const OutputTensor& tensor, std::size_t index) {
  float value = 0;
  std::memcpy(&value, tensor.data.data() + index * sizeof value, sizeof value);
  return value;
}

std::size_t float_count(const OutputTensor& tensor) {
  return tensor.data.size() / sizeof(float);
}

double float_error(const OutputTensor& a, const OutputTensor& b) {
  double difference = 0;
  double scale = 0;
  for (std::size_t i = 0; i < float_count(b); ++i) {
    const double expected = float_at(b, i);
    difference = std::max(difference, std::abs(float_at(a, i) - expected));
    scale = std::max(scale, std::abs(expected));
  }
  if (difference == 0) return 0;
  return scale == 0 ? kInfinite : difference / scale;
}

double tensor_error(const OutputTensor& a, const OutputTensor& b) {
  if (a.element_type != b.element_type || a.dims != b.dims || a.data.size() != b.data.size())
    return kInfinite;
  if (a.element_type == BAKEOFF_FLOAT32) return float_error(a, b);
  return a.data == b.data ? 0 : kInfinite;
}

}  // namespace

void undo_order(OutputTensor& tensor, const std::vector<std::size_t>& axes) {
  if (axes.empty() || !model::is_order_of(axes, tensor.dims.size())) return;
  const auto type = static_cast<model::ElementType>(tensor.element_type);
  const std::size_t element = model::size_of(type);
  if (model::byte_count(type, tensor.dims) != static_cast<std::int64_t>(tensor.data.size())) return;
  const std::vector<std::size_t> back = model::inverse(axes);
  const std::string_view bytes(reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size());
  const std::string moved = model::permuted(bytes, element, tensor.dims, back);
  std::memcpy(tensor.data.data(), moved.data(), moved.size());
  tensor.dims = model::permuted_dims(tensor.dims, back);
}

std::string defect_of(const Outputs& outputs) {
  for (const auto& set : outputs) {
    if (set.empty()) return "it gave no output";
    for (const OutputTensor& tensor : set) {
      if (tensor.element_type != BAKEOFF_FLOAT32) continue;
      for (std::size_t i = 0; i < float_count(tensor); ++i) {
        const float value = float_at(tensor, i);
        if (std::isnan(value)) return "output '" + tensor.name + "' holds NaN";
        if (std::isinf(value)) return "output '" + tensor.name + "' holds infinity";
      }
    }
  }
  return {};
}

double relative_error(const Outputs& a, const Outputs& b) {
  if (a.size() != b.size()) return kInfinite;
  double worst = 0;
  for (std::size_t s = 0; s < a.size(); ++s) {
    if (a[s].size() != b[s].size()) return kInfinite;
    for (std::size_t o = 0; o < a[s].size(); ++o) worst = std::max(worst, tensor_error(a[s][o], b[s][o]));
  }
  return worst;
}

Outputs scripted_outputs(std::size_t sets, std::int64_t batch) {
  Outputs outputs;
  for (std::size_t s = 0; s < sets; ++s) {
    OutputTensor tensor{
        adapters::kScriptedOutputName, BAKEOFF_FLOAT32, {batch, adapters::kScriptedWidth}, {}};
    for (std::int64_t item = 0; item < batch; ++item) {
      for (std::int64_t element = 0; element < adapters::kScriptedWidth; ++element) {
        const float value = adapters::scripted_output(s, item, element);
        const auto* const bytes = reinterpret_cast<const std::byte*>(&value);
        tensor.data.insert(tensor.data.end(), bytes, bytes + sizeof value);
      }
    }
    outputs.push_back({std::move(tensor)});
  }
  return outputs;
}

}  // namespace bakeoff::measure
