#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/reference/value.h"

/// Walking over tensors whose axes lie in memory with given strides (in elements).
namespace bakeoff::model::reference {

using Dims = std::vector<std::int64_t>;

std::int64_t product_of(std::span<const std::int64_t> dims);

/// Row-major.
Dims strides_of(const Dims& dims);

/// Strides with which a tensor of `dims` is read as one of `onto`, right-aligned, repeated along axes of
/// length 1 (ONNX Broadcasting.md).
Dims broadcast_strides(const Dims& dims, const Dims& onto);

/// A tensor around one axis: `outer` blocks of `length` rows of `inner` elements.
struct AxisView {
  std::size_t outer = 1;
  std::size_t length = 1;
  std::size_t inner = 1;
};
AxisView around(const Dims& dims, std::size_t axis);

/// Joins neighbouring axes that every operand passes through as one, drops those of length 1, and leaves at
/// least one axis: longer and fewer rows.
template <std::size_t kOperands>
void merge_axes(Dims& dims, std::array<Dims, kOperands>& strides) {
  Dims merged;
  std::array<Dims, kOperands> merged_strides;
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (dims[axis] == 1) continue;
    bool joins = !merged.empty();
    for (std::size_t o = 0; o < kOperands && joins; ++o) {
      joins = merged_strides[o].back() == strides[o][axis] * dims[axis];
    }
    if (joins) {
      merged.back() *= dims[axis];
      for (std::size_t o = 0; o < kOperands; ++o) merged_strides[o].back() = strides[o][axis];
    } else {
      merged.push_back(dims[axis]);
      for (std::size_t o = 0; o < kOperands; ++o) merged_strides[o].push_back(strides[o][axis]);
    }
  }
  if (merged.empty()) {
    merged.push_back(1);
    for (Dims& operand : merged_strides) operand.push_back(0);
  }
  dims = std::move(merged);
  strides = std::move(merged_strides);
}

/// row(first, offsets, length, steps) for every run of `length` places that follow one another in row-major
/// order, beginning with place `first`: operand o is read at offsets[o], offsets[o] + steps[o], ...
template <std::size_t kOperands, typename Row>
void for_each_row(Dims dims, std::array<Dims, kOperands> strides, Row row) {
  if (product_of(dims) == 0) return;
  merge_axes(dims, strides);
  const std::size_t last = dims.size() - 1;
  std::array<std::int64_t, kOperands> offsets{};
  std::array<std::int64_t, kOperands> steps{};
  for (std::size_t o = 0; o < kOperands; ++o) steps[o] = strides[o][last];
  Dims at(last, 0);
  std::size_t first = 0;
  for (;;) {
    row(first, offsets, static_cast<std::size_t>(dims[last]), steps);
    first += static_cast<std::size_t>(dims[last]);
    std::size_t axis = last;
    while (axis > 0) {
      --axis;
      for (std::size_t o = 0; o < kOperands; ++o) offsets[o] += strides[o][axis];
      if (++at[axis] < dims[axis]) break;
      for (std::size_t o = 0; o < kOperands; ++o) offsets[o] -= strides[o][axis] * dims[axis];
      at[axis] = 0;
      if (axis == 0) return;
    }
    if (last == 0) return;
  }
}

/// The elements that `strides` pick from `offset` on, as a tensor of `dims`.
Value picked(const Value& from, Dims dims, Dims strides, std::int64_t offset);

/// The axes of `from`, in this order.
Value transposed(const Value& from, std::span<const std::int64_t> order);

/// The same elements in another shape.
Value reshaped(Value from, Dims dims);

}  // namespace bakeoff::model::reference
