#include <algorithm>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {
namespace {

std::int64_t product(Dims::const_iterator first, Dims::const_iterator last) {
  // Part of a shape that inference accepted.
  return *element_count(std::span(first, last));
}

}  // namespace

Result<void> rewrite_batch_normalization(Site& site) {
  const Result<std::int64_t> training = site.call().integer("training_mode", 0);
  if (!training) return tl::unexpected(training.error());
  if (*training != 0 || site.node().outputs.size() > 1) {
    return fail(ErrorKind::kUnsupported, "it is in training mode", {}, "export the model for inference");
  }
  // Opset 7 could keep statistics for each element; nothing writes that.
  const Result<std::int64_t> spatial = site.call().integer("spatial", 1);
  if (!spatial) return tl::unexpected(spatial.error());
  if (*spatial == 0) return unsupported("attribute 'spatial' is 0");
  site.keep_inputs(5);
  return {};
}

Result<void> rewrite_group_normalization(Site& site) {
  const std::int64_t groups = site.integer("num_groups");
  const std::int64_t channels = site.dims(0)[1];
  std::vector<std::string> inputs{site.name(0), site.name(1), site.name(2)};
  // Up to opset 20 there is one scale and one bias for each group.
  for (std::size_t i = 1; i <= 2 && site.call().opset() < 21 && groups != channels; ++i) {
    const Tensor* vector = site.constant(i);
    if (vector == nullptr) return unsupported("input " + std::to_string(i) + " is not constant");
    const View repeated{.dims = {groups, channels / groups}, .strides = {1, 0}, .start = 0};
    Result<std::string> name = site.insert_constant(Tensor{.name = vector->name + "_by_channel",
                                                           .type = vector->type,
                                                           .dims = {channels},
                                                           .data = viewed(*vector, repeated)});
    if (!name) return tl::unexpected(name.error());
    inputs[i] = std::move(*name);
  }
  site.replace("GroupNormalization", std::move(inputs));
  return {};
}

Result<void> rewrite_mean_variance_normalization(Site& site) {
  auto& axes = std::get<Dims>(site.attributes.at("axes"));
  Result<std::vector<std::size_t>> counted = shapes::normalised_axes(axes, site.dims(0).size());
  if (!counted) return tl::unexpected(counted.error());
  std::sort(counted->begin(), counted->end());
  axes.assign(counted->begin(), counted->end());
  site.keep();
  return {};
}

Result<void> rewrite_softmax(Site& site) {
  const bool flattens = site.call().opset() < 13;
  const Dims dims = site.dims(0);
  if (!site.call().has("axis") && flattens) site.attributes["axis"] = std::int64_t{1};
  Result<void> counted = site.count_from_front("axis", dims.size());
  if (!counted) return counted;
  const auto cut = dims.begin() + site.integer("axis");
  if (!flattens || product(cut + 1, dims.end()) == 1) {
    site.keep();
    return {};
  }
  // Up to opset 12 all axes from `axis` on are one.
  const Dims flat{product(dims.begin(), cut), product(cut, dims.end())};
  const ElementType type = site.type(0);
  const std::string matrix = site.insert("Reshape", {site.name(0)}, {{"shape", flat}}, flat, type);
  const std::string scores =
      site.insert(site.node().op_type, {matrix}, {{"axis", std::int64_t{1}}}, flat, type);
  site.attributes = {{"shape", dims}};
  site.replace("Reshape", {scores});
  return {};
}

}  // namespace bakeoff::model::dialect
