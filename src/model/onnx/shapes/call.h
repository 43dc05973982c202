#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"
#include "model/onnx/shapes/known.h"

namespace bakeoff::model::shapes {

/// One use of an operator, as its shape function sees it. Required inputs are there and not empty.
class Call {
 public:
  Call(const Node& node, std::int64_t opset, std::vector<const Known*> inputs)
      : node_(node), opset_(opset), inputs_(std::move(inputs)) {}

  [[nodiscard]] const std::string& op_type() const { return node_.op_type; }
  [[nodiscard]] std::int64_t opset() const { return opset_; }
  [[nodiscard]] std::size_t input_count() const { return inputs_.size(); }
  [[nodiscard]] std::size_t output_count() const { return node_.outputs.size(); }

  /// nullptr for an omitted optional input.
  [[nodiscard]] const Known* optional_input(std::size_t index) const {
    return index < inputs_.size() ? inputs_[index] : nullptr;
  }
  /// An input that the operator's table entry requires.
  [[nodiscard]] const Known& input(std::size_t index) const { return *inputs_[index]; }

  [[nodiscard]] bool has(const std::string& attribute) const { return node_.attributes.contains(attribute); }
  [[nodiscard]] Result<std::int64_t> integer(const std::string& attribute, std::int64_t otherwise) const;
  [[nodiscard]] Result<std::vector<std::int64_t>> integers(const std::string& attribute,
                                                           std::vector<std::int64_t> otherwise) const;
  [[nodiscard]] Result<std::vector<float>> floats(const std::string& attribute) const;
  [[nodiscard]] Result<std::string> string(const std::string& attribute, std::string otherwise) const;
  [[nodiscard]] const Tensor* tensor(const std::string& attribute) const;

  /// `count` integers from `least` to kLongestAxis, all `otherwise` without the attribute.
  [[nodiscard]] Result<std::vector<std::int64_t>> extents(const std::string& attribute, std::size_t count,
                                                          std::int64_t least, std::int64_t otherwise) const;

  /// The attribute as an axis of a tensor of `rank` axes, negative ones counted from the end.
  [[nodiscard]] Result<std::size_t> axis(const std::string& attribute, std::int64_t otherwise,
                                         std::size_t rank) const;

 private:
  const Node& node_;
  std::int64_t opset_;
  std::vector<const Known*> inputs_;
};

/// kBadInput; the place is added by whoever runs the shape function.
tl::unexpected<Error> bad(std::string what);

/// An axis number as an index below `rank`. Errors: kBadInput.
Result<std::size_t> normalised_axis(std::int64_t axis, std::size_t rank);

/// The same for a list without repetitions.
Result<std::vector<std::size_t>> normalised_axes(const std::vector<std::int64_t>& axes, std::size_t rank);

}  // namespace bakeoff::model::shapes
