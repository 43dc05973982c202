#include <cstring>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {
namespace {

Tensor floats_tensor(Dims dims, const std::vector<float>& values) {
  std::string data(values.size() * sizeof(float), '\0');
  if (!values.empty()) std::memcpy(data.data(), values.data(), data.size());
  return Tensor{.name = {}, .type = ElementType::kFloat, .dims = std::move(dims), .data = std::move(data)};
}

}  // namespace

Result<void> rewrite_constant(Site& site) {
  // Single integers and short lists were numbers to shape inference already.
  if (const Tensor* tensor = site.call().tensor("value")) {
    site.become(0, *tensor);
  } else if (site.call().has("value_ints")) {
    const Result<Dims> values = site.call().integers("value_ints", {});
    if (!values) return tl::unexpected(values.error());
    site.become(0, integers_tensor({}, *values));
  } else if (site.call().has("value_floats")) {
    const Result<std::vector<float>> values = site.call().floats("value_floats");
    if (!values) return tl::unexpected(values.error());
    site.become(0, floats_tensor({static_cast<std::int64_t>(values->size())}, *values));
  } else {
    const auto* value = std::get_if<float>(&site.node().attributes.at("value_float"));
    if (value == nullptr) return shapes::bad("attribute 'value_float' has the wrong type");
    site.become(0, floats_tensor({}, {*value}));
  }
  return {};
}

Result<void> rewrite_constant_of_shape(Site& site) {
  Tensor value = floats_tensor({}, {0.0F});
  if (const Tensor* given = site.call().tensor("value")) value = *given;
  const Dims dims = site.result();
  const std::optional<std::int64_t> bytes = byte_count(value.type, dims);
  if (!bytes || !site.builder().claim(*bytes)) {
    return unsupported("a constant of shape " + to_string(dims) + " is too large");
  }
  value.dims = dims;
  value.data = viewed(value, View{.dims = dims, .strides = Dims(dims.size(), 0), .start = 0});
  site.become(0, std::move(value));
  return {};
}

Result<void> rewrite_range(Site& site) {
  // Short ones were numbers to shape inference already.
  const Result<double> start = site.scalar(0, 0);
  if (!start) return tl::unexpected(start.error());
  const Result<double> step = site.scalar(2, 1);
  if (!step) return tl::unexpected(step.error());
  const Dims dims = site.result();
  const ElementType type = site.result_type();
  const std::optional<std::int64_t> bytes = byte_count(type, dims);
  if (!bytes || !site.builder().claim(*bytes)) return refuse_constant(site);
  std::optional<std::string> data = range_data(type, *start, *step, dims.front());
  if (!data) return unsupported("a range of " + to_string(type));
  site.become(0, Tensor{.name = {}, .type = type, .dims = dims, .data = std::move(*data)});
  return {};
}

Result<void> rewrite_eye_like(Site& site) {
  const Dims dims = site.result();
  const ElementType type = site.result_type();
  const std::optional<Tensor> one = one_of(type);
  const std::optional<std::int64_t> bytes = byte_count(type, dims);
  if (!one || !bytes || !site.builder().claim(*bytes)) return refuse_constant(site);
  std::string data(static_cast<std::size_t>(*bytes), '\0');
  const std::int64_t k = site.integer("k");
  for (std::int64_t row = 0; !data.empty() && row < dims[0]; ++row) {
    // Neither sum can overflow: a row is below 2^31, and a k past that has left the matrix.
    if (k < -row || k >= dims[1] - row) continue;
    const auto place = static_cast<std::size_t>(row * dims[1] + row + k) * one->data.size();
    data.replace(place, one->data.size(), one->data);
  }
  site.become(0, Tensor{.name = {}, .type = type, .dims = dims, .data = std::move(data)});
  return {};
}

Result<void> refuse_constant(Site& site) {
  return unsupported("a constant of shape " + to_string(site.result()) + " is too large");
}

}  // namespace bakeoff::model::dialect
