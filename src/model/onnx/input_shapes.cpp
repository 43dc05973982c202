#include "model/onnx/input_shapes.h"

#include <algorithm>
#include <map>

#include "base/units.h"
#include "model/onnx/counts.h"
#include "model/onnx/wire.h"

namespace bakeoff::model {
namespace {

constexpr const char* kOption = "--shape";

using Lengths = std::map<std::string, std::int64_t>;

tl::unexpected<Error> no_such_input(const Graph& graph, const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const ValueInfo& input : graph.inputs) {
    names.push_back(input.name);
    list += (list.empty() ? "" : ", ") + in_quotes(input.name) +
            (input.shape ? " " + to_string(*input.shape) : "");
  }
  const std::string nearest = nearest_word(name, names);
  return fail(ErrorKind::kUsage, "the model has no input " + in_quotes(name), kOption,
              nearest.empty() ? "its inputs are " + list : "did you mean " + in_quotes(nearest) + "?");
}

Result<void> bind_names(const ValueInfo& input, const InputShape& asked, Lengths& lengths) {
  for (std::size_t i = 0; i < asked.dims.size(); ++i) {
    const std::string& name = (*input.shape)[i].name;
    if (name.empty()) continue;
    const auto [bound, fresh] = lengths.emplace(name, asked.dims[i]);
    if (fresh || bound->second == asked.dims[i]) continue;
    return fail(ErrorKind::kUsage,
                "the axis " + in_quotes(name) + " would be " + std::to_string(bound->second) + " and " +
                    std::to_string(asked.dims[i]) + " long",
                kOption, "the file says that both are the same");
  }
  return {};
}

Result<void> set_shape(Graph& graph, const InputShape& asked, Lengths& lengths) {
  const auto input = std::find_if(graph.inputs.begin(), graph.inputs.end(),
                                  [&](const ValueInfo& value) { return value.name == asked.input; });
  if (input == graph.inputs.end()) return no_such_input(graph, asked.input);
  if (input->shape && input->shape->size() != asked.dims.size()) {
    return fail(ErrorKind::kUsage,
                "the input " + in_quotes(asked.input) + " has " + std::to_string(input->shape->size()) +
                    " axes: " + to_string(*input->shape),
                kOption, "give a number for each of them");
  }
  if (input->shape) {
    if (auto bound = bind_names(*input, asked, lengths); !bound) return bound;
  }
  input->shape = to_shape(asked.dims);
  return {};
}

void use_names(Graph& graph, const Lengths& lengths) {
  for (ValueInfo& input : graph.inputs) {
    if (!input.shape) continue;
    for (Dim& axis : *input.shape) {
      const auto bound = axis.value ? lengths.end() : lengths.find(axis.name);
      if (bound != lengths.end()) axis = Dim{.value = bound->second, .name = {}};
    }
  }
}

}  // namespace

Result<Graph> with_shapes(Graph graph, const std::vector<InputShape>& shapes) {
  const std::vector<ValueInfo> before = graph.inputs;
  Lengths lengths;
  for (const InputShape& asked : shapes) {
    if (auto set = set_shape(graph, asked, lengths); !set) return tl::unexpected(set.error());
  }
  use_names(graph, lengths);
  if (graph.inputs == before) return graph;
  graph.values.clear();
  for (ValueInfo& output : graph.outputs) output.shape.reset();
  return graph;
}

}  // namespace bakeoff::model
