#pragma once

#include <cstdint>
#include <protozero/pbf_writer.hpp>
#include <string>
#include <string_view>
#include <vector>

/// ONNX files written field by field, numbers as in onnx/onnx.proto and not taken from src: so that a wrong
/// number there is found, and so that files can be wrong in any way.
namespace bakeoff::model::raw {

/// A message from what `fill` writes into it.
template <typename Fill>
std::string message(Fill fill) {
  std::string bytes;
  protozero::pbf_writer writer(bytes);
  fill(writer);
  return bytes;
}

std::string value_info(const std::string& name, int type, const std::vector<std::int64_t>& dims);

/// Without attributes and name.
std::string node(const std::string& op_type, const std::vector<std::string>& inputs,
                 const std::vector<std::string>& outputs);

/// A TensorProto with dims and type, and the field `data_field` with the bytes `data`.
std::string tensor(const std::string& name, int type, const std::vector<std::int64_t>& dims,
                   std::uint32_t data_field, std::string_view data);

/// The parts of a GraphProto, each already encoded.
struct Parts {
  std::vector<std::string> nodes;
  std::vector<std::string> initializers;
  std::vector<std::string> inputs;
  std::vector<std::string> outputs;
};

std::string graph(const Parts& parts);

/// A ModelProto with ir_version 8 and opset 12.
std::string model(const std::string& graph_bytes);

/// A model y = Relu(x) with one initializer, given as its encoded TensorProto.
std::string model_with(const std::string& initializer);

}  // namespace bakeoff::model::raw
