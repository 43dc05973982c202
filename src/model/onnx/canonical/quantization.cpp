#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {

Result<void> rewrite_quantize(Site& site) {
  const Dims scale = site.dims(1);
  if (element_count(scale) == 1) {
    // One scale for all: the axis says nothing and need not be there.
    site.attributes["axis"] = std::int64_t{0};
  } else {
    Result<void> counted = site.count_from_front("axis", site.dims(0).size());
    if (!counted) return counted;
  }
  if (site.has_input(2)) {
    site.keep();
    return {};
  }
  const ElementType type = site.node().op_type == "QuantizeLinear" ? site.result_type() : site.type(0);
  const std::optional<std::int64_t> bytes = byte_count(type, scale);
  if (!bytes) return unsupported("quantization from or to " + to_string(type));
  const Result<std::string> zero_point =
      site.insert_constant(Tensor{.name = site.node().outputs.front() + "_zero_point",
                                  .type = type,
                                  .dims = scale,
                                  .data = std::string(static_cast<std::size_t>(*bytes), '\0')});
  if (!zero_point) return tl::unexpected(zero_point.error());
  site.replace(site.node().op_type, {site.name(0), site.name(1), *zero_point});
  return {};
}

}  // namespace bakeoff::model::dialect
