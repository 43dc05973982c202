#include "model/zoo/vgg.h"

#include <array>
#include <string>

namespace bakeoff::model {
namespace {

constexpr std::array<std::int64_t, 5> kFilters{64, 128, 256, 512, 512};

Activation build(GraphBuilder& builder, const Activation& input, const std::array<int, 5>& convolutions) {
  // Torchvision numbers all layers of the features, and all of the classifier with its dropouts.
  int index = 0;
  const auto next = [&index] { return "features." + std::to_string(index++); };
  Activation x = input;
  for (std::size_t stage = 0; stage < convolutions.size(); ++stage) {
    for (int i = 0; i < convolutions[stage]; ++i) {
      const std::string conv = next();
      x = builder.conv(
          x, conv,
          {.filters = kFilters[stage], .kernel = 3, .stride = 1, .padding = 1, .bias = Bias::kPresent});
      x = builder.relu(x, next());
    }
    x = builder.max_pool(x, next(), {.kernel = 2, .stride = 2});
  }
  x = builder.flatten(x, "flatten");
  x = builder.relu(builder.gemm(x, "classifier.0", 4096, Layer::kInner), "classifier.1");
  x = builder.relu(builder.gemm(x, "classifier.3", 4096, Layer::kInner), "classifier.4");
  return builder.gemm(x, "classifier.6", 1000);
}

Network network(int layers, std::array<int, 5> convolutions, std::int64_t parameters,
                std::int64_t multiply_accumulates) {
  const std::string number = std::to_string(layers);
  return {{.name = "vgg-" + number,
           .family = "VGG",
           .title = "VGG-" + number,
           .source =
               "Simonyan and Zisserman, Very Deep Convolutional Networks for Large-Scale Image Recognition, "
               "arXiv:1409.1556, 2014",
           .parameters = parameters,
           .multiply_accumulates = multiply_accumulates},
          [convolutions](GraphBuilder& builder, const Activation& input) {
            return build(builder, input, convolutions);
          }};
}

}  // namespace

std::vector<Network> vggs() {
  return {
      network(16, {2, 2, 3, 3, 3}, 138'357'544, 15'470'264'320),
      network(19, {2, 2, 4, 4, 4}, 143'667'240, 19'632'062'464),
  };
}

}  // namespace bakeoff::model
