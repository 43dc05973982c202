#include <algorithm>
#include <cmath>
#include <limits>

#include "model/reference/operators/operators.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// Adds one more element to what has been gathered.
template <typename Element>
using Fold = Element (*)(Element, Element);

template <typename Element>
struct Reduction {
  Element start;
  Fold<Element> fold;
};

template <typename Element>
Reduction<Element> reduction_of(const std::string& name) {
  using Limits = std::numeric_limits<Element>;
  constexpr Element kLeast = Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
  constexpr Element kMost = Limits::has_infinity ? Limits::infinity() : Limits::max();
  const auto magnitude = [](Element so_far, Element x) { return so_far + (x < 0 ? -x : x); };
  const auto square = [](Element so_far, Element x) { return so_far + x * x; };
  const auto larger = [](Element so_far, Element x) { return x <= so_far ? so_far : x; };
  const auto smaller = [](Element so_far, Element x) { return x >= so_far ? so_far : x; };
  if (name == "ReduceMax") return {kLeast, larger};
  if (name == "ReduceMin") return {kMost, smaller};
  if (name == "ReduceProd") return {1, [](Element so_far, Element x) { return so_far * x; }};
  if (name == "ReduceL1") return {0, magnitude};
  if (name == "ReduceL2" || name == "ReduceSumSquare") return {0, square};
  return {0, [](Element so_far, Element x) { return so_far + x; }};
}

// Strides of the result over the data's axes: those that are reduced stand still.
Dims strides_onto(const Dims& dims, const std::vector<std::int64_t>& axes) {
  Dims kept = dims;
  for (const std::int64_t axis : axes) kept.at(static_cast<std::size_t>(axis)) = 1;
  Dims strides = strides_of(kept);
  for (const std::int64_t axis : axes) strides[static_cast<std::size_t>(axis)] = 0;
  return strides;
}

template <typename Element, typename Visit>
void each_with_group(const Dims& dims, const Dims& strides, const std::vector<Element>& x, Visit visit) {
  for_each_row<1>(dims, {strides},
                  [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                    for (std::size_t i = 0; i < length; ++i) {
                      const std::int64_t group = offsets[0] + static_cast<std::int64_t>(i) * steps[0];
                      visit(static_cast<std::size_t>(group), x[first + i]);
                    }
                  });
}

template <typename Element>
std::vector<Element> reduced(const std::string& name, const Dims& dims, const Dims& strides,
                             const std::vector<Element>& x, std::size_t groups) {
  const Reduction<Element> reduction = reduction_of<Element>(name);
  std::vector<Element> y(groups, reduction.start);
  each_with_group(dims, strides, x,
                  [&](std::size_t group, Element element) { y[group] = reduction.fold(y[group], element); });
  return y;
}

// log of the sum of exponentials, each first divided by the largest.
Reals log_sum_exp(const Dims& dims, const Dims& strides, const Reals& x, std::size_t groups) {
  Reals tops = reduced<double>("ReduceMax", dims, strides, x, groups);
  for (double& top : tops) top = std::isinf(top) ? 0 : top;
  Reals sums(groups);
  each_with_group(dims, strides, x,
                  [&](std::size_t group, double element) { sums[group] += std::exp(element - tops[group]); });
  for (std::size_t group = 0; group < groups; ++group) sums[group] = tops[group] + std::log(sums[group]);
  return sums;
}

}  // namespace

Outcome evaluate_reduce(const Call& call) {
  const Value& x = call.input(0);
  const std::string& name = call.op_type();
  const Dims strides = strides_onto(x.dims, call.integers("axes"));
  Value y = call.make_output();
  const std::size_t groups = element_count(y);
  const double count =
      static_cast<double>(element_count(x)) / static_cast<double>(std::max<std::size_t>(groups, 1));
  if (is_real(x.type)) {
    Reals& to = reals(y);
    if (name == "ReduceLogSumExp") {
      to = log_sum_exp(x.dims, strides, reals(x), groups);
      return one(std::move(y));
    }
    to = reduced(name, x.dims, strides, reals(x), groups);
    for (double& element : to) {
      if (name == "ReduceMean") element /= count;
      if (name == "ReduceL2") element = std::sqrt(element);
      if (name == "ReduceLogSum") element = std::log(element);
    }
    return one(std::move(y));
  }
  if (name == "ReduceMean" || name == "ReduceL2" || name == "ReduceLogSum" || name == "ReduceLogSumExp") {
    return fail(ErrorKind::kUnsupported, name + " of " + to_string(x.type));
  }
  Integers& to = integers(y);
  to = reduced(name, x.dims, strides, integers(x), groups);
  for (std::int64_t& element : to) element = wrapped(y.type, element);
  return one(std::move(y));
}

}  // namespace bakeoff::model::reference
