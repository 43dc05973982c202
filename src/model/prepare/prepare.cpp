#include "model/prepare/prepare.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "model/onnx/boundary.h"
#include "model/onnx/cleaning.h"
#include "model/onnx/input_shapes.h"
#include "model/onnx/reader.h"
#include "model/onnx/remarks.h"
#include "model/onnx/rewrite.h"
#include "model/prepare/cache.h"
#include "model/prepare/find_model.h"
#include "model/prepare/given_inputs.h"
#include "model/prepare/inputs.h"
#include "model/zoo/catalogue.h"

namespace bakeoff::model {
namespace {

namespace fs = std::filesystem;

// The same weights in every study, so that two studies of a zoo network have run the same file.
constexpr std::uint64_t kWeightSeed = 1;

Error at(Error error, const std::string& place) {
  if (error.where.empty()) {
    error.where = place;
  } else if (!error.where.starts_with(place)) {
    error.where = place + ": " + error.where;
  }
  return error;
}

bool uses_standard_operators(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [](const Node& node) { return node.domain.empty(); });
}

// Before opset 7 operators broadcast by other rules, and hardly a runtime still knows them.
Result<void> check_opset(const Graph& graph) {
  constexpr std::int64_t kOldest = 7;
  if (graph.opset >= kOldest || !uses_standard_operators(graph)) return {};
  return fail(
      ErrorKind::kUnsupported,
      "is written for operator set " + std::to_string(graph.opset) + "; runtimes agree from 7 on", "",
      "convert it in Python: onnx.save(onnx.version_converter.convert_version(onnx.load(old), 17), new)");
}

Result<void> check_outputs(const Graph& graph) {
  for (const ValueInfo& output : graph.outputs) {
    if (output.type != ElementType::kString) continue;
    return fail(ErrorKind::kUnsupported, "the output '" + output.name + "' holds strings", "",
                "cut the model before it (onnx.utils.extract_model)");
  }
  return {};
}

// The graph that all runtimes get, and what has been done to it.
Result<Graph> make_graph(Graph graph, const PrepareRequest& request, PreparedModel& prepared) {
  if (auto known = check_opset(graph); !known) return tl::unexpected(known.error());
  prepared.remarks = remarks_for(graph);
  if (const Dropped dropped = drop_unused_initializers(graph); dropped.count > 0) {
    prepared.remarks.push_back("initializers that no node uses were taken out (" +
                               std::to_string(dropped.count) + ", " + std::to_string(dropped.bytes) +
                               " bytes); 'bakeoff models clean' writes such a file");
  }
  Result<Graph> shaped = with_shapes(std::move(graph), request.shapes);
  if (!shaped) return shaped;
  const Result<int> batch = batch_of(*shaped, request.batch);
  if (!batch) return tl::unexpected(batch.error());
  prepared.batch = *batch;
  Result<Graph> batched = with_batch(std::move(*shaped), *batch);
  if (!batched) return batched;
  for (std::string& remark : widen_boundary(*batched)) prepared.remarks.push_back(std::move(remark));
  return batched;
}

}  // namespace

Result<PreparedModel> prepare(const PrepareRequest& request, const fs::path& cache) {
  if (request.batch < 0 || request.sets < 1) {
    return fail(ErrorKind::kUsage, "the batch and the number of inputs must be 1 or more");
  }
  const auto found = find_model(request.model);
  if (!found) return tl::unexpected(found.error());
  const Origin origin = *found;
  const auto here = [&](Error error) { return at(std::move(error), request.model); };

  Result<Graph> source = origin == Origin::kZoo
                             ? make_zoo_model(request.model, std::max(request.batch, 1), kWeightSeed)
                             : read_onnx(request.model);
  if (!source) return tl::unexpected(here(source.error()));
  PreparedModel prepared;
  prepared.name = origin == Origin::kZoo ? request.model : fs::path(request.model).filename().string();
  const Result<Graph> graph = make_graph(std::move(*source), request, prepared);
  if (!graph) return tl::unexpected(here(graph.error()));
  const Result<std::vector<InputSpec>> inputs = input_specs(*graph);
  if (!inputs) return tl::unexpected(here(inputs.error()));
  if (auto possible = check_outputs(*graph); !possible) return tl::unexpected(here(possible.error()));
  prepared.inputs = *inputs;
  for (const ValueInfo& output : graph->outputs) prepared.output_names.push_back(output.name);

  const Result<CachedFile> file = keep_in_cache(cache, *graph);
  if (!file) return tl::unexpected(file.error());
  prepared.path = file->path;
  prepared.sha256 = file->sha256;
  prepared.sets = make_inputs(*graph, prepared.inputs,
                              {.batch = prepared.batch, .sets = request.sets, .seed = request.input_seed});
  if (auto used = use_given_inputs(request.input_files, prepared); !used) return tl::unexpected(used.error());
  return prepared;
}

}  // namespace bakeoff::model
