#include <algorithm>

#include "model/reference/operators/operators.h"
#include "model/reference/operators/windows.h"
#include "model/reference/parallel.h"
#include "model/reference/products.h"

namespace bakeoff::model::reference {
namespace {

// Adds each row of `columns` (one kernel element at every input place) to where that element falls in y. Seen
// from y, the windows lie over it as those of a convolution do: `over` has in and out exchanged.
void fold(const Windows& over, const double* columns, double* y) {
  const auto [depth, height, width] = over.out;
  for (std::int64_t kd = 0; kd < over.kernel[0]; ++kd) {
    for (std::int64_t kh = 0; kh < over.kernel[1]; ++kh) {
      for (std::int64_t kw = 0; kw < over.kernel[2]; ++kw) {
        const Windows::Range range = over.windows_inside(2, kw, 0, width);
        for (std::int64_t line = 0; line < depth * height; ++line) {
          const std::int64_t id = over.position(0, line / height, kd);
          const std::int64_t ih = over.position(1, line % height, kh);
          if (over.inside(0, id) && over.inside(1, ih)) {
            double* to = y + (id * over.in[1] + ih) * over.in[2];
            for (std::int64_t w = range.begin; w < range.end; ++w) {
              to[over.position(2, w, kw)] += columns[line * width + w];
            }
          }
        }
        columns += depth * height * width;
      }
    }
  }
}

}  // namespace

// x [N, C, in], w [C, M / group, kernel], y [N, M, out].
Outcome evaluate_conv_transpose(const Call& call) {
  const Value& x = call.input(0);
  const Value& w = call.input(1);
  Value y = call.make_output();
  const Result<Windows> over = windows_of(call, y.dims, x.dims);
  if (!over) return tl::unexpected(over.error());
  const auto group = static_cast<std::size_t>(call.integer("group"));
  const auto images = static_cast<std::size_t>(x.dims[0]);
  const std::size_t channels = static_cast<std::size_t>(x.dims[1]) / group;
  const auto kernels = static_cast<std::size_t>(w.dims.at(1));
  const std::size_t places = over->out_size();
  const std::size_t taps = over->kernel_size();
  const Value* bias = call.optional_input(2);
  parallel_tasks(images * group * kernels, [&](std::size_t task) {
    const std::size_t kernel = task % kernels;
    const std::size_t in_group = task / kernels % group;
    const std::size_t image = task / kernels / group;
    const auto step = static_cast<std::ptrdiff_t>(places);
    Reals columns(taps * places);
    multiply({.a = {.data = reals(w).data() + (in_group * channels * kernels + kernel) * taps,
                    .step = static_cast<std::ptrdiff_t>(kernels * taps),
                    .order = Order::kColumnMajor},
              .b = {.data = reals(x).data() + (image * group + in_group) * channels * places, .step = step},
              .c = columns.data(),
              .c_step = step,
              .rows = static_cast<std::ptrdiff_t>(taps),
              .inner = static_cast<std::ptrdiff_t>(channels),
              .columns = step});
    double* to = reals(y).data() + task * over->in_size();
    const double start = bias != nullptr ? reals(*bias).at(in_group * kernels + kernel) : 0.0;
    std::fill_n(to, over->in_size(), start);
    fold(*over, columns.data(), to);
  });
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
