#include "model/onnx/shapes/reduction.h"

#include <algorithm>
#include <set>

#include "model/onnx/canonical/rules.h"

namespace bakeoff::model::dialect {
namespace {

/// Of one element these are the element.
bool keeps_single_elements(const std::string& op_type) {
  static const std::set<std::string> kNames = {"ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
                                               "ReduceSum"};
  return kNames.contains(op_type);
}

}  // namespace

Result<void> rewrite_reduce(Site& site) {
  auto axes = shapes::reduced_axes(site.call(), site.dims(0).size());
  if (!axes) return tl::unexpected(axes.error());
  if (!*axes) return unsupported("its axes are not constant");
  std::sort((*axes)->begin(), (*axes)->end());
  if ((*axes)->empty() && keeps_single_elements(site.node().op_type)) {
    site.pass();
    return {};
  }
  site.attributes["axes"] = Dims((*axes)->begin(), (*axes)->end());
  site.keep_inputs(1);
  return {};
}

}  // namespace bakeoff::model::dialect
