#include "model/zoo/builder.h"

#include <cmath>
#include <cstdint>
#include <utility>

#include "model/zoo/moments.h"

namespace bakeoff::model {
namespace {

using Ints = std::vector<std::int64_t>;

double mean_square(const Activation& x) {
  return x.mean * x.mean + x.variance;
}

// How much of the common mean of its input a layer takes out, by centring each filter. A rectified value has
// a mean, and a deep random network carries little else in the end. Measured on ResNet-152 with images: with
// no centring the scores of two images differ by 5 to 10 %, less than what bf16's tolerance lets pass; with
// all of it a rounding error grows 200 to 300 times; with half, images differ by 24 to 45 % and errors grow
// 1.4 times. The last layer amplifies nothing after it and takes all of it.
constexpr double kCentred = 0.5;
constexpr double kCentredLast = 1.0;

// The variance of weights that give a unit normal output (He et al. 2015, for an input of any mean).
double weight_variance(const Activation& x, std::int64_t fan_in, double centred) {
  const double mean = (1.0 - centred) * x.mean;
  return 1.0 / (static_cast<double>(fan_in) * (mean * mean + x.variance));
}

double variance_of(Spread spread) {
  return spread.half_width * spread.half_width / 3.0;
}

std::int64_t output_size(std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t padding,
                         Rounding rounding = Rounding::kDown) {
  const std::int64_t room = size + 2 * padding - kernel;
  return (rounding == Rounding::kUp ? (room + stride - 1) / stride : room / stride) + 1;
}

Shape shape_of(const Ints& dims) {
  Shape shape;
  for (const std::int64_t dim : dims) shape.push_back({.value = dim, .name = {}});
  return shape;
}

Node make_node(std::string_view op_type, const std::string& name, std::vector<std::string> inputs) {
  Node node;
  node.name = name;
  node.op_type = op_type;
  node.inputs = std::move(inputs);
  node.outputs = {name};
  return node;
}

Activation with_moments(Activation x, const std::string& name, Moments moments) {
  x.name = name;
  x.mean = moments.mean;
  x.variance = moments.variance;
  return x;
}

constexpr Spread kBiases{.centre = 0, .half_width = 0.25};

}  // namespace

GraphBuilder::GraphBuilder(std::string name, int batch, std::uint64_t seed) : batch_(batch), seed_(seed) {
  graph_.name = std::move(name);
  graph_.producer = "bakeoff";
}

void GraphBuilder::append(Node node) {
  graph_.nodes.push_back(std::move(node));
}

void GraphBuilder::parameter(Node& node, Tensor tensor) {
  node.inputs.push_back(tensor.name);
  graph_.initializers.push_back(std::move(tensor));
}

void GraphBuilder::vector(Node& node, const std::string& name, std::int64_t size, Spread spread) {
  parameter(node, random_tensor(name, {size}, spread, seed_));
}

Activation GraphBuilder::input(std::int64_t channels, std::int64_t height, std::int64_t width) {
  graph_.inputs.push_back({"input", ElementType::kFloat, shape_of({batch_, channels, height, width})});
  return {"input", channels, height, width};
}

Activation GraphBuilder::conv(const Activation& x, const std::string& name, const ConvOptions& options) {
  const std::int64_t k = options.kernel;
  const std::int64_t p = options.padding;
  Node node = make_node("Conv", name, {x.name});
  node.attributes = {{"dilations", Ints{1, 1}},
                     {"group", options.groups},
                     {"kernel_shape", Ints{k, k}},
                     {"pads", Ints{p, p, p, p}},
                     {"strides", Ints{options.stride, options.stride}}};
  // A filter that sees a single channel has no mean common to channels to take out: it would lose brightness.
  const bool depthwise = options.groups == x.channels;
  const double centred = x.mean == 0.0 || depthwise ? 0.0 : options.centred;
  parameter(node,
            random_weights(name + ".weight", {options.filters, x.channels / options.groups, k, k},
                           weight_variance(x, x.channels / options.groups * k * k, centred), centred, seed_));
  double variance = 1.0;
  if (options.bias == Bias::kPresent) {
    vector(node, name + ".bias", options.filters, kBiases);
    variance += variance_of(kBiases);
  }
  append(std::move(node));
  return {name,
          options.filters,
          output_size(x.height, k, options.stride, p),
          output_size(x.width, k, options.stride, p),
          0.0,
          variance};
}

Activation GraphBuilder::batch_norm(const Activation& x, const std::string& name, double gain) {
  constexpr Spread kMean{.centre = 0, .half_width = 0.25};
  constexpr Spread kVariance{.centre = 1.0, .half_width = 0.5};
  const Spread scale{.centre = gain, .half_width = gain * 0.25};
  const Spread shift{.centre = 0, .half_width = gain * 0.25};
  Node node = make_node("BatchNormalization", name, {x.name});
  node.attributes = {{"epsilon", 1e-5F}};
  vector(node, name + ".weight", x.channels, scale);
  vector(node, name + ".bias", x.channels, shift);
  vector(node, name + ".running_mean", x.channels, kMean);
  vector(node, name + ".running_var", x.channels, kVariance);
  append(std::move(node));
  // E[scale^2] E[1 / variance] (E[x^2] + E[mean^2]) + E[shift^2], with E[1 / v] = ln(b / a) / (b - a).
  const double mean_inverse = std::log(3.0);  // a = 0.5, b = 1.5
  Activation y = x;
  y.name = name;
  y.mean = 0.0;
  y.variance = (gain * gain + variance_of(scale)) * mean_inverse * (mean_square(x) + variance_of(kMean)) +
               variance_of(shift);
  return y;
}

Activation GraphBuilder::relu(const Activation& x, const std::string& name) {
  append(make_node("Relu", name, {x.name}));
  return with_moments(x, name, rectified({x.mean, x.variance}));
}

Activation GraphBuilder::relu6(const Activation& x, const std::string& name) {
  constexpr float kMost = 6;
  // The bounds as exporters of opset 11 and later write them, but one pair for all.
  const std::vector<std::pair<std::string, float>> bounds{{"relu6.min", 0.0F}, {"relu6.max", kMost}};
  Node node = make_node("Clip", name, {x.name});
  for (const auto& [bound, value] : bounds) {
    node.inputs.push_back(bound);
    if (has_relu6_) continue;
    graph_.initializers.push_back(
        {bound, ElementType::kFloat, {}, std::string(reinterpret_cast<const char*>(&value), sizeof value)});
  }
  has_relu6_ = true;
  append(std::move(node));
  return with_moments(x, name, clipped({x.mean, x.variance}, kMost));
}

Activation GraphBuilder::max_pool(const Activation& x, const std::string& name, const PoolOptions& options) {
  const std::int64_t k = options.kernel;
  const std::int64_t p = options.padding;
  Node node = make_node("MaxPool", name, {x.name});
  node.attributes = {{"ceil_mode", std::int64_t{options.rounding == Rounding::kUp ? 1 : 0}},
                     {"kernel_shape", Ints{k, k}},
                     {"pads", Ints{p, p, p, p}},
                     {"strides", Ints{options.stride, options.stride}}};
  append(std::move(node));
  const Moments moments = largest({x.mean, x.variance}, static_cast<int>(k));
  return {name,
          x.channels,
          output_size(x.height, k, options.stride, p, options.rounding),
          output_size(x.width, k, options.stride, p, options.rounding),
          moments.mean,
          moments.variance};
}

Activation GraphBuilder::global_average_pool(const Activation& x, const std::string& name) {
  append(make_node("GlobalAveragePool", name, {x.name}));
  Activation y = x;
  y.name = name;
  y.height = 1;
  y.width = 1;
  return y;
}

Activation GraphBuilder::add(const Activation& a, const Activation& b, const std::string& name) {
  append(make_node("Add", name, {a.name, b.name}));
  Activation y = a;
  y.name = name;
  y.mean = a.mean + b.mean;
  y.variance = a.variance + b.variance;
  return y;
}

Activation GraphBuilder::concat(const std::vector<Activation>& parts, const std::string& name) {
  Node node = make_node("Concat", name, {});
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
    squares += static_cast<double>(part.channels) * mean_square(part);
  }
  append(std::move(node));
  y.mean = sum / static_cast<double>(y.channels);
  y.variance = squares / static_cast<double>(y.channels) - y.mean * y.mean;
  return y;
}

Activation GraphBuilder::flatten(const Activation& x, const std::string& name) {
  Node node = make_node("Flatten", name, {x.name});
  node.attributes = {{"axis", std::int64_t{1}}};
  append(std::move(node));
  return {name, x.channels * x.height * x.width, 1, 1, x.mean, x.variance};
}

Activation GraphBuilder::gemm(const Activation& x, const std::string& name, std::int64_t units, Layer layer) {
  const double centred = layer == Layer::kLast ? kCentredLast : kCentred;
  Node node = make_node("Gemm", name, {x.name});
  node.attributes = {{"transB", std::int64_t{1}}};
  parameter(node, random_weights(name + ".weight", {units, x.channels},
                                 weight_variance(x, x.channels, centred), centred, seed_));
  vector(node, name + ".bias", units, kBiases);
  append(std::move(node));
  return {name, units, 1, 1, 0.0, 1.0 + variance_of(kBiases)};
}

Graph GraphBuilder::finish(const Activation& x) {
  for (Node& node : graph_.nodes) {
    for (std::string& output : node.outputs) {
      if (output == x.name) output = "output";
    }
  }
  graph_.outputs.push_back({"output", ElementType::kFloat, shape_of({batch_, x.channels})});
  return std::exchange(graph_, Graph{});
}

}  // namespace bakeoff::model
