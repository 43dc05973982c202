#include "unit/model/onnx/raw_model.h"

namespace bakeoff::model::raw {

std::string value_info(const std::string& name, int type, const std::vector<std::int64_t>& dims) {
  const std::string shape = message([&](auto& out) {
    for (const std::int64_t dim : dims)
      out.add_message(1, message([&](auto& axis) { axis.add_int64(1, dim); }));
  });
  const std::string tensor_type = message([&](auto& out) {
    out.add_int32(1, type);
    out.add_message(2, shape);
  });
  return message([&](auto& out) {
    out.add_string(1, name);
    out.add_message(2, message([&](auto& value_type) { value_type.add_message(1, tensor_type); }));
  });
}

std::string node(const std::string& op_type, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs) {
  return message([&](auto& out) {
    for (const std::string& input : inputs) out.add_string(1, input);
    for (const std::string& output : outputs) out.add_string(2, output);
    out.add_string(4, op_type);
  });
}

std::string tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims,
                   std::uint32_t data_field, std::string_view data) {
  return message([&](auto& out) {
    for (const std::int64_t dim : dims) out.add_int64(1, dim);
    out.add_int32(2, type);
    out.add_string(8, name);
    out.add_bytes(data_field, data.data(), data.size());
  });
}

std::string graph(const Parts& parts) {
  return message([&](auto& out) {
    for (const std::string& part : parts.nodes) out.add_message(1, part);
    out.add_string(2, "g");
    for (const std::string& part : parts.initializers) out.add_message(5, part);
    for (const std::string& part : parts.inputs) out.add_message(11, part);
    for (const std::string& part : parts.outputs) out.add_message(12, part);
  });
}

std::string model(const std::string& graph_bytes) {
  return message([&](auto& out) {
    out.add_int64(1, 8);
    out.add_message(8, message([](auto& opset) { opset.add_int64(2, 12); }));
    out.add_message(7, graph_bytes);
  });
}

std::string model_with(const std::string& initializer) {
  return model(graph({.nodes = {node("Relu", {"x"}, {"y"})},
                      .initializers = {initializer},
                      .inputs = {value_info("x", 1, {1, 4})},
                      .outputs = {value_info("y", 1, {1, 4})}}));
}

}  // namespace bakeoff::model::raw
