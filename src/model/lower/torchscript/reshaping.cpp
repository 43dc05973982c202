#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/operators.h"

namespace bakeoff::model::torchscript {
namespace {

using Extents = std::vector<std::int64_t>;

std::string permuted(const std::string& text, const Extents& before, const Extents& order,
                     const Extents& after) {
  return torch_call(
      "reshape",
      {torch_call("permute", {torch_call("reshape", {text, list(before)}), list(order)}), list(after)});
}

}  // namespace

std::string lower_reshape(Call& call) {
  return torch_call("reshape", {call.input(0).text, list(call.output(0).dims)});
}

std::string lower_transpose(Call& call) {
  return torch_call("permute", {call.input(0).text, list(call.integers("perm"))});
}

std::string lower_expand(Call& call) {
  return torch_call("expand", {call.input(0).text, list(call.output(0).dims)});
}

std::string lower_tile(Call& call) {
  return torch_call("tile", {call.input(0).text, list(call.integers("repeats"))});
}

std::string lower_depth_to_space(Call& call) {
  const Value& x = call.input(0);
  const std::int64_t block = call.integer("blocksize");
  const std::string mode = call.text("mode");
  if (call.failure()) return {};
  if (mode == "CRD") return torch_call("pixel_shuffle", {x.text, std::to_string(block)});
  const Extents& d = x.dims;
  return permuted(x.text, {d[0], block, block, d[1] / (block * block), d[2], d[3]}, {0, 3, 4, 1, 5, 2},
                  call.output(0).dims);
}

std::string lower_space_to_depth(Call& call) {
  const Value& x = call.input(0);
  const std::int64_t block = call.integer("blocksize");
  if (call.failure() || block == 0) return {};
  const Extents& d = x.dims;
  return permuted(x.text, {d[0], d[1], d[2] / block, block, d[3] / block, block}, {0, 3, 5, 1, 2, 4},
                  call.output(0).dims);
}

}  // namespace bakeoff::model::torchscript
