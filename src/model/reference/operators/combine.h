#pragma once

#include "model/reference/strides.h"

namespace bakeoff::model::reference {

/// y[i] = function(a, b) over operands that are broadcast to y's shape; `a` and `b` are vectors of elements.
template <typename From, typename To, typename Function>
void combine(const Value& a, const Value& b, const Dims& dims, To& y, Function function) {
  const From& left = std::get<From>(a.elements);
  const From& right = std::get<From>(b.elements);
  for_each_row<2>(dims, {broadcast_strides(a.dims, dims), broadcast_strides(b.dims, dims)},
                  [&](std::size_t first, const auto& offsets, std::size_t length, const auto& steps) {
                    const auto* from_left = left.data() + offsets[0];
                    const auto* from_right = right.data() + offsets[1];
                    for (std::size_t i = 0; i < length; ++i) {
                      const auto place = static_cast<std::int64_t>(i);
                      y[first + i] = function(from_left[place * steps[0]], from_right[place * steps[1]]);
                    }
                  });
}

}  // namespace bakeoff::model::reference
