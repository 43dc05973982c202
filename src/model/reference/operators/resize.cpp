#include <algorithm>

#include "model/reference/operators/operators.h"
#include "model/reference/operators/resize_taps.h"
#include "model/reference/parallel.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

Reals resized(const Reals& x, const AxisView& view, const std::vector<Taps>& taps) {
  Reals y(view.outer * taps.size() * view.inner);
  const auto last = static_cast<std::int64_t>(view.length) - 1;
  parallel_ranges(view.outer, kElementsPerTask / (taps.size() * view.inner + 1), [&](auto begin, auto end) {
    for (std::size_t outer = begin; outer < end; ++outer) {
      for (std::size_t at = 0; at < taps.size(); ++at) {
        double* to = y.data() + (outer * taps.size() + at) * view.inner;
        for (std::size_t tap = 0; tap < taps[at].weights.size(); ++tap) {
          const double weight = taps[at].weights[tap];
          if (weight == 0) continue;
          const auto place =
              std::clamp<std::int64_t>(taps[at].first + static_cast<std::int64_t>(tap), 0, last);
          const double* from =
              x.data() + (outer * view.length + static_cast<std::size_t>(place)) * view.inner;
          for (std::size_t i = 0; i < view.inner; ++i) to[i] += weight * from[i];
        }
      }
    }
  });
  return y;
}

void fill_outside(Reals& y, const AxisView& view, const std::vector<Taps>& taps, double value) {
  for (std::size_t row = 0; row < view.outer * view.length; ++row) {
    if (taps[row % view.length].outside) {
      std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(row * view.inner), view.inner, value);
    }
  }
}

}  // namespace

// Every mode is a product of what it does along each axis.
Outcome evaluate_resize(const Call& call) {
  Reals x = as_reals(call.input(0));
  Value y = call.make_output();
  const bool crops = call.text("coordinate_transformation_mode") == "tf_crop_and_resize";
  Dims dims = call.input(0).dims;
  std::vector<std::vector<Taps>> all;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    all.push_back(resize_taps(call, axis));
    const bool same = !crops && dims[axis] == y.dims[axis] && call.floats("scales").at(axis) == 1;
    if (!same) x = resized(x, around(dims, axis), all.back());
    dims[axis] = y.dims[axis];
  }
  for (std::size_t axis = 0; crops && axis < dims.size(); ++axis) {
    fill_outside(x, around(dims, axis), all[axis], call.real("extrapolation_value"));
  }
  if (is_real(y.type)) {
    y.elements = std::move(x);
  } else {
    std::transform(x.begin(), x.end(), integers(y).begin(),
                   [&](double element) { return wrapped(y.type, static_cast<std::int64_t>(element)); });
  }
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
