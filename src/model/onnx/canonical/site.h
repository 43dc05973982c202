#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/canonical/builder.h"
#include "model/onnx/canonical/tensors.h"
#include "model/onnx/graph.h"
#include "model/onnx/shapes/call.h"
#include "model/onnx/shapes/inference.h"

namespace bakeoff::model::dialect {

using Attributes = std::map<std::string, Attribute>;

/// One node on its way into the canonical graph: what is known of it, and what takes its place. The shapes of
/// inputs and outputs are numbers.
class Site {
 public:
  /// `attributes` are those of the canonical node, defaults filled in.
  Site(const Node& node, const shapes::Call& call, const shapes::Inference& inference, Attributes filled,
       Builder& builder)
      : attributes(std::move(filled)), node_(node), call_(call), inference_(inference), builder_(builder) {}

  Attributes attributes;

  [[nodiscard]] const Node& node() const { return node_; }
  [[nodiscard]] const shapes::Call& call() const { return call_; }
  [[nodiscard]] Builder& builder() { return builder_; }

  [[nodiscard]] bool has_input(std::size_t index) const { return call_.optional_input(index) != nullptr; }
  /// Of an input that is there.
  [[nodiscard]] Dims dims(std::size_t input) const;
  [[nodiscard]] Dims result(std::size_t output = 0) const;
  [[nodiscard]] ElementType type(std::size_t input) const { return call_.input(input).type; }
  [[nodiscard]] ElementType result_type(std::size_t output = 0) const;
  [[nodiscard]] bool uses_output(std::size_t index) const;

  /// The canonical name of an input; empty if it is left out.
  [[nodiscard]] std::string name(std::size_t input) const;
  /// nullptr if the input is left out or not constant.
  [[nodiscard]] const Tensor* constant(std::size_t input) const;
  /// The one number of a constant input; `otherwise` if it is left out. Errors: kUnsupported if it is not
  /// constant.
  [[nodiscard]] Result<double> scalar(std::size_t input, double otherwise) const;

  [[nodiscard]] std::int64_t integer(const std::string& attribute) const;

  /// Makes `attribute` an axis below `rank`.
  Result<void> count_from_front(const std::string& attribute, std::size_t rank);

  /// The same operator on all inputs.
  void keep();
  /// The same operator on the first inputs.
  void keep_inputs(std::size_t count);
  /// Another operator on inputs by their canonical names.
  void replace(const std::string& op_type, std::vector<std::string> inputs);
  /// One more node, whose only output gets a fresh name, which is returned.
  std::string insert(const std::string& op_type, std::vector<std::string> inputs, Attributes values,
                     const Dims& dims, ElementType type);

  /// The first output is input `index` as it is.
  void pass(std::size_t index = 0);
  /// The output is a constant.
  void become(std::size_t output, Tensor tensor);
  /// The output is a view of a constant first input, if that is one and small enough; false if not.
  [[nodiscard]] bool view_constant(const View& view);
  /// One more constant, under a fresh name like the tensor's, which is returned. Errors: kUnsupported if it
  /// is one too many.
  [[nodiscard]] Result<std::string> insert_constant(Tensor tensor);

 private:
  const Node& node_;
  const shapes::Call& call_;
  const shapes::Inference& inference_;
  Builder& builder_;
};

/// kUnsupported; the place is added by whoever runs the rule.
tl::unexpected<Error> unsupported(std::string what);

}  // namespace bakeoff::model::dialect
