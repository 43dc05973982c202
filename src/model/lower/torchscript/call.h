#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/lower/torchscript/module.h"
#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// One node of a canonical graph, as the function that lowers its operator sees it. What goes wrong is noted
/// and told by failure(), so that such a function can be the text it makes; that text is then of no account.
class Call {
 public:
  /// Inputs that are left out have an empty text.
  Call(const Node& node, std::vector<Value> inputs, std::vector<Value> outputs, Module& module);

  const std::string& op_type() const { return node_.op_type; }
  std::size_t input_count() const { return inputs_.size(); }
  bool has_input(std::size_t index) const { return index < inputs_.size() && !inputs_[index].text.empty(); }
  const Value& input(std::size_t index = 0);
  /// "None" for an input that is left out.
  std::string optional_input(std::size_t index);
  std::size_t output_count() const { return outputs_.size(); }
  const Value& output(std::size_t index = 0) const { return outputs_[index]; }

  std::int64_t integer(const std::string& attribute);
  std::vector<std::int64_t> integers(const std::string& attribute);
  float real(const std::string& attribute);
  std::vector<float> reals(const std::string& attribute);
  std::string text(const std::string& attribute);

  /// A new variable with the value of `expression`.
  std::string let(const std::string& expression);
  /// The name of torch's `function`, with the underscore that has it overwrite its first input where that is
  /// spent and as large as the result: torch's own users write it so, and a buffer less is touched.
  std::string in_place(std::string_view function);
  /// A constant of the lowering's own.
  std::string constant(Tensor tensor) { return module_.keep(std::move(tensor)); }

  /// Notes that this use of the operator cannot be lowered; gives an empty text.
  std::string unsupported(std::string why);

  const std::optional<Error>& failure() const { return failure_; }

 private:
  template <typename T>
  T attribute(const std::string& name);

  const Node& node_;
  std::vector<Value> inputs_;
  std::vector<Value> outputs_;
  Module& module_;
  std::optional<Error> failure_;
};

}  // namespace bakeoff::model::torchscript
