#include "model/zoo/alexnet.h"

namespace bakeoff::model {
namespace {

// The constants of the response normalisation are for images in 0 to 255. With values around 1 it would
// change nothing, and a runtime that left it out would pass; around 20 it takes 1 to 5 %, and its squares
// still fit into float16.
constexpr double kNormalisedGain = 20.0;

Activation build(GraphBuilder& builder, const Activation& input) {
  const auto conv = [&builder](const Activation& x, const std::string& number, ConvOptions options) {
    options.bias = Bias::kPresent;
    return builder.relu(builder.conv(x, "conv" + number, options), "relu" + number);
  };
  const auto pool = [&builder](const Activation& x, const std::string& name) {
    return builder.max_pool(x, name, {.kernel = 3, .stride = 2});
  };
  Activation x = conv(input, "1", {.filters = 96, .kernel = 11, .stride = 4, .gain = kNormalisedGain});
  x = pool(builder.lrn(x, "norm1"), "pool1");
  x = conv(x, "2", {.filters = 256, .kernel = 5, .padding = 2, .groups = 2, .gain = kNormalisedGain});
  x = pool(builder.lrn(x, "norm2"), "pool2");
  x = conv(x, "3", {.filters = 384, .kernel = 3, .padding = 1});
  x = conv(x, "4", {.filters = 384, .kernel = 3, .padding = 1, .groups = 2});
  x = conv(x, "5", {.filters = 256, .kernel = 3, .padding = 1, .groups = 2});
  x = builder.flatten(pool(x, "pool5"), "flatten");
  x = builder.relu(builder.gemm(x, "fc6", 4096, Layer::kInner), "relu6");
  x = builder.relu(builder.gemm(x, "fc7", 4096, Layer::kInner), "relu7");
  return builder.gemm(x, "fc8", 1000);
}

}  // namespace

std::vector<Network> alexnets() {
  return {
      {{.name = "alexnet",
        .family = "AlexNet",
        .title = "AlexNet",
        .source =
            "Krizhevsky et al., ImageNet Classification with Deep Convolutional Neural Networks, NIPS 2012",
        .input = {3, 227, 227},
        .parameters = 60'965'224,
        .multiply_accumulates = 724'406'816},
       build}};
}

}  // namespace bakeoff::model
