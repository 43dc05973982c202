#pragma once

#include <cstddef>
#include <stdexcept>
#include <variant>

#include "model/reference/operators/operators.h"
#include "model/reference/parallel.h"

namespace bakeoff::model::reference {

/// The output as `real` or `integer` of each element of the first input; integers wrap as their type does.
template <typename Real, typename Integer>
Outcome map_elements(const Call& call, Real real, Integer integer) {
  const Value& x = call.input(0);
  Value y = call.make_output();
  if (element_count(y) != element_count(x)) throw std::length_error("another shape than the input's");
  if (const auto* from = std::get_if<Reals>(&x.elements)) {
    Reals& to = reals(y);
    parallel_ranges(from->size(), kElementsPerTask, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) to[i] = real((*from)[i]);
    });
  } else {
    const Integers& numbers = integers(x);
    Integers& to = integers(y);
    for (std::size_t i = 0; i < numbers.size(); ++i) to[i] = wrapped(y.type, integer(numbers[i]));
  }
  return one(std::move(y));
}

/// The same for an operator of reals alone.
template <typename Real>
Outcome map_reals(const Call& call, Real real) {
  return map_elements(call, real, [](std::int64_t element) { return element; });
}

}  // namespace bakeoff::model::reference
