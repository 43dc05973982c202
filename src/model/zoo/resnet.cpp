#include "model/zoo/resnet.h"

#include <array>
#include <string>

namespace bakeoff::model {
namespace {

enum class Block { kBasic, kBottleneck };

struct Plan {
  Block block;
  std::array<int, 4> blocks;  // in each of the four stages
};

constexpr std::int64_t kBottleneckExpansion = 4;

// The standard deviation of what a block adds to its shortcut. 1/4 lets every block count without making the
// depth an amplifier: with 1/2, bf16 weights alone change ResNet-152's scores by 3 % instead of 1.4 %.
constexpr double kBranchGain = 0.25;

class ResNet {
 public:
  explicit ResNet(GraphBuilder& builder) : builder_(builder) {}

  Activation build(const Activation& input, const Plan& plan) {
    Activation x = conv_norm(input, "conv1", "bn1", {.filters = 64, .kernel = 7, .stride = 2, .padding = 3});
    x = builder_.relu(x, "relu");
    x = builder_.max_pool(x, "maxpool", {.kernel = 3, .stride = 2, .padding = 1});
    for (std::size_t stage = 0; stage < plan.blocks.size(); ++stage) {
      const std::int64_t width = std::int64_t{64} << stage;
      for (int block = 0; block < plan.blocks[stage]; ++block) {
        const std::int64_t stride = stage > 0 && block == 0 ? 2 : 1;
        const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(block);
        x = residual(x, name, width, stride, plan.block);
      }
    }
    x = builder_.flatten(builder_.global_average_pool(x, "avgpool"), "flatten");
    return builder_.gemm(x, "fc", 1000);
  }

 private:
  Activation conv_norm(const Activation& x, const std::string& conv, const std::string& norm,
                       const ConvOptions& options, double gain = 1.0) {
    return builder_.batch_norm(builder_.conv(x, conv, options), norm, gain);
  }

  Activation residual(const Activation& x, const std::string& name, std::int64_t width, std::int64_t stride,
                      Block block) {
    const Activation branch =
        block == Block::kBasic ? basic(x, name, width, stride) : bottleneck(x, name, width, stride);
    const Activation shortcut =
        stride == 1 && x.channels == branch.channels
            ? x
            : conv_norm(x, name + ".downsample.0", name + ".downsample.1",
                        {.filters = branch.channels, .kernel = 1, .stride = stride, .padding = 0});
    return builder_.relu(builder_.add(branch, shortcut, name + ".add"), name + ".relu");
  }

  Activation basic(const Activation& x, const std::string& name, std::int64_t width, std::int64_t stride) {
    Activation y = conv_norm(x, name + ".conv1", name + ".bn1",
                             {.filters = width, .kernel = 3, .stride = stride, .padding = 1});
    y = builder_.relu(y, name + ".relu1");
    return conv_norm(y, name + ".conv2", name + ".bn2",
                     {.filters = width, .kernel = 3, .stride = 1, .padding = 1}, kBranchGain);
  }

  Activation bottleneck(const Activation& x, const std::string& name, std::int64_t width,
                        std::int64_t stride) {
    Activation y = conv_norm(x, name + ".conv1", name + ".bn1",
                             {.filters = width, .kernel = 1, .stride = 1, .padding = 0});
    y = builder_.relu(y, name + ".relu1");
    y = conv_norm(y, name + ".conv2", name + ".bn2",
                  {.filters = width, .kernel = 3, .stride = stride, .padding = 1});
    y = builder_.relu(y, name + ".relu2");
    return conv_norm(y, name + ".conv3", name + ".bn3",
                     {.filters = width * kBottleneckExpansion, .kernel = 1, .stride = 1, .padding = 0},
                     kBranchGain);
  }

  GraphBuilder& builder_;
};

Network network(int depth, Plan plan, std::int64_t parameters, std::int64_t multiply_accumulates) {
  const std::string number = std::to_string(depth);
  return {
      {.name = "resnet-" + number,
       .family = "ResNet",
       .title = "ResNet-" + number + (plan.block == Block::kBottleneck ? " v1.5" : ""),
       .source = "He et al., Deep Residual Learning for Image Recognition, CVPR 2016",
       .parameters = parameters,
       .multiply_accumulates = multiply_accumulates},
      [plan](GraphBuilder& builder, const Activation& input) { return ResNet(builder).build(input, plan); }};
}

}  // namespace

std::vector<Network> resnets() {
  return {
      network(18, {Block::kBasic, {2, 2, 2, 2}}, 11'689'512, 1'814'073'344),
      network(34, {Block::kBasic, {3, 4, 6, 3}}, 21'797'672, 3'663'761'408),
      network(50, {Block::kBottleneck, {3, 4, 6, 3}}, 25'557'032, 4'089'184'256),
      network(101, {Block::kBottleneck, {3, 4, 23, 3}}, 44'549'160, 7'801'405'440),
      network(152, {Block::kBottleneck, {3, 8, 36, 3}}, 60'192'808, 11'513'626'624),
  };
}

}  // namespace bakeoff::model
