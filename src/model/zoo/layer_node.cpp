#include "model/zoo/layer_node.h"

#include <utility>

namespace bakeoff::model {

Node layer_node(std::string_view op_type, const std::string& name, std::vector<std::string> inputs) {
  Node node;
  node.name = name;
  node.op_type = op_type;
  node.inputs = std::move(inputs);
  node.outputs = {name};
  return node;
}

std::int64_t output_size(std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                         Rounding rounding) {
  const std::int64_t room = size + 2 * padding - kernel;
  return (rounding == Rounding::kUp ? (room + stride - 1) / stride : room / stride) + 1;
}

}  // namespace bakeoff::model
