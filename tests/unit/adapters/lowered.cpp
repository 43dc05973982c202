#include "unit/adapters/lowered.h"

#include <algorithm>

#include "model/onnx/counts.h"

namespace bakeoff::test {
namespace {

bool is_near(float actual, float expected, float greatest) {
  if (std::isnan(expected)) return std::isnan(actual);
  if (std::isinf(expected)) return actual == expected;
  return std::fabs(actual - expected) <= std::max(1e-4F * std::fabs(expected), 1e-5F * greatest);
}

}  // namespace

std::optional<std::string> difference(const model::Tensor& actual, const model::Tensor& expected) {
  if (actual.type != expected.type) return "type " + model::to_string(actual.type);
  if (actual.dims != expected.dims) return "dims " + model::to_string(actual.dims);
  if (actual.type != model::ElementType::kFloat) {
    return actual.data == expected.data ? std::nullopt : std::optional<std::string>("other values");
  }
  const auto values = [](const model::Tensor& tensor) {
    std::vector<float> list(tensor.data.size() / sizeof(float));
    if (!list.empty()) std::memcpy(list.data(), tensor.data.data(), list.size() * sizeof(float));
    return list;
  };
  const std::vector<float> a = values(actual);
  const std::vector<float> e = values(expected);
  float greatest = 0;
  for (const float value : e) {
    if (std::isfinite(value)) greatest = std::max(greatest, std::fabs(value));
  }
  for (std::size_t i = 0; i < e.size(); ++i) {
    if (!is_near(a[i], e[i], greatest)) {
      return "element " + std::to_string(i) + ": " + std::to_string(a[i]) + ", not " + std::to_string(e[i]);
    }
  }
  return std::nullopt;
}

}  // namespace bakeoff::test
