#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/onnx/graph.h"
#include "model/zoo/weights.h"

namespace bakeoff::model {

/// A value of the graph under construction: [batch, channels, height, width], or [batch, channels] with
/// height and width 1 once flattened. `mean` and `variance` are what its elements are expected to have; the
/// next layer's weights are scaled by them, so that activations neither vanish nor explode.
struct Activation {
  std::string name;
  std::int64_t channels = 0;
  std::int64_t height = 1;
  std::int64_t width = 1;
  double mean = 0;
  double variance = 1;
};

enum class Bias { kAbsent, kPresent };
enum class Layer { kInner, kLast };  ///< the last one gives the scores
enum class Rounding { kDown, kUp };  ///< of a pooled size that the stride does not divide

/// Of the two spatial axes; a single number is both.
struct Extent {
  constexpr Extent(std::int64_t both) : height(both), width(both) {}  // NOLINT(google-explicit-constructor)
  constexpr Extent(std::int64_t h, std::int64_t w) : height(h), width(w) {}

  std::int64_t height;
  std::int64_t width;
};

struct ConvOptions {
  std::int64_t filters = 0;
  Extent kernel = 1;
  std::int64_t stride = 1;
  Extent padding = 0;
  Bias bias = Bias::kAbsent;
  std::int64_t groups = 1;  ///< as many as channels: a depthwise convolution
  double centred = 0.5;     ///< the share of the input's common mean that the filters take out
  double gain = 1.0;        ///< the output's standard deviation
};

struct PoolOptions {
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  Rounding rounding = Rounding::kDown;
};

/// Writes the network down layer by layer, as opset 12. Each layer's `name` becomes that of its node and of
/// its output; weights are named as PyTorch names them: NAME.weight, NAME.running_mean, ...
class GraphBuilder {
 public:
  GraphBuilder(std::string name, int batch, std::uint64_t seed);

  /// The graph's one input, "input", float32, normalised images.
  Activation input(std::int64_t channels, std::int64_t height, std::int64_t width);

  Activation conv(const Activation& x, const std::string& name, const ConvOptions& options);

  /// With statistics as training leaves them: none is 0 or 1. `gain` is the output's standard deviation.
  Activation batch_norm(const Activation& x, const std::string& name, double gain = 1.0,
                        float epsilon = 1e-5F);

  Activation relu(const Activation& x, const std::string& name);

  /// max(0, x) up to 6, as a Clip.
  Activation relu6(const Activation& x, const std::string& name);

  /// Local response normalisation over five channels, with the constants of AlexNet.
  Activation lrn(const Activation& x, const std::string& name);

  Activation max_pool(const Activation& x, const std::string& name, const PoolOptions& options);

  /// Padding counts as zeros, as PyTorch has it.
  Activation average_pool(const Activation& x, const std::string& name, const PoolOptions& options);

  Activation global_average_pool(const Activation& x, const std::string& name);
  Activation add(const Activation& a, const Activation& b, const std::string& name);

  /// Along the channels.
  Activation concat(const std::vector<Activation>& parts, const std::string& name);

  /// Deals the channels of `groups` groups out to all groups, as Reshape, Transpose and Reshape.
  Activation channel_shuffle(const Activation& x, const std::string& name, std::int64_t groups);

  /// The first and the second half of the channels.
  std::pair<Activation, Activation> halves(const Activation& x, const std::string& name);

  Activation flatten(const Activation& x, const std::string& name);

  /// A fully connected layer with bias; `x` is flattened.
  Activation gemm(const Activation& x, const std::string& name, std::int64_t units,
                  Layer layer = Layer::kLast);

  /// Makes `x`, [batch, channels], the graph's one output, "output". The builder is empty afterwards.
  Graph finish(const Activation& x);

 private:
  void parameter(Node& node, Tensor tensor);
  void vector(Node& node, const std::string& name, std::int64_t size, Spread spread);
  Activation reshape(const Activation& x, const std::string& name, const std::vector<std::int64_t>& dims);
  void append(Node node);

  Graph graph_;
  std::int64_t batch_;
  std::uint64_t seed_;
  bool has_relu6_ = false;  // its bounds are there
};

}  // namespace bakeoff::model
