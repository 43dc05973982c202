#include <algorithm>

#include "model/lower/torchscript/constants.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/padding.h"
#include "model/lower/torchscript/types.h"

namespace bakeoff::model::torchscript {
namespace {

// One axis of a Slice with a step of either sign.
std::string sliced(const std::string& text, std::size_t axis, std::int64_t start, std::int64_t step,
                   std::int64_t count) {
  const std::string dim = std::to_string(axis);
  const std::int64_t last = start + (count - 1) * step;
  if (step > 0 || count == 0) {
    return torch_call("slice",
                      {text, dim, std::to_string(start), std::to_string(count == 0 ? start : last + 1),
                       std::to_string(count == 0 ? 1 : step)});
  }
  // torch takes no negative steps: the same elements forwards, then turned round.
  const std::string forwards = torch_call(
      "slice", {text, dim, std::to_string(last), std::to_string(start + 1), std::to_string(-step)});
  return torch_call("flip", {forwards, "[" + dim + "]"});
}

// Which element of an axis of `length` stands at each place of the padded one.
std::vector<std::int64_t> sources(const std::string& mode, std::int64_t length, std::int64_t begin,
                                  std::int64_t end) {
  std::vector<std::int64_t> found;
  for (std::int64_t i = -begin; i < length + end; ++i) {
    std::int64_t at = i;
    if (mode == "edge") at = std::clamp<std::int64_t>(i, 0, length - 1);
    if (mode == "wrap") at = (i % length + length) % length;
    if (mode == "reflect") {
      const std::int64_t period = std::max<std::int64_t>(1, 2 * (length - 1));
      at = (i % period + period) % period;
      at = std::min(at, period - at);
      if (length == 1) at = 0;
    }
    found.push_back(at);
  }
  return found;
}

// torch's own function, for pads of the last axes of a batch of channels of floats.
bool has_function(const Padding& padding, const std::string& mode, const Value& x) {
  const std::vector<std::int64_t>& dims = x.dims;
  const std::size_t rank = padding.begin.size();
  if (!is_floating(x.type) || rank < 3 || rank > 5 || (mode != "reflect" && mode != "edge")) return false;
  bool fits = true;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t most = std::max(padding.begin[i], padding.end[i]);
    const bool none = padding.begin[i] == 0 && padding.end[i] == 0;
    const bool grows = padding.begin[i] >= 0 && padding.end[i] >= 0 && (mode == "edge" || most < dims[i]);
    fits = fits && (i < 2 ? none : grows);
  }
  return fits;
}

std::string constant_pad(Call& call, const Padding& padding) {
  return torch_call("constant_pad_nd",
                    {call.input(0).text, list(last_axis_first(padding)), number(call.real("value"))});
}

}  // namespace

std::string lower_concat(Call& call) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < call.input_count(); ++i) parts.push_back(call.input(i).text);
  return torch_call("cat", {list(parts), std::to_string(call.integer("axis"))});
}

std::string lower_split(Call& call) {
  const std::string pieces = torch_call("split_with_sizes", {call.input(0).text, list(call.integers("split")),
                                                             std::to_string(call.integer("axis"))});
  return call.output_count() == 1 ? pieces + "[0]" : pieces;
}

std::string lower_slice(Call& call) {
  const Value& x = call.input(0);
  const std::vector<std::int64_t> starts = call.integers("starts");
  const std::vector<std::int64_t> steps = call.integers("steps");
  const std::vector<std::int64_t>& counts = call.output(0).dims;
  if (call.failure()) return {};
  std::string text = x.text;
  for (std::size_t axis = 0; axis < counts.size(); ++axis) {
    const bool whole = counts[axis] == x.dims[axis] && steps[axis] == 1;
    if (!whole) text = sliced(text, axis, starts[axis], steps[axis], counts[axis]);
  }
  return text;
}

std::string lower_pad(Call& call) {
  const Value& x = call.input(0);
  const Padding padding = padding_of(call.integers("pads"));
  const std::string mode = call.text("mode");
  if (call.failure()) return {};
  if (mode == "constant") return constant_pad(call, padding);
  if (has_function(padding, mode, x)) {
    std::vector<std::int64_t> pairs = last_axis_first(padding);
    pairs.resize(pairs.size() - 4);
    return torch_call("pad", {x.text, list(pairs), mode == "edge" ? "\"replicate\"" : "\"reflect\""});
  }
  std::string text = x.text;
  for (std::size_t axis = 0; axis < x.dims.size(); ++axis) {
    if (padding.begin[axis] == 0 && padding.end[axis] == 0) continue;
    const std::string at =
        positions(call, sources(mode, x.dims[axis], padding.begin[axis], padding.end[axis]));
    text = torch_call("index_select", {text, std::to_string(axis), at});
  }
  return text;
}

}  // namespace bakeoff::model::torchscript
