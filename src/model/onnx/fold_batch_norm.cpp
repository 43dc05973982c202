#include "model/onnx/fold_batch_norm.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/onnx/names.h"

namespace bakeoff::model {
namespace {

template <typename T>
T attribute(const Node& node, const std::string& name, T otherwise) {
  const auto found = node.attributes.find(name);
  const T* value = found == node.attributes.end() ? nullptr : std::get_if<T>(&found->second);
  return value == nullptr ? otherwise : *value;
}

std::vector<float> floats_of(const Tensor& tensor) {
  std::vector<float> values(tensor.data.size() / sizeof(float));
  std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(float));
  return values;
}

Tensor vector_tensor(const std::vector<float>& values) {
  return {.name = {},
          .type = ElementType::kFloat,
          .dims = {static_cast<std::int64_t>(values.size())},
          .data = std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float))};
}

/// What a normalisation does to one channel: y = scale * x + shift.
struct Channel {
  double scale = 1;
  double shift = 0;
};

class Folding {
 public:
  explicit Folding(Graph graph) : graph_(std::move(graph)), names_(graph_), uses_(graph_) {
    for (const Tensor& tensor : graph_.initializers) initializers_.emplace(tensor.name, &tensor);
  }

  Graph fold() {
    std::vector<Node> kept;
    std::unordered_map<std::string, std::size_t> makers;
    for (Node& node : graph_.nodes) {
      const auto maker = node.inputs.empty() ? makers.end() : makers.find(node.inputs.front());
      if (maker != makers.end() && fold_into(kept[maker->second], node)) {
        makers[node.outputs.front()] = maker->second;
        continue;
      }
      for (const std::string& output : node.outputs) makers[output] = kept.size();
      kept.push_back(std::move(node));
    }
    graph_.nodes = std::move(kept);
    initializers_.clear();
    std::move(made_.begin(), made_.end(), std::back_inserter(graph_.initializers));
    const Uses left(graph_);
    std::erase_if(graph_.initializers, [&](const Tensor& tensor) {
      return replaced_.contains(tensor.name) && !left.any(tensor.name);
    });
    std::erase_if(graph_.values, [&](const ValueInfo& value) { return replaced_.contains(value.name); });
    return std::move(graph_);
  }

 private:
  /// The float32 initializer of that name; nullptr if there is none.
  const Tensor* floats(const Node& node, std::size_t index) const {
    if (index >= node.inputs.size()) return nullptr;
    const auto found = initializers_.find(node.inputs[index]);
    return found == initializers_.end() || found->second->type != ElementType::kFloat ? nullptr
                                                                                      : found->second;
  }

  std::optional<std::vector<Channel>> channels_of(const Node& norm) const {
    const Tensor* scale = floats(norm, 1);
    const Tensor* shift = floats(norm, 2);
    const Tensor* mean = floats(norm, 3);
    const Tensor* variance = floats(norm, 4);
    if (scale == nullptr || shift == nullptr || mean == nullptr || variance == nullptr) return std::nullopt;
    if (scale->dims.size() != 1 || shift->dims != scale->dims || mean->dims != scale->dims ||
        variance->dims != scale->dims) {
      return std::nullopt;
    }
    const auto epsilon = static_cast<double>(attribute(norm, "epsilon", 1e-5F));
    const std::vector<float> scales = floats_of(*scale);
    const std::vector<float> shifts = floats_of(*shift);
    const std::vector<float> means = floats_of(*mean);
    const std::vector<float> variances = floats_of(*variance);
    std::vector<Channel> channels;
    for (std::size_t i = 0; i < scales.size(); ++i) {
      const double factor = scales[i] / std::sqrt(variances[i] + epsilon);
      channels.push_back({.scale = factor, .shift = shifts[i] - factor * means[i]});
    }
    return channels;
  }

  static bool normalises_as_trained(const Node& node) {
    // Before opset 9, spatial = 0 keeps statistics of every element; from 14 on, training computes them anew.
    return node.domain.empty() && node.op_type == "BatchNormalization" &&
           attribute<std::int64_t>(node, "training_mode", 0) == 0 &&
           attribute<std::int64_t>(node, "spatial", 1) == 1;
  }

  bool fold_into(Node& maker, const Node& norm) {
    const bool gemm = maker.op_type == "Gemm";
    if (!normalises_as_trained(norm) || !maker.domain.empty() || (!gemm && maker.op_type != "Conv") ||
        maker.outputs.size() != 1 || !uses_.only_one(norm.inputs.front())) {
      return false;
    }
    for (std::size_t i = 1; i < norm.outputs.size(); ++i) {
      if (uses_.any(norm.outputs[i])) return false;
    }
    const std::optional<std::vector<Channel>> channels = channels_of(norm);
    const Tensor* weights = floats(maker, 1);
    if (!channels || channels->empty() || weights == nullptr) return false;

    // Conv keeps its output channels first; Gemm multiplies by B, [in, out] or, transposed, [out, in].
    const bool last = gemm && attribute<std::int64_t>(maker, "transB", 0) == 0;
    if (weights->dims.size() < 2 ||
        (last ? weights->dims[1] : weights->dims[0]) != static_cast<std::int64_t>(channels->size())) {
      return false;
    }
    const std::optional<std::vector<float>> biases = folded_biases(maker, *channels);
    if (!biases) return false;

    Tensor scaled = *weights;
    const std::size_t count = scaled.data.size() / sizeof(float);
    const std::size_t stride = last ? 1 : count / channels->size();
    for (std::size_t i = 0; i < count; ++i) {
      float value = 0;
      std::memcpy(&value, scaled.data.data() + i * sizeof(float), sizeof(float));
      value = static_cast<float>(value * (*channels)[i / stride % channels->size()].scale);
      std::memcpy(scaled.data.data() + i * sizeof(float), &value, sizeof(float));
    }
    if (gemm) maker.attributes["beta"] = 1.0F;
    replace_input(maker, 1, std::move(scaled));
    replace_input(maker, 2, vector_tensor(*biases));
    for (const std::string& input : norm.inputs) replaced_.emplace(input);
    maker.outputs = {norm.outputs.front()};
    return true;
  }

  /// The biases after the normalisation; nothing if those before it are not known.
  std::optional<std::vector<float>> folded_biases(const Node& maker,
                                                  const std::vector<Channel>& channels) const {
    std::vector<float> biases(channels.size(), 0.0F);
    if (maker.inputs.size() > 2 && !maker.inputs[2].empty()) {
      const Tensor* tensor = floats(maker, 2);
      if (tensor == nullptr || tensor->data.size() != biases.size() * sizeof(float)) return std::nullopt;
      biases = floats_of(*tensor);
    }
    const auto beta = static_cast<double>(maker.op_type == "Gemm" ? attribute(maker, "beta", 1.0F) : 1.0F);
    for (std::size_t i = 0; i < biases.size(); ++i) {
      biases[i] = static_cast<float>(channels[i].scale * beta * biases[i] + channels[i].shift);
    }
    return biases;
  }

  void replace_input(Node& node, std::size_t index, Tensor tensor) {
    node.inputs.resize(std::max(node.inputs.size(), index + 1));
    const std::string old = node.inputs[index];
    tensor.name = names_.fresh((old.empty() ? node.outputs.front() + "_bias" : old) + "_folded");
    node.inputs[index] = tensor.name;
    if (!old.empty()) replaced_.insert(old);
    made_.push_back(std::move(tensor));
  }

  Graph graph_;
  Names names_;
  Uses uses_;
  std::unordered_map<std::string, const Tensor*> initializers_;
  std::vector<Tensor> made_;
  std::unordered_set<std::string> replaced_;
};

}  // namespace

Graph fold_batch_norm(Graph graph) {
  return Folding(std::move(graph)).fold();
}

}  // namespace bakeoff::model
