#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bakeoff::model {

/// Numbers as in ONNX's TensorProto.DataType.
enum class ElementType : std::int32_t {
  kUndefined = 0,
  kFloat = 1,
  kUint8 = 2,
  kInt8 = 3,
  kUint16 = 4,
  kInt16 = 5,
  kInt32 = 6,
  kInt64 = 7,
  kString = 8,
  kBool = 9,
  kFloat16 = 10,
  kDouble = 11,
  kUint32 = 12,
  kUint64 = 13,
  kBfloat16 = 16,
};

/// Bytes of one element; 0 for strings and undefined.
std::size_t size_of(ElementType type);

/// "float32", "int64", ...
std::string to_string(ElementType type);

/// One axis of a shape: a number, a name ("N", "batch") or unknown (neither).
struct Dim {
  std::optional<std::int64_t> value;
  std::string name;
  bool operator==(const Dim&) const = default;
};

using Shape = std::vector<Dim>;

/// A graph input, output or intermediate value. No shape: the rank is unknown.
struct ValueInfo {
  std::string name;
  ElementType type = ElementType::kUndefined;
  std::optional<Shape> shape;
  bool operator==(const ValueInfo&) const = default;
};

/// A constant tensor: little-endian, row-major bytes as in TensorProto.raw_data, whichever field they came
/// from.
struct Tensor {
  std::string name;
  ElementType type = ElementType::kFloat;
  std::vector<std::int64_t> dims;
  std::string data;
  bool operator==(const Tensor&) const = default;
};

/// An attribute that is carried along but not read: a subgraph (If, Loop, Scan), a sparse tensor, a type,
/// strings, elements below 8 bits.
struct Opaque {
  std::string bytes;                  ///< its whole AttributeProto
  std::vector<std::string> captures;  ///< values of the graph around it that subgraphs use, each once
  bool operator==(const Opaque&) const = default;
};

using Attribute = std::variant<std::int64_t, float, std::string, Tensor, std::vector<std::int64_t>,
                               std::vector<float>, std::vector<std::string>, Opaque>;

/// An initializer that is carried along but not read: strings, elements below 8 bits, sparse ones.
struct OpaqueTensor {
  std::string name;
  std::string bytes;  ///< its whole TensorProto or SparseTensorProto
  bool sparse = false;
  bool operator==(const OpaqueTensor&) const = default;
};

/// Values are found by name; those that subgraphs use (Opaque::captures) count as inputs of the node too.
struct Node {
  std::string name;
  std::string op_type;
  std::string domain;               ///< empty: the standard operators
  std::vector<std::string> inputs;  ///< an empty name is an omitted optional input
  std::vector<std::string> outputs;
  std::map<std::string, Attribute> attributes;
  bool operator==(const Node&) const = default;
};

/// A model: one graph in topological order, with what is needed to write it again.
struct Graph {
  std::string name;
  std::int64_t ir_version = 7;
  std::int64_t opset = 12;  ///< of the standard domain
  std::map<std::string, std::int64_t> other_opsets;
  std::string producer;
  std::vector<ValueInfo> inputs;  ///< true inputs only: those that are initializers too are not listed
  std::vector<ValueInfo> outputs;
  std::vector<Tensor> initializers;
  std::vector<OpaqueTensor> opaque_initializers;
  std::vector<Node> nodes;
  std::vector<ValueInfo> values;  ///< known types of intermediate values
  std::vector<std::string>
      overridable;  ///< initializers that the file also listed as inputs (a handicap; cleaned)
  std::vector<std::string> functions;  ///< the FunctionProto of each operator that the file defines itself
  bool operator==(const Graph&) const = default;
};

}  // namespace bakeoff::model
