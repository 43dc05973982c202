#include "model/prepare/expected.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/onnx/canonical.h"
#include "model/onnx/reader.h"
#include "model/onnx/rewrite.h"
#include "model/reference/executor.h"
#include "model/reference/expected.h"

namespace bakeoff::model {
namespace {

using Sets = std::vector<std::vector<std::string>>;
using reference::Question;

/// What is to be computed, with the graph that computes it.
struct Task {
  Graph canonical;
  Question question;
};

bool has_batch_first(const std::vector<std::int64_t>& dims, int batch) {
  return !dims.empty() && dims.front() == batch;
}

bool every_input_is_batched(const PreparedModel& model) {
  return std::all_of(model.inputs.begin(), model.inputs.end(),
                     [&](const InputSpec& input) { return has_batch_first(input.dims, model.batch); });
}

// The canonical graph of one item, if the model can be had at batch 1: with_batch only gives graphs that keep
// items apart.
std::optional<Graph> graph_of_one_item(const PreparedModel& model, const Graph& graph) {
  if (model.batch == 1 || !every_input_is_batched(model)) return std::nullopt;
  Result<Graph> single = with_batch(graph, 1);
  if (!single) return std::nullopt;
  Result<Graph> plain = canonical(std::move(*single));
  return plain ? std::optional(std::move(*plain)) : std::nullopt;
}

// Cuts every set into the items of its batch, keeping each distinct one once.
void cut_into_items(const PreparedModel& model, Question& question) {
  std::map<std::vector<std::string>, std::size_t> places;
  const auto batch = static_cast<std::size_t>(model.batch);
  for (const std::vector<std::string>& set : model.sets) {
    auto& order = question.orders.emplace_back();
    for (std::size_t i = 0; i < batch; ++i) {
      std::vector<std::string> item;
      for (const std::string& input : set) {
        const std::size_t size = input.size() / batch;
        item.push_back(input.substr(i * size, size));
      }
      const auto [found, fresh] = places.try_emplace(item, question.items.size());
      if (fresh) question.items.push_back(std::move(item));
      order.push_back(found->second);
    }
  }
}

Result<Task> task_for(const PreparedModel& model, Precision precision) {
  Result<Graph> graph = read_onnx(model.path);
  if (!graph) return tl::unexpected(graph.error());
  Task task;
  task.question.precision = precision;
  if (std::optional<Graph> single = graph_of_one_item(model, *graph)) {
    task.canonical = std::move(*single);
    cut_into_items(model, task.question);
    return task;
  }
  Result<Graph> whole = canonical(std::move(*graph));
  if (!whole) return tl::unexpected(whole.error());
  task.canonical = std::move(*whole);
  task.question.items = model.sets;
  for (std::size_t set = 0; set < model.sets.size(); ++set) task.question.orders.push_back({set});
  return task;
}

}  // namespace

Result<reference::Expected> expected_outputs(const PreparedModel& model, Precision precision,
                                             const std::filesystem::path& cache) {
  Result<Task> task = task_for(model, precision);
  if (!task) return tl::unexpected(task.error());
  if (const auto known = reference::executable(task->canonical); !known) return tl::unexpected(known.error());
  task->question.canonical = &task->canonical;
  return reference::expected_outputs(task->question, cache);
}

}  // namespace bakeoff::model
