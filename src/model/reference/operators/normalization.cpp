#include <algorithm>
#include <cmath>

#include "model/reference/operators/operators.h"
#include "model/reference/parallel.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments_of(std::span<const double> elements) {
  const auto count = static_cast<double>(elements.size());
  Moments moments;
  for (const double element : elements) moments.mean += element;
  moments.mean /= count;
  for (const double element : elements) {
    moments.variance += (element - moments.mean) * (element - moments.mean);
  }
  moments.variance /= count;
  return moments;
}

std::size_t spatial_size(const Dims& dims) {
  return static_cast<std::size_t>(product_of(std::span<const std::int64_t>(dims).subspan(2)));
}

}  // namespace

Outcome evaluate_batch_normalization(const Call& call) {
  const Value& x = call.input(0);
  const Reals& scale = reals(call.input(1));
  const Reals& shift = reals(call.input(2));
  const Reals& mean = reals(call.input(3));
  const Reals& variance = reals(call.input(4));
  const double epsilon = call.real("epsilon");
  const auto channels = static_cast<std::size_t>(x.dims.at(1));
  const std::size_t size = spatial_size(x.dims);
  Value y = call.make_output();
  const std::size_t grain = std::max<std::size_t>(1, kElementsPerTask / std::max<std::size_t>(size, 1));
  parallel_ranges(size == 0 ? 0 : reals(x).size() / size, grain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t plane = begin; plane < end; ++plane) {
      const std::size_t channel = plane % channels;
      const double factor = scale[channel] / std::sqrt(variance[channel] + epsilon);
      const double* from = reals(x).data() + plane * size;
      double* to = reals(y).data() + plane * size;
      for (std::size_t i = 0; i < size; ++i) {
        to[i] = (from[i] - mean[channel]) * factor + shift[channel];
      }
    }
  });
  return one(std::move(y));
}

Outcome evaluate_instance_normalization(const Call& call) {
  const Value& x = call.input(0);
  const Reals& scale = reals(call.input(1));
  const Reals& shift = reals(call.input(2));
  const double epsilon = call.real("epsilon");
  const std::size_t size = spatial_size(x.dims);
  Value y = call.make_output();
  parallel_tasks(size == 0 ? 0 : reals(x).size() / size, [&](std::size_t plane) {
    const std::size_t channel = plane % static_cast<std::size_t>(x.dims[1]);
    const std::span<const double> from(reals(x).data() + plane * size, size);
    const Moments moments = moments_of(from);
    const double factor = scale[channel] / std::sqrt(moments.variance + epsilon);
    std::transform(from.begin(), from.end(), reals(y).begin() + static_cast<std::ptrdiff_t>(plane * size),
                   [&](double element) { return (element - moments.mean) * factor + shift[channel]; });
  });
  return one(std::move(y));
}

Outcome evaluate_group_normalization(const Call& call) {
  const Value& x = call.input(0);
  const Reals& scale = reals(call.input(1));
  const Reals& shift = reals(call.input(2));
  const double epsilon = call.real("epsilon");
  const auto groups = static_cast<std::size_t>(call.integer("num_groups"));
  const auto channels = static_cast<std::size_t>(x.dims.at(1));
  const std::size_t size = spatial_size(x.dims);
  const std::size_t block = channels / groups * size;
  Value y = call.make_output();
  parallel_tasks(block == 0 ? 0 : reals(x).size() / block, [&](std::size_t task) {
    const double* from = reals(x).data() + task * block;
    double* to = reals(y).data() + task * block;
    const Moments moments = moments_of({from, block});
    const double factor = 1 / std::sqrt(moments.variance + epsilon);
    for (std::size_t i = 0; i < block; ++i) {
      const std::size_t channel = task % groups * (channels / groups) + i / size;
      to[i] = (from[i] - moments.mean) * factor * scale[channel] + shift[channel];
    }
  });
  return one(std::move(y));
}

// Also gives mean and 1 / deviation where the node names them.
Outcome evaluate_layer_normalization(const Call& call) {
  const Value& x = call.input(0);
  const Value* shift = call.optional_input(2);
  const double epsilon = call.real("epsilon");
  const std::size_t axis = call.axis();
  const auto size = static_cast<std::size_t>(product_of(std::span<const std::int64_t>(x.dims).subspan(axis)));
  const Dims inner(x.dims.begin() + static_cast<std::ptrdiff_t>(axis), x.dims.end());
  const auto spread = [&](const Value& value) {
    return picked(value, inner, broadcast_strides(value.dims, inner), 0);
  };
  const Value scales = spread(call.input(1));
  const Value shifts = shift != nullptr ? spread(*shift) : make_value(x.type, inner);
  std::vector<Value> results;
  for (std::size_t i = 0; i < call.output_count(); ++i) results.push_back(call.make_output(i));
  parallel_tasks(size == 0 ? 0 : reals(x).size() / size, [&](std::size_t row) {
    const double* from = reals(x).data() + row * size;
    double* to = reals(results[0]).data() + row * size;
    const Moments moments = moments_of({from, size});
    const double factor = 1 / std::sqrt(moments.variance + epsilon);
    for (std::size_t i = 0; i < size; ++i) {
      to[i] = (from[i] - moments.mean) * factor * reals(scales)[i] + reals(shifts)[i];
    }
    if (results.size() > 1 && call.output(1).wanted) reals(results[1])[row] = moments.mean;
    if (results.size() > 2 && call.output(2).wanted) reals(results[2])[row] = factor;
  });
  return results;
}

Outcome evaluate_mean_variance_normalization(const Call& call) {
  const Value& x = call.input(0);
  Dims kept = x.dims;
  for (const std::int64_t axis : call.integers("axes")) kept.at(static_cast<std::size_t>(axis)) = 1;
  const Dims onto_kept = broadcast_strides(kept, x.dims);
  const auto groups = static_cast<std::size_t>(product_of(kept));
  const double count = static_cast<double>(reals(x).size()) / static_cast<double>(groups);
  Reals mean(groups);
  Reals variance(groups);
  const auto each = [&](auto visit) {
    for_each_row<1>(x.dims, {onto_kept},
                    [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                      for (std::size_t i = 0; i < length; ++i) {
                        visit(first + i,
                              static_cast<std::size_t>(offsets[0] + static_cast<std::int64_t>(i) * steps[0]));
                      }
                    });
  };
  each([&](std::size_t i, std::size_t group) { mean[group] += reals(x)[i] / count; });
  each([&](std::size_t i, std::size_t group) {
    variance[group] += (reals(x)[i] - mean[group]) * (reals(x)[i] - mean[group]) / count;
  });
  constexpr double kEpsilon = 1e-9;  // as the operator's definition in ONNX adds to the deviation
  Value y = call.make_output();
  each([&](std::size_t i, std::size_t group) {
    reals(y)[i] = (reals(x)[i] - mean[group]) / (std::sqrt(variance[group]) + kEpsilon);
  });
  return one(std::move(y));
}

Outcome evaluate_lp_normalization(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  const bool absolute = call.integer("p") == 1;
  Value y = call.make_output();
  for (std::size_t outer = 0; outer < view.outer; ++outer) {
    for (std::size_t inner = 0; inner < view.inner; ++inner) {
      const std::size_t first = outer * view.length * view.inner + inner;
      double sum = 0;
      for (std::size_t i = 0; i < view.length; ++i) {
        const double element = reals(x)[first + i * view.inner];
        sum += absolute ? std::abs(element) : element * element;
      }
      const double norm = absolute ? sum : std::sqrt(sum);
      for (std::size_t i = 0; i < view.length; ++i) {
        const std::size_t at = first + i * view.inner;
        reals(y)[at] = norm == 0 ? 0 : reals(x)[at] / norm;
      }
    }
  }
  return one(std::move(y));
}

// Divides by a norm of neighbouring channels: `size` of them, of which the smaller half comes before.
Outcome evaluate_lrn(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, 1);
  const auto size = call.integer("size");
  const auto channels = static_cast<std::int64_t>(view.length);
  const double alpha = call.real("alpha") / static_cast<double>(size);
  const double beta = call.real("beta");
  const double bias = call.real("bias");
  Value y = call.make_output();
  parallel_tasks(view.outer * view.length, [&](std::size_t plane) {
    const auto channel = static_cast<std::int64_t>(plane % view.length);
    const std::size_t image = plane - static_cast<std::size_t>(channel);
    const std::int64_t first = std::max<std::int64_t>(0, channel - (size - 1) / 2);
    const std::int64_t last = std::min(channels - 1, channel + size / 2);
    for (std::size_t i = 0; i < view.inner; ++i) {
      double squares = 0;
      for (std::int64_t c = first; c <= last; ++c) {
        const double element = reals(x)[(image + static_cast<std::size_t>(c)) * view.inner + i];
        squares += element * element;
      }
      const std::size_t at = plane * view.inner + i;
      reals(y)[at] = reals(x)[at] / std::pow(bias + alpha * squares, beta);
    }
  });
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
