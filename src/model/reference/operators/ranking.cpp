#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/reference/operators/operators.h"
#include "model/reference/parallel.h"
#include "model/reference/strides.h"

namespace bakeoff::model::reference {
namespace {

// The places of a line in order of rank, the first `count` of them; equal elements in the order of their
// places.
template <typename Elements>
std::vector<std::size_t> ranked(const Elements& x, std::size_t first, std::size_t step, std::size_t length,
                                std::size_t count, bool largest) {
  std::vector<std::size_t> places(length);
  std::iota(places.begin(), places.end(), std::size_t{0});
  const auto before = [&](std::size_t a, std::size_t b) {
    const auto left = x[first + a * step];
    const auto right = x[first + b * step];
    if (left != right) return largest ? left > right : left < right;
    return a < b;
  };
  std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count), places.end(),
                    before);
  places.resize(count);
  return places;
}

}  // namespace

Outcome evaluate_arg_reduce(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  const bool largest = call.op_type() == "ArgMax";
  const bool last = call.integer("select_last_index") != 0;
  Value y = call.make_output();
  std::visit(
      [&](const auto& from) {
        for (std::size_t i = 0; i < integers(y).size(); ++i) {
          const std::size_t first = i / view.inner * view.length * view.inner + i % view.inner;
          std::size_t best = 0;
          for (std::size_t at = 1; at < view.length; ++at) {
            const auto candidate = from[first + at * view.inner];
            const auto holder = from[first + best * view.inner];
            const bool better = largest ? candidate > holder : candidate < holder;
            if (better || (last && candidate == holder)) best = at;
          }
          integers(y)[i] = static_cast<std::int64_t>(best);
        }
      },
      x.elements);
  return one(std::move(y));
}

// Unsorted results come sorted too: any order is right there.
Outcome evaluate_top_k(const Call& call) {
  const Value& x = call.input(0);
  const AxisView view = around(x.dims, call.axis());
  const bool largest = call.integer("largest") != 0;
  const AxisView kept = around(call.output(0).dims, call.axis());
  Value values = call.make_output(0);
  Value indices = make_value(ElementType::kInt64, values.dims);
  std::visit(
      [&](const auto& from) {
        auto& to = std::get<std::decay_t<decltype(from)>>(values.elements);
        for (std::size_t line = 0; line < view.outer * view.inner; ++line) {
          const std::size_t outer = line / view.inner;
          const std::size_t inner = line % view.inner;
          const std::size_t first = outer * view.length * view.inner + inner;
          const auto places = ranked(from, first, view.inner, view.length, kept.length, largest);
          for (std::size_t rank = 0; rank < places.size(); ++rank) {
            const std::size_t at = (outer * kept.length + rank) * view.inner + inner;
            to[at] = from[first + places[rank] * view.inner];
            integers(indices)[at] = static_cast<std::int64_t>(places[rank]);
          }
        }
      },
      x.elements);
  std::vector<Value> results;
  results.push_back(std::move(values));
  results.push_back(std::move(indices));
  return results;
}

}  // namespace bakeoff::model::reference
