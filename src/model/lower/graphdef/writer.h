#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/lower/graphdef/proto.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::graphdef {

/// The value of an attribute of a node.
using AttrValue =
    std::variant<proto::DataType, std::int64_t, float, bool, std::string, std::vector<std::int64_t>>;
using Attr = std::pair<std::string_view, AttrValue>;

/// TensorFlow's number of a type; strings and undefined have none.
proto::DataType data_type(ElementType type);

/// Writes a GraphDef node after node, weights as the bytes they are.
class Writer {
 public:
  /// Room for `bytes` of weights is made beforehand.
  explicit Writer(std::uint64_t bytes);

  /// A name for a node that no other has: `wish`, as far as TensorFlow allows its characters.
  std::string unique_name(std::string_view wish);

  /// Adds a node. `name` comes from unique_name; `inputs` are names of nodes, ":1" and so on appended for
  /// outputs past the first.
  void node(std::string_view op, const std::string& name, const std::vector<std::string>& inputs,
            const std::vector<Attr>& attributes);

  void placeholder(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims);

  void constant(const std::string& name, ElementType type, const std::vector<std::int64_t>& dims,
                std::string_view data);

  /// The file. Nothing may be added after.
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace bakeoff::model::graphdef
