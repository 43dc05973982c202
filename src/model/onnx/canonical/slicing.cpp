#include "model/onnx/shapes/slicing.h"

#include <algorithm>
#include <cmath>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {

Result<void> rewrite_slice(Site& site) {
  const Dims dims = site.dims(0);
  const auto arguments = shapes::slice_arguments(site.call());
  if (!arguments) return tl::unexpected(arguments.error());
  if (!*arguments) return unsupported("starts, ends, axes or steps are not constant");
  const auto axes = shapes::normalised_axes((*arguments)->axes, dims.size());
  if (!axes) return tl::unexpected(axes.error());
  Dims starts(dims.size(), 0);
  Dims steps(dims.size(), 1);
  const Dims strides = row_major_strides(dims);
  View view{.dims = site.result(), .strides = strides, .start = 0};
  for (std::size_t i = 0; i < axes->size(); ++i) {
    const std::size_t axis = (*axes)[i];
    const auto range = shapes::slice_range(dims[axis], (*arguments)->starts[i], (*arguments)->ends[i],
                                           (*arguments)->steps[i]);
    if (!range) return tl::unexpected(range.error());
    // Of an empty axis nothing is taken, and one element needs no step.
    starts[axis] = range->count == 0 ? 0 : range->start;
    steps[axis] = range->count <= 1 ? 1 : range->step;
    view.strides[axis] = strides[axis] * steps[axis];
    view.start += strides[axis] * starts[axis];
  }
  const bool forward = std::all_of(steps.begin(), steps.end(), [](std::int64_t step) { return step == 1; });
  if (forward && view.dims == dims) {
    site.pass();
    return {};
  }
  if (site.view_constant(view)) return {};
  site.attributes = {{"starts", std::move(starts)}, {"steps", std::move(steps)}};
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_pad(Site& site) {
  const auto pads = shapes::pads_of(site.call(), site.dims(0).size());
  if (!pads) return tl::unexpected(pads.error());
  if (!*pads) return unsupported("its pads are not constant");
  const std::string mode = std::get<std::string>(site.attributes.at("mode"));
  if (mode != "constant" && mode != "reflect" && mode != "edge" && mode != "wrap") {
    return shapes::bad("mode is none of constant, reflect, edge, wrap");
  }
  if (std::all_of((*pads)->begin(), (*pads)->end(), [](std::int64_t pad) { return pad == 0; })) {
    site.pass();
    return {};
  }
  // Of the value only constant padding makes use; before opset 11 it is an attribute.
  if (mode == "constant" && site.has_input(2)) {
    const Result<double> value = site.scalar(2, 0);
    if (!value) return tl::unexpected(value.error());
    const auto narrow = static_cast<float>(*value);
    const bool is_real = site.type(0) == ElementType::kDouble || std::isnan(*value);
    if (!is_real && static_cast<double>(narrow) != *value) return unsupported("no float holds its value");
    site.attributes["value"] = narrow;
  }
  site.attributes["pads"] = **pads;
  site.keep_inputs(1);
  return {};
}

}  // namespace bakeoff::model::dialect
