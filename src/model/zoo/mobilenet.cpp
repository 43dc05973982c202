#include "model/zoo/mobilenet.h"

#include <string>

namespace bakeoff::model {
namespace {

// The standard deviation before a ReLU6. With 1 as elsewhere nothing would ever reach 6, and a runtime that
// forgot the bound would pass; with 3 a fortieth of the values does.
constexpr double kClippedGain = 3.0;

// Only pointwise convolutions mix channels here, so that all of the common mean can go: the scores of two
// images differ by 14 to 30 % instead of 10 to 26 % with half of it, and errors grow no more.
constexpr double kPointwiseCentred = 1.0;

// What a block of v2 adds to its shortcut, as in a ResNet.
constexpr double kBranchGain = 0.25;

ConvOptions pointwise(std::int64_t filters) {
  return {.filters = filters, .kernel = 1, .centred = kPointwiseCentred};
}

ConvOptions depthwise(std::int64_t channels, std::int64_t stride) {
  return {.filters = channels, .kernel = 3, .stride = stride, .padding = 1, .groups = channels};
}

Activation build_v1(GraphBuilder& builder, const Activation& input) {
  struct Block {
    std::int64_t filters;
    std::int64_t stride;
  };
  // Table 1 of the paper, with stride 1 in the last depthwise convolution: the 2 printed there contradicts
  // the sizes.
  constexpr Block kBlocks[] = {{64, 1},  {128, 2}, {128, 1}, {256, 2}, {256, 1},  {512, 2}, {512, 1},
                               {512, 1}, {512, 1}, {512, 1}, {512, 1}, {1024, 2}, {1024, 1}};
  const auto layer = [&builder](const Activation& x, const std::string& name, const ConvOptions& options) {
    return builder.relu(builder.batch_norm(builder.conv(x, name, options), name + "_bn"), name + "_relu");
  };
  Activation x = layer(input, "conv1", {.filters = 32, .kernel = 3, .stride = 2, .padding = 1});
  int number = 0;
  for (const Block& block : kBlocks) {
    const std::string suffix = std::to_string(++number);
    x = layer(x, "conv_dw_" + suffix, depthwise(x.channels, block.stride));
    x = layer(x, "conv_pw_" + suffix, pointwise(block.filters));
  }
  x = builder.flatten(builder.global_average_pool(x, "global_average_pooling"), "flatten");
  return builder.gemm(x, "predictions", 1000);
}

class MobileNetV2 {
 public:
  explicit MobileNetV2(GraphBuilder& builder) : builder_(builder) {}

  Activation build(const Activation& input) {
    struct Stage {
      std::int64_t expansion;
      std::int64_t filters;
      int blocks;
      std::int64_t stride;
    };
    constexpr Stage kStages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                                 {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};
    Activation x = clipped(input, "features.0", {.filters = 32, .kernel = 3, .stride = 2, .padding = 1});
    int index = 1;
    for (const Stage& stage : kStages) {
      for (int block = 0; block < stage.blocks; ++block) {
        x = inverted_residual(x, "features." + std::to_string(index++), stage.expansion, stage.filters,
                              block == 0 ? stage.stride : 1);
      }
    }
    x = clipped(x, "features.18", pointwise(1280));
    x = builder_.flatten(builder_.global_average_pool(x, "avgpool"), "flatten");
    return builder_.gemm(x, "classifier.1", 1000);
  }

 private:
  Activation clipped(const Activation& x, const std::string& name, const ConvOptions& options) {
    const Activation y =
        builder_.batch_norm(builder_.conv(x, name + ".0", options), name + ".1", kClippedGain);
    return builder_.relu6(y, name + ".2");
  }

  Activation inverted_residual(const Activation& x, const std::string& name, std::int64_t expansion,
                               std::int64_t filters, std::int64_t stride) {
    int index = 0;
    const auto next = [&] { return name + ".conv." + std::to_string(index++); };
    Activation y = x;
    if (expansion != 1) y = clipped(y, next(), pointwise(x.channels * expansion));
    y = clipped(y, next(), depthwise(y.channels, stride));
    const bool shortcut = stride == 1 && x.channels == filters;
    const std::string conv = next();
    y = builder_.batch_norm(builder_.conv(y, conv, pointwise(filters)), next(), shortcut ? kBranchGain : 1.0);
    return shortcut ? builder_.add(x, y, name + ".add") : y;
  }

  GraphBuilder& builder_;
};

}  // namespace

std::vector<Network> mobilenets() {
  return {
      {{.name = "mobilenet-v1",
        .family = "MobileNet",
        .title = "MobileNet v1",
        .source = "Howard et al., MobileNets: Efficient Convolutional Neural Networks for Mobile Vision "
                  "Applications, arXiv:1704.04861, 2017",
        .parameters = 4'231'976,
        .multiply_accumulates = 568'740'352},
       build_v1},
      {{.name = "mobilenet-v2",
        .family = "MobileNet",
        .title = "MobileNet v2",
        .source = "Sandler et al., MobileNetV2: Inverted Residuals and Linear Bottlenecks, CVPR 2018",
        .parameters = 3'504'872,
        .multiply_accumulates = 300'774'272},
       [](GraphBuilder& builder, const Activation& input) { return MobileNetV2(builder).build(input); }},
  };
}

}  // namespace bakeoff::model
