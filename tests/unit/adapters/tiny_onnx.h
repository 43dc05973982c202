#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bakeoff::test {

/// The few fields of onnx.proto that the models of these tests need, written by hand so that the tests do not
/// lean on bakeoff's own writer.
class Proto {
 public:
  Proto& number(int field, std::uint64_t value) {
    key(field, 0);
    varint(value);
    return *this;
  }
  Proto& text(int field, const std::string& bytes) {
    key(field, 2);
    varint(bytes.size());
    bytes_ += bytes;
    return *this;
  }
  Proto& message(int field, const Proto& proto) { return text(field, proto.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void key(int field, unsigned wire) { varint((static_cast<std::uint64_t>(field) << 3U) | wire); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) bytes_ += static_cast<char>((value & 0x7fU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

/// Element types by ONNX's numbers (1 float, 2 uint8, 3 int8, 6 int32, 7 int64, 9 bool).
struct TinyValue {
  std::string name;
  int type = 1;
  std::vector<std::int64_t> dims;  ///< -1: not known
};

inline Proto tiny_attribute(const std::string& name, std::int64_t value) {
  Proto attribute;
  return attribute.text(1, name).number(3, static_cast<std::uint64_t>(value)).number(20, 2);
}

inline Proto tiny_node(const std::string& op, const std::vector<std::string>& inputs,
                       const std::string& output, const std::vector<Proto>& attributes = {}) {
  Proto node;
  for (const std::string& input : inputs) node.text(1, input);
  node.text(2, output).text(3, "make_" + output).text(4, op);
  for (const Proto& attribute : attributes) node.message(5, attribute);
  return node;
}

inline Proto tiny_floats(const std::string& name, const std::vector<std::int64_t>& dims,
                         const std::vector<float>& values) {
  Proto tensor;
  for (const std::int64_t dim : dims) tensor.number(1, static_cast<std::uint64_t>(dim));
  tensor.number(2, 1).text(8, name);
  return tensor.text(
      9, std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
}

/// A whole model, IR version 7, opset 12.
inline std::string tiny_model(const std::vector<Proto>& nodes, const std::vector<Proto>& initializers,
                              const std::vector<TinyValue>& inputs, const std::vector<TinyValue>& outputs) {
  const auto value_info = [](const TinyValue& value) {
    Proto shape;
    for (const std::int64_t dim : value.dims) {
      Proto one;
      if (dim >= 0) {
        one.number(1, static_cast<std::uint64_t>(dim));
      } else {
        one.text(2, "n");
      }
      shape.message(1, one);
    }
    Proto tensor;
    tensor.number(1, static_cast<std::uint64_t>(value.type)).message(2, shape);
    return Proto().text(1, value.name).message(2, Proto().message(1, tensor));
  };
  Proto graph;
  for (const Proto& node : nodes) graph.message(1, node);
  graph.text(2, "tiny");
  for (const Proto& initializer : initializers) graph.message(5, initializer);
  for (const TinyValue& input : inputs) graph.message(11, value_info(input));
  for (const TinyValue& output : outputs) graph.message(12, value_info(output));
  return Proto().number(1, 7).message(7, graph).message(8, Proto().text(1, "").number(2, 12)).bytes();
}

}  // namespace bakeoff::test
