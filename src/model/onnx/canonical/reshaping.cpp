#include <algorithm>
#include <numeric>

#include "model/onnx/canonical/rules.h"
#include "model/onnx/counts.h"

namespace bakeoff::model::dialect {

Result<void> rewrite_reshape(Site& site) {
  const Dims dims = site.result();
  if (dims == site.dims(0)) {
    site.pass();
    return {};
  }
  if (site.view_constant(View{.dims = dims, .strides = row_major_strides(dims), .start = 0})) return {};
  site.attributes = {{"shape", dims}};
  site.replace("Reshape", {site.name(0)});
  return {};
}

Result<void> rewrite_transpose(Site& site) {
  const Dims dims = site.dims(0);
  Dims straight(dims.size());
  std::iota(straight.begin(), straight.end(), 0);
  Result<Dims> perm = site.call().integers("perm", Dims(straight.rbegin(), straight.rend()));
  if (!perm) return tl::unexpected(perm.error());
  const auto axes = shapes::normalised_axes(*perm, dims.size());
  if (!axes) return tl::unexpected(axes.error());
  std::copy(axes->begin(), axes->end(), perm->begin());
  if (*perm == straight) {
    site.pass();
    return {};
  }
  const Dims strides = row_major_strides(dims);
  View view;
  for (const std::size_t axis : *axes) {
    view.dims.push_back(dims[axis]);
    view.strides.push_back(strides[axis]);
  }
  if (site.view_constant(view)) return {};
  site.attributes = {{"perm", std::move(*perm)}};
  site.keep();
  return {};
}

Result<void> rewrite_expand(Site& site) {
  const Dims from = site.dims(0);
  const Dims to = site.result();
  if (from == to) {
    site.pass();
    return {};
  }
  const Dims strides = row_major_strides(from);
  View view{.dims = to, .strides = Dims(to.size(), 0), .start = 0};
  const std::size_t lead = to.size() - from.size();
  for (std::size_t i = 0; i < from.size(); ++i) view.strides[lead + i] = from[i] == 1 ? 0 : strides[i];
  if (site.view_constant(view)) return {};
  site.attributes = {{"shape", to}};
  site.keep_inputs(1);
  return {};
}

Result<void> rewrite_tile(Site& site) {
  const Dims dims = site.dims(0);
  // None for a scalar, the only data whose shape is known without them.
  const Dims repeats = dims.empty() ? Dims() : *shapes::integers(&site.call().input(1));
  if (std::all_of(repeats.begin(), repeats.end(), [](std::int64_t count) { return count == 1; })) {
    site.pass();
    return {};
  }
  // Each axis twice: over the repetitions without moving, then over the elements.
  const Dims strides = row_major_strides(dims);
  View view;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    view.dims.insert(view.dims.end(), {repeats[i], dims[i]});
    view.strides.insert(view.strides.end(), {0, strides[i]});
  }
  const Tensor* source = site.constant(0);
  const auto bytes = source == nullptr ? std::nullopt : byte_count(source->type, view.dims);
  if (bytes && site.builder().claim(*bytes)) {
    site.become(
        0, Tensor{.name = {}, .type = source->type, .dims = site.result(), .data = viewed(*source, view)});
    return {};
  }
  site.attributes = {{"repeats", repeats}};
  site.keep_inputs(1);
  return {};
}

}  // namespace bakeoff::model::dialect
