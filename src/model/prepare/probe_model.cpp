#include "model/prepare/probe_model.h"

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "model/onnx/shapes.h"
#include "model/onnx/writer.h"
#include "model/prepare/cache.h"

namespace bakeoff::model {
namespace {

constexpr std::int64_t kChannels = 64;
constexpr std::int64_t kSide = 14;
constexpr std::int64_t kKernel = 3;
constexpr std::int64_t kOne = 3;  // the channel that holds 1, to be subtracted

using Floats = std::vector<float>;

std::string bytes_of(const Floats& values) {
  std::string bytes(values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

Shape shape_of(const std::vector<std::int64_t>& dims) {
  Shape shape;
  for (const std::int64_t dim : dims) shape.push_back({.value = dim, .name = {}});
  return shape;
}

// Result channel c is input channel c, and of the first two channel kOne is taken away.
float factor(std::int64_t to, std::int64_t from) {
  if (to == from) return 1;
  return to < 2 && from == kOne ? -1.0F : 0.0F;
}

Tensor conv_weight() {
  Floats values(static_cast<std::size_t>(kChannels * kChannels * kKernel * kKernel), 0);
  for (std::int64_t to = 0; to < kChannels; ++to) {
    for (std::int64_t from = 0; from < kChannels; ++from) {
      const std::int64_t centre = kKernel * kKernel / 2;
      values[static_cast<std::size_t>((to * kChannels + from) * kKernel * kKernel + centre)] =
          factor(to, from);
    }
  }
  return {"conv.weight", ElementType::kFloat, {kChannels, kChannels, kKernel, kKernel}, bytes_of(values)};
}

Tensor matmul_weight() {
  Floats values;
  for (std::int64_t from = 0; from < kChannels; ++from) {
    for (std::int64_t to = 0; to < kChannels; ++to) values.push_back(factor(to, from));
  }
  return {"matmul.weight", ElementType::kFloat, {kChannels, kChannels}, bytes_of(values)};
}

Graph probe_graph() {
  Graph graph;
  graph.name = "precision-probe";
  graph.producer = "bakeoff";
  graph.inputs = {{"image", ElementType::kFloat, shape_of({1, kChannels, kSide, kSide})},
                  {"rows", ElementType::kFloat, shape_of({kChannels, kChannels})}};
  graph.outputs = {{"conv", ElementType::kFloat, {}}, {"matmul", ElementType::kFloat, {}}};
  graph.initializers = {conv_weight(), matmul_weight()};
  graph.nodes = {{.name = "conv",
                  .op_type = "Conv",
                  .domain = {},
                  .inputs = {"image", "conv.weight"},
                  .outputs = {"conv"},
                  .attributes = {{"kernel_shape", std::vector<std::int64_t>{kKernel, kKernel}},
                                 {"pads", std::vector<std::int64_t>{1, 1, 1, 1}}}},
                 {.name = "matmul",
                  .op_type = "MatMul",
                  .domain = {},
                  .inputs = {"rows", "matmul.weight"},
                  .outputs = {"matmul"},
                  .attributes = {}}};
  return graph;
}

// What channel c of an input holds.
float value(int set, std::int64_t channel) {
  if (set == 1) return channel == 0 ? kPastFp16 : 0.0F;
  switch (channel) {
    case 0:
      return kLostInBf16;
    case 1:
      return kLostInFp16;
    case kOne:
      return 1;
    default:
      return 0;
  }
}

std::vector<std::string> inputs_of(int set) {
  Floats image;
  for (std::int64_t channel = 0; channel < kChannels; ++channel) {
    image.insert(image.end(), static_cast<std::size_t>(kSide * kSide), value(set, channel));
  }
  Floats rows;
  for (std::int64_t row = 0; row < kChannels; ++row) {
    for (std::int64_t channel = 0; channel < kChannels; ++channel) rows.push_back(value(set, channel));
  }
  return {bytes_of(image), bytes_of(rows)};
}

}  // namespace

Result<PreparedModel> prepare_probe(const std::filesystem::path& cache) {
  const Result<Graph> graph = infer_shapes(probe_graph());
  if (!graph) return tl::unexpected(graph.error());
  const Result<CachedFile> file = keep_in_cache(cache, to_onnx(*graph));
  if (!file) return tl::unexpected(file.error());
  PreparedModel model;
  model.name = graph->name;
  model.path = file->path;
  model.sha256 = file->sha256;
  model.inputs = {{"image", ElementType::kFloat, {1, kChannels, kSide, kSide}},
                  {"rows", ElementType::kFloat, {kChannels, kChannels}}};
  model.output_names = {"conv", "matmul"};
  model.sets = {inputs_of(0), inputs_of(1)};
  return model;
}

}  // namespace bakeoff::model
