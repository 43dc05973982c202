#include "model/zoo/shufflenet.h"

#include <array>
#include <string>

namespace bakeoff::model {
namespace {

constexpr std::array<int, 3> kBlocks{4, 8, 4};  // in stages 2, 3 and 4 of either version

// Only pointwise convolutions mix channels, as in a MobileNet: all of the common mean can go.
constexpr double kPointwiseCentred = 1.0;

// What a unit of v1 adds to its shortcut. More than the quarter of a ResNet, as there are few units.
constexpr double kBranchGain = 0.5;

class ShuffleNet {
 public:
  explicit ShuffleNet(GraphBuilder& builder) : builder_(builder) {}

  Activation build_v1(const Activation& input) {
    Activation x = stem(input);
    std::int64_t channels = 240;
    for (std::size_t stage = 0; stage < kBlocks.size(); ++stage, channels *= 2) {
      for (int block = 0; block < kBlocks[stage]; ++block) x = unit_v1(x, name_of(stage, block), channels);
    }
    x = builder_.flatten(builder_.global_average_pool(x, "globalpool"), "flatten");
    return builder_.gemm(x, "classifier", 1000);
  }

  Activation build_v2(const Activation& input) {
    Activation x = stem(input);
    std::int64_t channels = 116;
    for (std::size_t stage = 0; stage < kBlocks.size(); ++stage, channels *= 2) {
      for (int block = 0; block < kBlocks[stage]; ++block) {
        const std::string name = name_of(stage, block);
        x = block == 0 ? first_unit_v2(x, name, channels) : unit_v2(x, name);
      }
    }
    x = norm_relu(pointwise(x, "conv5.0", 1024, 1), "conv5.1");
    x = builder_.flatten(builder_.global_average_pool(x, "globalpool"), "flatten");
    return builder_.gemm(x, "fc", 1000);
  }

 private:
  static std::string name_of(std::size_t stage, int block) {
    return "stage" + std::to_string(stage + 2) + "." + std::to_string(block);
  }

  Activation stem(const Activation& input) {
    const Activation x =
        builder_.conv(input, "conv1.0", {.filters = 24, .kernel = 3, .stride = 2, .padding = 1});
    return builder_.max_pool(norm_relu(x, "conv1.1"), "maxpool", {.kernel = 3, .stride = 2, .padding = 1});
  }

  Activation norm_relu(const Activation& x, const std::string& name) {
    return builder_.relu(builder_.batch_norm(x, name), name + "_relu");
  }

  Activation pointwise(const Activation& x, const std::string& name, std::int64_t filters,
                       std::int64_t groups) {
    return builder_.conv(x, name, {.filters = filters, .groups = groups, .centred = kPointwiseCentred});
  }

  Activation depthwise(const Activation& x, const std::string& name, std::int64_t stride) {
    return builder_.conv(
        x, name, {.filters = x.channels, .kernel = 3, .stride = stride, .padding = 1, .groups = x.channels});
  }

  // Figure 2 of the paper: (b) adds the shortcut, (c) strides and joins it, so that the branch gives the rest
  // of the channels. The first convolution of stage 2 is not grouped, for its input is narrow.
  Activation unit_v1(const Activation& x, const std::string& name, std::int64_t channels) {
    constexpr std::int64_t kGroups = 3;
    const bool strides = x.channels != channels;
    const bool first = x.channels == 24;
    const std::int64_t filters = strides ? channels - x.channels : channels;
    Activation y = norm_relu(pointwise(x, name + ".conv1", channels / 4, first ? 1 : kGroups), name + ".bn1");
    y = builder_.channel_shuffle(y, name + ".shuffle", kGroups);
    y = builder_.batch_norm(depthwise(y, name + ".conv2", strides ? 2 : 1), name + ".bn2");
    y = builder_.batch_norm(pointwise(y, name + ".conv3", filters, kGroups), name + ".bn3",
                            strides ? 1.0 : kBranchGain);
    if (!strides) return builder_.relu(builder_.add(x, y, name + ".add"), name + ".relu");
    const Activation shortcut =
        builder_.average_pool(x, name + ".pool", {.kernel = 3, .stride = 2, .padding = 1});
    return builder_.concat({shortcut, builder_.relu(y, name + ".relu")}, name);
  }

  Activation unit_v2(const Activation& x, const std::string& name) {
    const auto [kept, changed] = builder_.halves(x, name + ".split");
    return shuffled(kept, branch2(changed, name, changed.channels, 1), name);
  }

  Activation first_unit_v2(const Activation& x, const std::string& name, std::int64_t channels) {
    Activation kept = builder_.batch_norm(depthwise(x, name + ".branch1.0", 2), name + ".branch1.1");
    kept = norm_relu(pointwise(kept, name + ".branch1.2", channels / 2, 1), name + ".branch1.3");
    return shuffled(kept, branch2(x, name, channels / 2, 2), name);
  }

  Activation branch2(const Activation& x, const std::string& name, std::int64_t channels,
                     std::int64_t stride) {
    Activation y = norm_relu(pointwise(x, name + ".branch2.0", channels, 1), name + ".branch2.1");
    y = builder_.batch_norm(depthwise(y, name + ".branch2.3", stride), name + ".branch2.4");
    return norm_relu(pointwise(y, name + ".branch2.5", channels, 1), name + ".branch2.6");
  }

  Activation shuffled(const Activation& a, const Activation& b, const std::string& name) {
    return builder_.channel_shuffle(builder_.concat({a, b}, name + ".concat"), name + ".shuffle", 2);
  }

  GraphBuilder& builder_;
};

}  // namespace

std::vector<Network> shufflenets() {
  return {
      {{.name = "shufflenet-v1",
        .family = "ShuffleNet",
        .title = "ShuffleNet v1, 3 groups",
        .source = "Zhang et al., ShuffleNet: An Extremely Efficient Convolutional Neural Network for Mobile "
                  "Devices, "
                  "CVPR 2018",
        .parameters = 1'865'728,
        .multiply_accumulates = 137'460'672},
       [](GraphBuilder& builder, const Activation& input) { return ShuffleNet(builder).build_v1(input); }},
      {{.name = "shufflenet-v2",
        .family = "ShuffleNet",
        .title = "ShuffleNet v2",
        .source =
            "Ma et al., ShuffleNet V2: Practical Guidelines for Efficient CNN Architecture Design, ECCV 2018",
        .parameters = 2'278'604,
        .multiply_accumulates = 144'907'992},
       [](GraphBuilder& builder, const Activation& input) { return ShuffleNet(builder).build_v2(input); }},
  };
}

}  // namespace bakeoff::model
