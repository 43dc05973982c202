#include <cmath>

#include "model/lower/graphdef/indexing.h"
#include "model/lower/graphdef/interpolation.h"
#include "model/lower/graphdef/operators.h"

namespace bakeoff::model::graphdef {
namespace {

/// A scale that is the quotient of the lengths means that, without the rounding that would decide ties.
double exact_scale(float scale, std::int64_t in, std::int64_t out) {
  const double quotient = static_cast<double>(out) / static_cast<double>(in);
  return static_cast<float>(quotient) == scale ? quotient : static_cast<double>(scale);
}

std::vector<Interpolation> axes_of(const Call& call, const Dims& in, const Dims& out) {
  std::vector<Interpolation> axes;
  for (std::size_t axis = 0; axis < in.size(); ++axis) {
    axes.push_back({.mode = call.text("mode"),
                    .coordinates = call.text("coordinate_transformation_mode"),
                    .rounding = call.text("nearest_mode"),
                    .cubic_a = call.number("cubic_coeff_a"),
                    .excludes_outside = call.integer("exclude_outside") != 0,
                    .scale = exact_scale(call.numbers("scales")[axis], in[axis], out[axis]),
                    .in = in[axis],
                    .out = out[axis]});
  }
  return axes;
}

/// Whether the lengths say the same as the scale, which TensorFlow is not told.
bool is_whole(const Interpolation& axis) {
  return std::fabs(axis.scale * static_cast<double>(axis.in) - static_cast<double>(axis.out)) < 1e-4;
}

bool is_image(const std::vector<Interpolation>& axes) {
  return axes.size() == 4 && axes[0].in == axes[0].out && axes[1].in == axes[1].out;
}

/// What TensorFlow's kernel for images gives along an axis.
bool is_floor_of_ratio(const Interpolation& axis) {
  std::vector<std::int64_t> elements;
  for (std::int64_t place = 0; place < axis.out; ++place) elements.push_back(place * axis.in / axis.out);
  return elements == nearest_elements(axis);
}

Value by_kernel(const Call& call, std::string_view op, const Dims& dims) {
  Lowering& to = call.to;
  const Value x = to.channels_last(call.input(0));
  const std::string& coordinates = call.text("coordinate_transformation_mode");
  const bool nearest = op == "ResizeNearestNeighbor";
  Value result = like(x, dims);
  if (!nearest) result.type = ElementType::kFloat;  // whatever it is given
  const Value y = to.add(op, {x, to.integers({dims[2], dims[3]})},
                         {{"T", data_type(x.type)},
                          {"align_corners", !nearest && coordinates == "align_corners"},
                          {"half_pixel_centers",
                           !nearest && (coordinates == "half_pixel" || coordinates == "pytorch_half_pixel")}},
                         result);
  return to.cast(y, x.type);
}

bool has_bilinear_kernel(const std::vector<Interpolation>& axes) {
  for (const Interpolation& axis : axes) {
    const bool known = axis.coordinates == "half_pixel" || axis.coordinates == "align_corners" ||
                       axis.coordinates == "asymmetric" ||
                       (axis.coordinates == "pytorch_half_pixel" && axis.out > 1);
    if (axis.in != axis.out && (!known || !is_whole(axis) || axis.excludes_outside)) return false;
  }
  return is_image(axes);
}

bool has_nearest_kernel(const std::vector<Interpolation>& axes) {
  for (const Interpolation& axis : axes) {
    if (!is_floor_of_ratio(axis)) return false;
  }
  return is_image(axes);
}

/// One axis as a product with the matrix of its interpolation.
Value interpolated(Lowering& to, const Value& x, std::size_t axis, const Interpolation& how) {
  Order last = x.order;
  std::erase(last, axis);
  last.push_back(axis);
  const Value moved = to.in_order(x, last);
  Dims dims = x.dims;
  dims[axis] = how.out;
  std::int64_t rows = 1;
  for (const std::int64_t length : x.dims) rows *= length;
  rows /= how.in;
  const Dims flat_in{rows, how.in};
  const Dims flat_out{rows, how.out};
  const Value flat = to.reshape(moved, flat_in, flat_in, natural_order(2));
  const Value matrix = to.numbers(x.type, interpolation_matrix(how), {how.in, how.out});
  const Value y = to.add("MatMul", {flat, matrix}, {{"T", data_type(x.type)}}, like(flat, flat_out));
  return to.reshape(y, in_order(dims, last), dims, last);
}

}  // namespace

// TensorFlow's own kernels where they do what is asked; else an axis after the other.
Result<Values> lower_resize(const Call& call) {
  const Dims dims = call.output_dims();
  const std::vector<Interpolation> axes = axes_of(call, call.input(0).dims, dims);
  if (call.text("coordinate_transformation_mode") == "tf_crop_and_resize") {
    return unsupported(call, "of a region of interest");
  }
  if (call.integer("antialias") != 0) return unsupported(call, "with antialias");
  const bool nearest = call.text("mode") == "nearest";
  if (nearest && has_nearest_kernel(axes)) return Values{by_kernel(call, "ResizeNearestNeighbor", dims)};
  if (call.text("mode") == "linear" && has_bilinear_kernel(axes)) {
    return Values{by_kernel(call, "ResizeBilinear", dims)};
  }
  Value y = call.input(0);
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (axes[axis].in == axes[axis].out && axes[axis].scale == 1.0) continue;
    y = nearest ? gathered(call.to, y, axis, nearest_elements(axes[axis]))
                : interpolated(call.to, y, axis, axes[axis]);
  }
  return Values{y};
}

}  // namespace bakeoff::model::graphdef
