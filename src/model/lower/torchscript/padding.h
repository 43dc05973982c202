#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bakeoff::model::torchscript {

/// What is added in front of and behind each spatial axis.
struct Padding {
  std::vector<std::int64_t> begin;
  std::vector<std::int64_t> end;

  static Padding none(std::size_t axes);
  bool symmetric() const { return begin == end; }
  bool operator==(const Padding&) const = default;
};

/// ONNX's order: all of the front, then all of the back.
Padding padding_of(const std::vector<std::int64_t>& pads);

/// torch's order for its padding functions: front and back of the last axis, of the last but one, ...
std::vector<std::int64_t> last_axis_first(const Padding& padding);

}  // namespace bakeoff::model::torchscript
