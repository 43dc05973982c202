#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/lower/graphdef/lowering.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::graphdef {

/// One node of a canonical graph, as the function that lowers its operator sees it: every attribute is there.
class Call {
 public:
  Call(Lowering& lowering, const Node& node) : to(lowering), node_(node) {}

  Lowering& to;

  [[nodiscard]] const std::string& op_type() const { return node_.op_type; }
  [[nodiscard]] std::size_t input_count() const { return node_.inputs.size(); }
  [[nodiscard]] bool has_input(std::size_t index) const {
    return index < node_.inputs.size() && !node_.inputs[index].empty();
  }
  [[nodiscard]] const Value& input(std::size_t index) const { return to.value(node_.inputs[index]); }
  [[nodiscard]] Values inputs() const;

  [[nodiscard]] std::size_t output_count() const { return node_.outputs.size(); }
  [[nodiscard]] Dims output_dims(std::size_t index = 0) const { return to.dims_of(node_.outputs[index]); }
  [[nodiscard]] ElementType output_type(std::size_t index = 0) const {
    return to.type_of(node_.outputs[index]);
  }

  [[nodiscard]] bool has(const std::string& attribute) const { return node_.attributes.contains(attribute); }
  [[nodiscard]] std::int64_t integer(const std::string& attribute) const {
    return get<std::int64_t>(attribute);
  }
  /// Of an axis, or another number that is not negative.
  [[nodiscard]] std::size_t index(const std::string& attribute) const {
    return static_cast<std::size_t>(integer(attribute));
  }
  [[nodiscard]] double number(const std::string& attribute) const { return get<float>(attribute); }
  [[nodiscard]] const Dims& integers(const std::string& attribute) const { return get<Dims>(attribute); }
  [[nodiscard]] const std::vector<float>& numbers(const std::string& attribute) const {
    return get<std::vector<float>>(attribute);
  }
  [[nodiscard]] const std::string& text(const std::string& attribute) const {
    return get<std::string>(attribute);
  }

 private:
  // Throws for what canonical() would have to break its promise to leave out.
  template <typename T>
  const T& get(const std::string& attribute) const {
    return std::get<T>(node_.attributes.at(attribute));
  }

  const Node& node_;
};

/// kUnsupported: `what` completes "OPERATOR ...".
tl::unexpected<Error> unsupported(const Call& call, const std::string& what);

}  // namespace bakeoff::model::graphdef
