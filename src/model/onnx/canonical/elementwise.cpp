#include <cmath>
#include <limits>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"
#include "model/onnx/shapes/einsum.h"

namespace bakeoff::model::dialect {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A bound of Clip: a constant input from opset 11 on, an attribute before. Nothing if it is computed at run
/// time or no float holds it.
Result<std::optional<float>> clip_bound(const Site& site, std::size_t input, const std::string& attribute,
                                        double otherwise) {
  if (site.call().has(attribute)) {
    const auto* value = std::get_if<float>(&site.node().attributes.at(attribute));
    if (value == nullptr) return shapes::bad("attribute '" + attribute + "' has the wrong type");
    return std::optional(*value);
  }
  if (site.has_input(input) && site.constant(input) == nullptr) return std::optional<float>();
  const Result<double> value = site.scalar(input, otherwise);
  if (!value) return tl::unexpected(value.error());
  const auto bound = static_cast<float>(*value);
  if (static_cast<double>(bound) != *value && !std::isnan(*value)) return std::optional<float>();
  return std::optional(bound);
}

}  // namespace

Result<void> keep(Site& site) {
  site.keep();
  return {};
}

Result<void> keep_on_axis(Site& site) {
  Result<void> counted = site.count_from_front("axis", site.dims(0).size());
  if (!counted) return counted;
  site.keep();
  return {};
}

Result<void> keep_variadic(Site& site) {
  if (site.node().inputs.size() == 1) {
    site.pass();
  } else {
    site.keep();
  }
  return {};
}

Result<void> pass_through(Site& site) {
  site.pass();
  return {};
}

Result<void> rewrite_bit_shift(Site& site) {
  const auto& direction = std::get<std::string>(site.attributes.at("direction"));
  if (direction != "LEFT" && direction != "RIGHT") return shapes::bad("direction is neither LEFT nor RIGHT");
  site.keep();
  return {};
}

Result<void> rewrite_cast(Site& site) {
  if (site.integer("to") == static_cast<std::int64_t>(site.type(0))) {
    site.pass();
  } else {
    site.keep();
  }
  return {};
}

Result<void> rewrite_cast_like(Site& site) {
  if (site.type(0) == site.type(1)) {
    site.pass();
    return {};
  }
  site.attributes = {{"to", static_cast<std::int64_t>(site.type(1))}};
  site.replace("Cast", {site.name(0)});
  return {};
}

Result<void> rewrite_clip(Site& site) {
  const auto least = clip_bound(site, 1, "min", -kInfinity);
  if (!least) return tl::unexpected(least.error());
  const auto most = clip_bound(site, 2, "max", kInfinity);
  if (!most) return tl::unexpected(most.error());
  if (!*least || !*most) {
    site.keep();
    return {};
  }
  site.attributes = {{"min", **least}, {"max", **most}};
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_dropout(Site& site) {
  const Result<double> training = site.scalar(2, 0);
  if (!training) return tl::unexpected(training.error());
  if (*training != 0) return unsupported("it is in training mode");
  site.pass();
  if (!site.uses_output(1)) return {};
  // Nothing is dropped: the mask lets everything through.
  const ElementType type = site.call().opset() < 10 ? site.type(0) : ElementType::kBool;
  const std::optional<Tensor> one = one_of(type);
  const Dims dims = site.result(1);
  const std::optional<std::int64_t> bytes = byte_count(type, dims);
  if (!one || !bytes || !site.builder().claim(*bytes)) return unsupported("its mask is used and too large");
  site.become(1,
              Tensor{.name = {},
                     .type = type,
                     .dims = dims,
                     .data = viewed(*one, View{.dims = dims, .strides = Dims(dims.size(), 0), .start = 0})});
  return {};
}

Result<void> rewrite_einsum(Site& site) {
  const auto equation = shapes::parse_einsum(std::get<std::string>(site.attributes.at("equation")));
  if (!equation) return tl::unexpected(equation.error());
  site.attributes["equation"] = to_string(*equation);
  site.keep();
  return {};
}

Result<void> rewrite_lrn(Site& site) {
  if (site.integer("size") < 1) return shapes::bad("attribute 'size' must be 1 or more");
  site.keep();
  return {};
}

}  // namespace bakeoff::model::dialect
