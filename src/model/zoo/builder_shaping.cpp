// The layers of GraphBuilder without weights that pool, join and reorder.

#include <cstring>
#include <utility>

#include "model/zoo/builder.h"
#include "model/zoo/layer_node.h"
#include "model/zoo/moments.h"

namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;

std::map<std::string, Attribute> window(const PoolOptions& options) {
  const std::int64_t k = options.kernel;
  const std::int64_t p = options.padding;
  return {{"ceil_mode", std::int64_t{options.rounding == Rounding::kUp ? 1 : 0}},
          {"kernel_shape", Ints{k, k}},
          {"pads", Ints{p, p, p, p}},
          {"strides", Ints{options.stride, options.stride}}};
}

Activation pooled(const Activation& x, const std::string& name, const PoolOptions& options, Moments moments) {
  const auto size = [&options](std::int64_t length) {
    return output_size(length, options.kernel, options.stride, options.padding, options.rounding);
  };
  return {name, x.channels, size(x.height), size(x.width), moments.mean, moments.variance};
}

}  // namespace

Activation GraphBuilder::max_pool(const Activation& x, const std::string& name, const PoolOptions& options) {
  Node node = layer_node("MaxPool", name, {x.name});
  node.attributes = window(options);
  append(std::move(node));
  return pooled(x, name, options, largest({x.mean, x.variance}, static_cast<int>(options.kernel)));
}

Activation GraphBuilder::average_pool(const Activation& x, const std::string& name,
                                      const PoolOptions& options) {
  Node node = layer_node("AveragePool", name, {x.name});
  node.attributes = window(options);
  node.attributes["count_include_pad"] = std::int64_t{1};
  append(std::move(node));
  // Neighbours are alike: nine of them vary about as much as two independent ones.
  return pooled(x, name, options, {x.mean, 0.5 * x.variance});
}

Activation GraphBuilder::global_average_pool(const Activation& x, const std::string& name) {
  append(layer_node("GlobalAveragePool", name, {x.name}));
  Activation y = x;
  y.name = name;
  y.height = 1;
  y.width = 1;
  return y;
}

Activation GraphBuilder::add(const Activation& a, const Activation& b, const std::string& name) {
  append(layer_node("Add", name, {a.name, b.name}));
  Activation y = a;
  y.name = name;
  y.mean = a.mean + b.mean;
  y.variance = a.variance + b.variance;
  return y;
}

Activation GraphBuilder::concat(const std::vector<Activation>& parts, const std::string& name) {
  Node node = layer_node("Concat", name, {});
  node.attributes = {{"axis", std::int64_t{1}}};
  Activation y = parts.front();
  y.name = name;
  y.channels = 0;
  double sum = 0.0;
  double squares = 0.0;
  for (const Activation& part : parts) {
    node.inputs.push_back(part.name);
    y.channels += part.channels;
    sum += static_cast<double>(part.channels) * part.mean;
    squares += static_cast<double>(part.channels) * (part.mean * part.mean + part.variance);
  }
  append(std::move(node));
  y.mean = sum / static_cast<double>(y.channels);
  y.variance = squares / static_cast<double>(y.channels) - y.mean * y.mean;
  return y;
}

Activation GraphBuilder::flatten(const Activation& x, const std::string& name) {
  Node node = layer_node("Flatten", name, {x.name});
  node.attributes = {{"axis", std::int64_t{1}}};
  append(std::move(node));
  return {name, x.channels * x.height * x.width, 1, 1, x.mean, x.variance};
}

Activation GraphBuilder::channel_shuffle(const Activation& x, const std::string& name, std::int64_t groups) {
  // 0 copies the batch axis, so that the shapes hold for any batch.
  const Activation apart = reshape(x, name + ".apart", {0, groups, x.channels / groups, x.height, x.width});
  Node node = layer_node("Transpose", name + ".transposed", {apart.name});
  node.attributes = {{"perm", Ints{0, 2, 1, 3, 4}}};
  append(std::move(node));
  Activation y = x;
  y.name = name + ".transposed";
  return reshape(y, name, {0, x.channels, x.height, x.width});
}

Activation GraphBuilder::reshape(const Activation& x, const std::string& name, const Ints& dims) {
  Node node = layer_node("Reshape", name, {x.name});
  Tensor shape{.name = name + ".shape",
               .type = ElementType::kInt64,
               .dims = {static_cast<std::int64_t>(dims.size())},
               .data = std::string(dims.size() * sizeof(std::int64_t), 0)};
  std::memcpy(shape.data.data(), dims.data(), shape.data.size());
  parameter(node, std::move(shape));
  append(std::move(node));
  Activation y = x;
  y.name = name;
  return y;
}

std::pair<Activation, Activation> GraphBuilder::halves(const Activation& x, const std::string& name) {
  Activation first = x;
  first.channels = x.channels / 2;
  Activation second = first;
  first.name = name + ".0";
  second.name = name + ".1";
  Node node = layer_node("Split", name, {x.name});
  node.outputs = {first.name, second.name};
  node.attributes = {{"axis", std::int64_t{1}}, {"split", Ints{first.channels, second.channels}}};
  append(std::move(node));
  return {first, second};
}

}  // namespace bakeoff::model
