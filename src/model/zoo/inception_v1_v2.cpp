#include <string>

#include "model/zoo/inception.h"

namespace bakeoff::model {
namespace {

// As in AlexNet: values large enough for the response normalisation to matter.
constexpr double kNormalisedGain = 20.0;

// The filters of one block: table 1 of the paper on v1.
struct BlockV1 {
  const char* name;
  std::int64_t point, reduce3, conv3, reduce5, conv5, pooled;
};

class InceptionV1 {
 public:
  explicit InceptionV1(GraphBuilder& builder) : builder_(builder) {}

  Activation build(const Activation& input) {
    constexpr BlockV1 kBlocks[] = {{"3a", 64, 96, 128, 16, 32, 32},     {"3b", 128, 128, 192, 32, 96, 64},
                                   {"4a", 192, 96, 208, 16, 48, 64},    {"4b", 160, 112, 224, 24, 64, 64},
                                   {"4c", 128, 128, 256, 24, 64, 64},   {"4d", 112, 144, 288, 32, 64, 64},
                                   {"4e", 256, 160, 320, 32, 128, 128}, {"5a", 256, 160, 320, 32, 128, 128},
                                   {"5b", 384, 192, 384, 48, 128, 128}};
    Activation x = conv(input, "conv1.7x7_s2",
                        {.filters = 64, .kernel = 7, .stride = 2, .padding = 3, .gain = kNormalisedGain});
    x = builder_.lrn(halved(x, "pool1"), "pool1.norm1");
    x = conv(x, "conv2.3x3_reduce", {.filters = 64});
    x = conv(x, "conv2.3x3", {.filters = 192, .kernel = 3, .padding = 1, .gain = kNormalisedGain});
    x = halved(builder_.lrn(x, "conv2.norm2"), "pool2");
    for (const BlockV1& one : kBlocks) {
      const std::string number = one.name;
      if (number == "4a" || number == "5a") x = halved(x, number == "4a" ? "pool3" : "pool4");
      x = block(x, "inception_" + number, one);
    }
    x = builder_.flatten(builder_.global_average_pool(x, "pool5"), "flatten");
    return builder_.gemm(x, "loss3.classifier", 1000);
  }

 private:
  Activation conv(const Activation& x, const std::string& name, ConvOptions options) {
    options.bias = Bias::kPresent;
    return builder_.relu(builder_.conv(x, name, options), name + ".relu");
  }

  Activation halved(const Activation& x, const std::string& name) {
    return builder_.max_pool(x, name, {.kernel = 3, .stride = 2, .padding = 0, .rounding = Rounding::kUp});
  }

  Activation block(const Activation& x, const std::string& name, const BlockV1& filters) {
    const Activation reduced3 = conv(x, name + ".3x3_reduce", {.filters = filters.reduce3});
    const Activation reduced5 = conv(x, name + ".5x5_reduce", {.filters = filters.reduce5});
    const Activation pooled = builder_.max_pool(x, name + ".pool", {.kernel = 3, .stride = 1, .padding = 1});
    return builder_.concat(
        {conv(x, name + ".1x1", {.filters = filters.point}),
         conv(reduced3, name + ".3x3", {.filters = filters.conv3, .kernel = 3, .padding = 1}),
         conv(reduced5, name + ".5x5", {.filters = filters.conv5, .kernel = 5, .padding = 2}),
         conv(pooled, name + ".pool_proj", {.filters = filters.pooled})},
        name);
  }

  GraphBuilder& builder_;
};

enum class Pool { kAverage, kMax };

// Figure 5 of the paper on v2; a block without 1x1 filters halves the image.
struct BlockV2 {
  const char* name;
  std::int64_t point, reduce3, conv3, reduce_double, conv_double;
  Pool pool;
  std::int64_t pooled;
};

class InceptionV2 {
 public:
  explicit InceptionV2(GraphBuilder& builder) : builder_(builder) {}

  Activation build(const Activation& input) {
    constexpr BlockV2 kBlocks[] = {{"3a", 64, 64, 64, 64, 96, Pool::kAverage, 32},
                                   {"3b", 64, 64, 96, 64, 96, Pool::kAverage, 64},
                                   {"3c", 0, 128, 160, 64, 96, Pool::kMax, 0},
                                   {"4a", 224, 64, 96, 96, 128, Pool::kAverage, 128},
                                   {"4b", 192, 96, 128, 96, 128, Pool::kAverage, 128},
                                   {"4c", 160, 128, 160, 128, 160, Pool::kAverage, 96},
                                   {"4d", 96, 128, 192, 160, 192, Pool::kAverage, 96},
                                   {"4e", 0, 128, 192, 192, 256, Pool::kMax, 0},
                                   {"5a", 352, 192, 320, 160, 224, Pool::kAverage, 128},
                                   {"5b", 352, 192, 320, 192, 224, Pool::kMax, 128}};
    Activation x = conv(input, "conv1.7x7_s2", {.filters = 64, .kernel = 7, .stride = 2, .padding = 3});
    x = conv(halved(x, "pool1"), "conv2.3x3_reduce", {.filters = 64});
    x = halved(conv(x, "conv2.3x3", {.filters = 192, .kernel = 3, .padding = 1}), "pool2");
    for (const BlockV2& one : kBlocks) x = block(x, "inception_" + std::string(one.name), one);
    x = builder_.flatten(builder_.global_average_pool(x, "pool5"), "flatten");
    return builder_.gemm(x, "fc", 1000);
  }

 private:
  Activation conv(const Activation& x, const std::string& name, const ConvOptions& options) {
    return builder_.relu(builder_.batch_norm(builder_.conv(x, name, options), name + "_bn"), name + "_relu");
  }

  Activation halved(const Activation& x, const std::string& name) {
    return builder_.max_pool(x, name, {.kernel = 3, .stride = 2, .padding = 0, .rounding = Rounding::kUp});
  }

  Activation block(const Activation& x, const std::string& name, const BlockV2& filters) {
    const bool halves = filters.point == 0;
    const std::int64_t stride = halves ? 2 : 1;
    std::vector<Activation> parts;
    if (!halves) parts.push_back(conv(x, name + ".1x1", {.filters = filters.point}));
    const Activation reduced = conv(x, name + ".3x3_reduce", {.filters = filters.reduce3});
    parts.push_back(conv(reduced, name + ".3x3",
                         {.filters = filters.conv3, .kernel = 3, .stride = stride, .padding = 1}));
    Activation twice = conv(x, name + ".double_3x3_reduce", {.filters = filters.reduce_double});
    twice = conv(twice, name + ".double_3x3_1", {.filters = filters.conv_double, .kernel = 3, .padding = 1});
    parts.push_back(conv(twice, name + ".double_3x3_2",
                         {.filters = filters.conv_double, .kernel = 3, .stride = stride, .padding = 1}));
    parts.push_back(halves ? halved(x, name + ".pool") : projected(x, name, filters));
    return builder_.concat(parts, name);
  }

  Activation projected(const Activation& x, const std::string& name, const BlockV2& filters) {
    const PoolOptions window{.kernel = 3, .stride = 1, .padding = 1};
    const Activation pooled = filters.pool == Pool::kMax ? builder_.max_pool(x, name + ".pool", window)
                                                         : builder_.average_pool(x, name + ".pool", window);
    return conv(pooled, name + ".pool_proj", {.filters = filters.pooled});
  }

  GraphBuilder& builder_;
};

}  // namespace

std::vector<Network> inceptions_v1_v2() {
  return {
      {{.name = "inception-v1",
        .family = "Inception",
        .title = "Inception v1 (GoogLeNet)",
        .source = "Szegedy et al., Going Deeper with Convolutions, CVPR 2015",
        .parameters = 6'998'552,
        .multiply_accumulates = 1'582'671'872},
       [](GraphBuilder& builder, const Activation& input) { return InceptionV1(builder).build(input); }},
      {{.name = "inception-v2",
        .family = "Inception",
        .title = "Inception v2 (BN-Inception)",
        .source =
            "Ioffe and Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal "
            "Covariate Shift, ICML 2015",
        .parameters = 11'194'984,
        .multiply_accumulates = 2'018'851'840},
       [](GraphBuilder& builder, const Activation& input) { return InceptionV2(builder).build(input); }},
  };
}

}  // namespace bakeoff::model
