#include <algorithm>
#include <cmath>

#include "model/reference/operators/operators.h"
#include "model/reference/parallel.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// One line of elements, `step` apart.
struct Line {
  const double* from;
  double* to;
  std::size_t length;
  std::size_t step;
};

double largest(const Line& line) {
  double result = line.from[0];
  for (std::size_t i = 1; i < line.length; ++i) result = std::fmax(result, line.from[i * line.step]);
  return result;
}

// A whole line of -infinity (everything masked) gives NaN, as in every runtime.
void softmax(const Line& line) {
  const double top = largest(line);
  double sum = 0;
  for (std::size_t i = 0; i < line.length; ++i) {
    line.to[i * line.step] = std::exp(line.from[i * line.step] - top);
    sum += line.to[i * line.step];
  }
  for (std::size_t i = 0; i < line.length; ++i) line.to[i * line.step] /= sum;
}

void log_softmax(const Line& line) {
  const double top = largest(line);
  double sum = 0;
  for (std::size_t i = 0; i < line.length; ++i) sum += std::exp(line.from[i * line.step] - top);
  const double shift = top + std::log(sum);
  for (std::size_t i = 0; i < line.length; ++i) line.to[i * line.step] = line.from[i * line.step] - shift;
}

void hardmax(const Line& line) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < line.length; ++i) {
    if (line.from[i * line.step] > line.from[best * line.step]) best = i;
    line.to[i * line.step] = 0;
  }
  line.to[best * line.step] = 1;
}

}  // namespace

Outcome evaluate_softmax(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  Value y = call.make_output();
  if (view.length == 0) return one(std::move(y));
  const auto work = call.op_type() == "Softmax"   ? softmax
                    : call.op_type() == "Hardmax" ? hardmax
                                                  : log_softmax;
  const std::size_t grain = std::max<std::size_t>(1, kElementsPerTask / 8 / view.length);
  parallel_ranges(view.outer * view.inner, grain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t first = i / view.inner * view.length * view.inner + i % view.inner;
      work({reals(x).data() + first, reals(y).data() + first, view.length, view.inner});
    }
  });
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
