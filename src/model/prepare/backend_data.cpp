#include "model/prepare/backend_data.h"

#include <utility>

#include "model/onnx/convert.h"
#include "model/onnx/counts.h"
#include "model/onnx/reader.h"
#include "model/onnx/wire.h"
#include "model/reference/value.h"

namespace bakeoff::model {
namespace {

tl::unexpected<Error> wrong_count(const TestDataSet& set, std::size_t given, std::size_t wanted,
                                  const char* what) {
  return fail(ErrorKind::kBadInput,
              "holds " + std::to_string(given) + " " + what + ", the model has " + std::to_string(wanted),
              set.folder.string());
}

}  // namespace

Result<std::vector<InputShape>> shapes_of(const std::filesystem::path& path,
                                          const std::vector<TestDataSet>& data) {
  const Result<Graph> graph = read_onnx(path);
  if (!graph) return tl::unexpected(graph.error());
  std::vector<InputShape> shapes;
  for (const TestDataSet& set : data) {
    if (set.inputs.size() != graph->inputs.size()) {
      return wrong_count(set, set.inputs.size(), graph->inputs.size(), "inputs");
    }
    for (std::size_t i = 0; i < set.inputs.size(); ++i) {
      if (set.inputs[i].dims == data.front().inputs[i].dims) continue;
      return fail(ErrorKind::kBadInput,
                  "input " + std::to_string(i) + " has shape " + to_string(set.inputs[i].dims) +
                      ", in the first set it has " + to_string(data.front().inputs[i].dims),
                  set.folder.string(),
                  "check sets of different shapes one at a time: --data FOLDER/test_data_set_N");
    }
  }
  if (data.empty()) return shapes;
  for (std::size_t i = 0; i < graph->inputs.size(); ++i) {
    const Tensor& tensor = data.front().inputs[i];
    if (!tensor.dims.empty()) shapes.push_back({.input = graph->inputs[i].name, .dims = tensor.dims});
  }
  return shapes;
}

Result<reference::Expected> use_test_data(const std::vector<TestDataSet>& data, PreparedModel& model) {
  reference::Expected expected;
  expected.names = model.output_names;
  model.sets.clear();
  for (const TestDataSet& set : data) {
    const std::string place = set.folder.string();
    if (set.outputs.size() != model.output_names.size()) {
      return wrong_count(set, set.outputs.size(), model.output_names.size(), "outputs");
    }
    auto& inputs = model.sets.emplace_back();
    for (std::size_t i = 0; i < model.inputs.size(); ++i) {
      Result<Tensor> input = convert(set.inputs[i], model.inputs[i].type);
      if (!input) return tl::unexpected(placed(input.error(), place));
      inputs.push_back(std::move(input->data));
    }
    expected.orders.push_back({expected.items.size()});
    auto& outputs = expected.items.emplace_back();
    for (const Tensor& tensor : set.outputs) {
      Result<reference::Value> output = reference::from_tensor(tensor);
      if (!output) return tl::unexpected(placed(output.error(), place));
      outputs.push_back(std::move(*output));
    }
  }
  return expected;
}

}  // namespace bakeoff::model
