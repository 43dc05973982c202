#include "model/reference/executor.h"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/onnx/counts.h"
#include "model/onnx/node_reader.h"
#include "model/reference/operators/operators.h"

namespace bakeoff::model::reference {
namespace {

Result<void> check_input(const ValueInfo& info, const Value& value) {
  const auto dims = info.shape ? to_dims(*info.shape) : std::nullopt;
  if (value.type == info.type && dims && *dims == value.dims) return {};
  return fail(ErrorKind::kBadInput,
              "the graph takes " + to_string(info.type) + " of shape " +
                  (info.shape ? to_string(*info.shape) : "unknown") + ", not " + to_string(value.type) +
                  " of " + to_string(value.dims),
              "input '" + info.name + "'");
}

tl::unexpected<Error> not_canonical(std::string what) {
  return fail(ErrorKind::kInternal, "the graph is not canonical: " + std::move(what));
}

// One execution: the values that are alive, and how often each will still be asked for.
class Execution {
 public:
  Execution(const Graph& graph, Arithmetic arithmetic) : graph_(graph), arithmetic_(arithmetic) {
    for (const Tensor& tensor : graph.initializers) weights_.emplace(tensor.name, &tensor);
    for (const std::vector<ValueInfo>* infos : {&graph.values, &graph.outputs}) {
      for (const ValueInfo& info : *infos) infos_.emplace(info.name, &info);
    }
    for (const Node& node : graph.nodes) {
      for (const std::string& input : node.inputs) ++uses_[input];
    }
    for (const ValueInfo& output : graph.outputs) ++uses_[output.name];
  }

  void give(const std::string& name, Value value) {
    if (uses_[name] == 0) return;
    round_to(arithmetic_, value);
    alive_.insert_or_assign(name, std::move(value));
  }

  Result<void> run(const Node& node) {
    const auto found = operators().find(node.op_type);
    if (found == operators().end()) return not_canonical("no operator " + node.op_type);
    std::vector<Value> converted;
    converted.reserve(node.inputs.size());
    std::vector<const Value*> inputs;
    for (const std::string& name : node.inputs) {
      const Result<const Value*> input = look_up(name, converted);
      if (!input) return tl::unexpected(input.error());
      inputs.push_back(*input);
    }
    Result<std::vector<Call::Output>> outputs = outputs_of(node);
    if (!outputs) return tl::unexpected(outputs.error());
    Outcome results = found->second.evaluate(Call(node, std::move(inputs), *outputs));
    if (!results) return tl::unexpected(results.error());
    for (const std::string& name : node.inputs) release(name);
    return keep(node, *outputs, std::move(*results));
  }

  Result<Value> take(const std::string& name) {
    std::vector<Value> converted;
    converted.reserve(1);
    const Result<const Value*> value = look_up(name, converted);
    if (!value) return tl::unexpected(value.error());
    if (!converted.empty()) return std::move(converted.front());
    const auto found = alive_.find(name);
    if (--uses_[name] > 0) return found->second;
    Value last = std::move(found->second);
    alive_.erase(found);
    return last;
  }

 private:
  // nullptr for an omitted input. Weights are converted into `converted`, which must not move.
  Result<const Value*> look_up(const std::string& name, std::vector<Value>& converted) {
    if (name.empty()) return nullptr;
    if (const auto found = alive_.find(name); found != alive_.end()) return &found->second;
    const auto weight = weights_.find(name);
    if (weight == weights_.end()) return not_canonical("nothing makes '" + name + "'");
    Result<Value> value = from_tensor(*weight->second);
    if (!value) return tl::unexpected(value.error());
    round_constant_to(arithmetic_, *value);
    converted.push_back(std::move(*value));
    return &converted.back();
  }

  Result<std::vector<Call::Output>> outputs_of(const Node& node) {
    std::vector<Call::Output> outputs;
    for (const std::string& name : node.outputs) {
      const auto found = infos_.find(name);
      if (found == infos_.end()) {
        if (!name.empty() && uses_[name] > 0)
          return not_canonical("the shape of '" + name + "' is not known");
        outputs.push_back({.type = ElementType::kFloat, .dims = {}, .wanted = false});
        continue;
      }
      const auto dims = found->second->shape ? to_dims(*found->second->shape) : std::nullopt;
      if (!dims) return not_canonical("the shape of '" + name + "' is not known");
      outputs.push_back({.type = found->second->type, .dims = *dims, .wanted = true});
    }
    return outputs;
  }

  void release(const std::string& name) {
    if (name.empty() || --uses_[name] > 0) return;
    alive_.erase(name);
  }

  Result<void> keep(const Node& node, const std::vector<Call::Output>& outputs, std::vector<Value> results) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      if (!outputs[i].wanted) continue;
      if (i >= results.size()) return not_canonical("it has no output " + std::to_string(i));
      if (results[i].dims != outputs[i].dims || is_real(results[i].type) != is_real(outputs[i].type)) {
        return not_canonical("'" + node.outputs[i] + "' should have shape " + to_string(outputs[i].dims) +
                             " and has " + to_string(results[i].dims));
      }
      results[i].type = outputs[i].type;
      give(node.outputs[i], std::move(results[i]));
    }
    return {};
  }

  const Graph& graph_;
  Arithmetic arithmetic_;
  std::unordered_map<std::string_view, const Tensor*> weights_;
  std::unordered_map<std::string_view, const ValueInfo*> infos_;
  std::unordered_map<std::string, int> uses_;
  std::unordered_map<std::string, Value> alive_;
};

// Operators take what the dialect promises at its word: what they then miss is an exception of the standard
// library.
Result<void> run_node(Execution& execution, const Node& node, std::size_t index) {
  const auto placed = [&](Error error) {
    error.where = place_of(node, index) + (error.where.empty() ? "" : ": " + error.where);
    return tl::unexpected(std::move(error));
  };
  try {
    Result<void> done = execution.run(node);
    if (!done) return placed(std::move(done.error()));
    return done;
  } catch (const std::bad_alloc&) {
    return placed({ErrorKind::kInternal, "the reference has not enough memory", "",
                   "try a smaller batch, or a machine with more memory"});
  } catch (const std::exception& missing) {
    return placed(not_canonical(missing.what()).value());
  }
}

}  // namespace

Result<std::vector<Value>> execute(const Graph& canonical, std::vector<Value> inputs, Arithmetic arithmetic) {
  if (Result<void> known = executable(canonical); !known) return tl::unexpected(known.error());
  if (inputs.size() != canonical.inputs.size()) {
    return fail(ErrorKind::kBadInput, std::to_string(inputs.size()) + " inputs for a graph that takes " +
                                          std::to_string(canonical.inputs.size()));
  }
  Execution execution(canonical, arithmetic);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (Result<void> fits = check_input(canonical.inputs[i], inputs[i]); !fits) {
      return tl::unexpected(fits.error());
    }
    execution.give(canonical.inputs[i].name, std::move(inputs[i]));
  }
  for (std::size_t i = 0; i < canonical.nodes.size(); ++i) {
    if (Result<void> done = run_node(execution, canonical.nodes[i], i); !done) {
      return tl::unexpected(done.error());
    }
  }
  std::vector<Value> outputs;
  for (const ValueInfo& info : canonical.outputs) {
    Result<Value> output = execution.take(info.name);
    if (!output) return tl::unexpected(output.error());
    outputs.push_back(std::move(*output));
  }
  return outputs;
}

Result<void> executable(const Graph& canonical) {
  for (std::size_t i = 0; i < canonical.nodes.size(); ++i) {
    const Node& node = canonical.nodes[i];
    if (node.domain.empty() && operators().contains(node.op_type)) continue;
    const std::string name = (node.domain.empty() ? "" : node.domain + ".") + node.op_type;
    return fail(ErrorKind::kUnsupported, "the reference does not know operator " + name, place_of(node, i));
  }
  return {};
}

std::vector<std::string> reference_operators() {
  std::vector<std::string> names;
  for (const auto& [name, entry] : operators()) names.emplace_back(name);
  return names;
}

}  // namespace bakeoff::model::reference
