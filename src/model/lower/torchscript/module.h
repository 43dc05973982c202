#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model::torchscript {

/// A value as the source text names it, and what is known of it.
struct Value {
  std::string text;  ///< an expression without side effects: "v3", "self.w0"
  ElementType type = ElementType::kUndefined;
  std::vector<std::int64_t> dims;
  const Tensor* constant = nullptr;  ///< its data, if it is an initializer
  bool spent = false;                ///< nothing else reads it: an operator may overwrite it
};

/// A TorchScript module in the making: its weights and the lines of its forward().
class Module {
 public:
  /// Takes one more input: "x0", "x1", ...
  std::string add_input();

  /// Keeps a tensor, which must outlive this module or be given to it, as an attribute: "self.w0".
  std::string add_weight(const Tensor& tensor);
  std::string keep(Tensor tensor);

  /// A name that nothing else has, "v0", and the line that gives it its value.
  std::string new_variable();
  void assign(const std::string& target, const std::string& expression, const std::string& comment);

  /// The archive that torch::jit::load reads, forward() returning these.
  std::string archive(const std::vector<std::string>& outputs) const;

  /// The text of code/__torch__.py in it.
  std::string source(const std::vector<std::string>& outputs) const;

 private:
  std::string attributes() const;
  std::string state() const;

  std::vector<const Tensor*> weights_;
  std::vector<std::unique_ptr<Tensor>> kept_;
  std::size_t inputs_ = 0;
  std::size_t variables_ = 0;
  std::string body_;
};

}  // namespace bakeoff::model::torchscript
