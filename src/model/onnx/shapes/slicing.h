#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/error.h"
#include "model/onnx/shapes/call.h"

namespace bakeoff::model::shapes {

/// Python's slice over one axis: first index, count and step.
struct Range {
  std::int64_t start = 0;
  std::int64_t count = 0;
  std::int64_t step = 1;
};

/// start:end:step over an axis of `length`. Errors: kBadInput for a step of 0.
Result<Range> slice_range(std::int64_t length, std::int64_t start, std::int64_t end, std::int64_t step);

/// What Slice takes: one entry for each axis that it names.
struct SliceArguments {
  std::vector<std::int64_t> starts;
  std::vector<std::int64_t> ends;
  std::vector<std::int64_t> axes;
  std::vector<std::int64_t> steps;
};

/// From inputs or attributes, whatever the opset has; nothing if one is computed at run time.
Result<std::optional<SliceArguments>> slice_arguments(const Call& call);

/// Pads of all axes, first ends and then last ends; nothing if computed at run time.
Result<std::optional<std::vector<std::int64_t>>> pads_of(const Call& call, std::size_t rank);

}  // namespace bakeoff::model::shapes
