#include "model/lower/torchscript/torchscript.h"

#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "model/lower/torchscript/call.h"
#include "model/lower/torchscript/literal.h"
#include "model/lower/torchscript/module.h"
#include "model/lower/torchscript/operators.h"
#include "model/lower/torchscript/types.h"
#include "model/onnx/node_reader.h"

namespace bakeoff::model {
namespace {

using torchscript::Call;
using torchscript::Module;
using torchscript::Value;

// Whether the operator's result is memory of its own, or of an input that it overwrote, never a view of what
// others read.
bool makes_memory(const Node& node) {
  static const std::set<std::string_view> kOperators = {"Add",  "BatchNormalization", "Conv",
                                                        "Gemm", "HardSwish",          "Relu"};
  return kOperators.contains(node.op_type);
}

class Lowering {
 public:
  explicit Lowering(const Graph& graph) : graph_(graph) {
    for (const ValueInfo& value : graph.values) infos_[value.name] = &value;
    for (const ValueInfo& value : graph.outputs) infos_[value.name] = &value;
    for (const Tensor& tensor : graph.initializers) initializers_[tensor.name] = &tensor;
    for (const ValueInfo& value : graph.outputs) ++uses_[value.name];
    for (const Node& node : graph.nodes) {
      for (const std::string& name : node.inputs) ++uses_[name];
    }
  }

  Result<Lowered> lower() {
    Lowered lowered;
    for (const ValueInfo& input : graph_.inputs) {
      Result<Value> value = described(input);
      if (!value) return tl::unexpected(value.error());
      value->text = module_.add_input();
      lowered.inputs.push_back({.name = value->text, .type = value->type, .dims = value->dims, .axes = {}});
      values_[input.name] = std::move(*value);
    }
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      if (auto done = add(graph_.nodes[i], i); !done) return tl::unexpected(done.error());
    }
    std::vector<std::string> returned;
    for (const ValueInfo& output : graph_.outputs) {
      const Result<Value> value = use(output.name);
      if (!value) return tl::unexpected(value.error());
      returned.push_back(value->text);
      lowered.outputs.push_back({.name = output.name, .type = value->type, .dims = value->dims, .axes = {}});
    }
    lowered.bytes = module_.archive(returned);
    return lowered;
  }

 private:
  Result<Value> described(const std::string& name) const {
    const auto found = infos_.find(name);
    if (found != infos_.end()) return described(*found->second);
    return fail(ErrorKind::kBadInput, "nothing is known of the value '" + name + "'");
  }

  static Result<Value> described(const ValueInfo& info) {
    Value value{.text = {}, .type = info.type, .dims = {}};
    if (!torchscript::has_type(info.type)) {
      return fail(ErrorKind::kUnsupported, "PyTorch has no tensors of type " + to_string(info.type),
                  info.name);
    }
    if (!info.shape) return fail(ErrorKind::kUnsupported, "the shape is not known", info.name);
    for (const Dim& dim : *info.shape) {
      if (!dim.value) return fail(ErrorKind::kUnsupported, "the shape is not known", info.name);
      value.dims.push_back(*dim.value);
    }
    return value;
  }

  // A value that was made before; an initializer becomes a weight when it is used first.
  Result<Value> use(const std::string& name) {
    if (const auto found = values_.find(name); found != values_.end()) return found->second;
    const auto found = initializers_.find(name);
    if (found == initializers_.end()) {
      return fail(ErrorKind::kBadInput, "nothing makes the value '" + name + "'");
    }
    const Tensor& tensor = *found->second;
    if (!torchscript::has_type(tensor.type)) {
      return fail(ErrorKind::kUnsupported, "PyTorch has no tensors of type " + to_string(tensor.type), name);
    }
    Value value{
        .text = module_.add_weight(tensor), .type = tensor.type, .dims = tensor.dims, .constant = &tensor};
    values_[name] = value;
    return value;
  }

  Result<void> add(const Node& node, std::size_t index) {
    const auto here = [&](Error error) {
      error.where = place_of(node, index);
      return tl::unexpected(std::move(error));
    };
    const torchscript::Operator* lower = torchscript::find_operator(node);
    if (lower == nullptr) {
      return here(Error{ErrorKind::kUnsupported,
                        "the lowering to TorchScript does not know the operator " + node.op_type,
                        {},
                        {}});
    }
    std::vector<Value> inputs;
    for (const std::string& name : node.inputs) {
      auto value = name.empty() ? Result<Value>(Value{}) : use(name);
      if (!value) return here(value.error());
      value->spent = uses_.at(name) == 1 && fresh_.contains(name);
      inputs.push_back(std::move(*value));
    }
    std::vector<Value> outputs;
    std::string targets;
    for (const std::string& name : node.outputs) {
      auto value = name.empty() ? Result<Value>(Value{}) : described(name);
      if (!value) return here(value.error());
      value->text = module_.new_variable();
      targets += (targets.empty() ? "" : ", ") + value->text;
      outputs.push_back(*value);
      values_[name] = std::move(*value);
      if (makes_memory(node)) fresh_.insert(name);
    }
    Call call(node, std::move(inputs), std::move(outputs), module_);
    const std::string expression = (*lower)(call);
    if (call.failure()) return here(*call.failure());
    module_.assign(targets, expression, comment(node));
    return {};
  }

  // Names are anything; a comment is one line of ASCII.
  static std::string comment(const Node& node) {
    std::string text = node.op_type + " " + node.name;
    for (char& c : text) {
      if (std::isprint(static_cast<unsigned char>(c)) == 0) c = '?';
    }
    if (text.back() == ' ') text.pop_back();
    return text;
  }

  const Graph& graph_;
  std::map<std::string, const ValueInfo*> infos_;
  std::map<std::string, const Tensor*> initializers_;
  std::map<std::string, Value> values_;
  std::map<std::string, int> uses_;  // by nodes and as outputs
  std::set<std::string> fresh_;      // values that are memory of their own
  Module module_;
};

}  // namespace

Result<Lowered> to_torchscript(const Graph& canonical) {
  return Lowering(canonical).lower();
}

}  // namespace bakeoff::model
