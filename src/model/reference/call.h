#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/onnx/graph.h"
#include "model/reference/value.h"

namespace bakeoff::model::reference {

/// One use of an operator, as its function sees it. The node is of the canonical dialect: what that promises
/// is taken at its word here, and whatever turns out to be missing throws a standard exception, which the
/// executor turns into an error of ours that names the node.
class Call {
 public:
  struct Output {
    ElementType type = ElementType::kFloat;
    std::vector<std::int64_t> dims;
    bool wanted = true;  ///< the node names it
  };

  Call(const Node& node, std::vector<const Value*> inputs, std::vector<Output> outputs)
      : node_(node), inputs_(std::move(inputs)), outputs_(std::move(outputs)) {}

  [[nodiscard]] const std::string& op_type() const { return node_.op_type; }

  [[nodiscard]] std::size_t input_count() const { return inputs_.size(); }
  [[nodiscard]] const Value& input(std::size_t index) const;
  /// nullptr for an omitted optional input.
  [[nodiscard]] const Value* optional_input(std::size_t index) const {
    return index < inputs_.size() ? inputs_[index] : nullptr;
  }

  [[nodiscard]] std::size_t output_count() const { return outputs_.size(); }
  [[nodiscard]] const Output& output(std::size_t index = 0) const { return outputs_.at(index); }
  /// Zeros of the output's type and shape.
  [[nodiscard]] Value make_output(std::size_t index = 0) const {
    return make_value(output(index).type, output(index).dims);
  }

  [[nodiscard]] bool has(const std::string& attribute) const { return node_.attributes.contains(attribute); }
  [[nodiscard]] std::int64_t integer(const std::string& attribute) const;
  [[nodiscard]] std::size_t axis(const std::string& attribute = "axis") const;
  [[nodiscard]] double real(const std::string& attribute) const;
  [[nodiscard]] const std::string& text(const std::string& attribute) const;
  [[nodiscard]] const std::vector<std::int64_t>& integers(const std::string& attribute) const;
  [[nodiscard]] const std::vector<float>& floats(const std::string& attribute) const;

 private:
  const Node& node_;
  std::vector<const Value*> inputs_;
  std::vector<Output> outputs_;
};

}  // namespace bakeoff::model::reference
