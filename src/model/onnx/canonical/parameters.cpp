#include <algorithm>
#include <cmath>

#include "model/onnx/canonical/rules.h"

namespace bakeoff::model::dialect {
namespace {

/// The one integer of a constant input; `otherwise` if it is left out. No axis is longer than its limits.
Result<std::int64_t> constant_integer(const Site& site, std::size_t input, std::int64_t otherwise) {
  const Result<double> value = site.scalar(input, static_cast<double>(otherwise));
  if (!value) return tl::unexpected(value.error());
  if (std::isnan(*value)) return shapes::bad("input " + std::to_string(input) + " is not a number");
  const auto limit = static_cast<double>(shapes::kLongestAxis);
  return static_cast<std::int64_t>(std::clamp(*value, -limit, limit));
}

}  // namespace

Result<void> rewrite_top_k(Site& site) {
  Result<void> counted = site.count_from_front("axis", site.dims(0).size());
  if (!counted) return counted;
  const Dims result = site.result(site.uses_output(0) ? 0 : 1);
  site.attributes["k"] = result[static_cast<std::size_t>(site.integer("axis"))];
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_cum_sum(Site& site) {
  const Result<std::int64_t> axis = constant_integer(site, 1, 0);
  if (!axis) return tl::unexpected(axis.error());
  site.attributes["axis"] = *axis;
  Result<void> counted = site.count_from_front("axis", site.dims(0).size());
  if (!counted) return counted;
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_trilu(Site& site) {
  if (site.dims(0).size() < 2) return shapes::bad("the data is no matrix");
  const Result<std::int64_t> k = constant_integer(site, 1, 0);
  if (!k) return tl::unexpected(k.error());
  site.attributes["k"] = *k;
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_one_hot(Site& site) {
  Result<void> counted = site.count_from_front("axis", site.dims(0).size() + 1);
  if (!counted) return counted;
  site.attributes["depth"] = site.result()[static_cast<std::size_t>(site.integer("axis"))];
  site.replace("OneHot", {site.name(0), site.name(2)});
  return {};
}

}  // namespace bakeoff::model::dialect
