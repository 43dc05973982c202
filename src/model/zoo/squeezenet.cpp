#include "model/zoo/squeezenet.h"

#include <string>

namespace bakeoff::model {
namespace {

class SqueezeNet {
 public:
  explicit SqueezeNet(GraphBuilder& builder) : builder_(builder) {}

  Activation build_1_0(const Activation& input) {
    Activation x = conv_relu(input, "features.0", "features.1", {.filters = 96, .kernel = 7, .stride = 2});
    x = pool(x, "features.2");
    x = fire(x, "features.3", 16, 64);
    x = fire(x, "features.4", 16, 64);
    x = fire(x, "features.5", 32, 128);
    x = pool(x, "features.6");
    x = fire(x, "features.7", 32, 128);
    x = fire(x, "features.8", 48, 192);
    x = fire(x, "features.9", 48, 192);
    x = fire(x, "features.10", 64, 256);
    x = pool(x, "features.11");
    x = fire(x, "features.12", 64, 256);
    return classifier(x);
  }

  Activation build_1_1(const Activation& input) {
    Activation x = conv_relu(input, "features.0", "features.1", {.filters = 64, .kernel = 3, .stride = 2});
    x = pool(x, "features.2");
    x = fire(x, "features.3", 16, 64);
    x = fire(x, "features.4", 16, 64);
    x = pool(x, "features.5");
    x = fire(x, "features.6", 32, 128);
    x = fire(x, "features.7", 32, 128);
    x = pool(x, "features.8");
    x = fire(x, "features.9", 48, 192);
    x = fire(x, "features.10", 48, 192);
    x = fire(x, "features.11", 64, 256);
    x = fire(x, "features.12", 64, 256);
    return classifier(x);
  }

 private:
  Activation conv_relu(const Activation& x, const std::string& conv, const std::string& relu,
                       ConvOptions options) {
    options.bias = Bias::kPresent;
    return builder_.relu(builder_.conv(x, conv, options), relu);
  }

  Activation pool(const Activation& x, const std::string& name) {
    return builder_.max_pool(x, name, {.kernel = 3, .stride = 2, .padding = 0, .rounding = Rounding::kUp});
  }

  Activation fire(const Activation& x, const std::string& name, std::int64_t squeezed,
                  std::int64_t expanded) {
    const Activation narrow =
        conv_relu(x, name + ".squeeze", name + ".squeeze_activation", {.filters = squeezed, .kernel = 1});
    const Activation points = conv_relu(narrow, name + ".expand1x1", name + ".expand1x1_activation",
                                        {.filters = expanded, .kernel = 1});
    const Activation areas = conv_relu(narrow, name + ".expand3x3", name + ".expand3x3_activation",
                                       {.filters = expanded, .kernel = 3, .stride = 1, .padding = 1});
    return builder_.concat({points, areas}, name);
  }

  Activation classifier(const Activation& x) {
    const Activation scores = conv_relu(x, "classifier.1", "classifier.2", {.filters = 1000, .kernel = 1});
    return builder_.flatten(builder_.global_average_pool(scores, "classifier.3"), "flatten");
  }

  GraphBuilder& builder_;
};

ZooEntry entry(const std::string& version, std::int64_t parameters, std::int64_t multiply_accumulates) {
  return {.name = "squeezenet-" + version,
          .family = "SqueezeNet",
          .title = "SqueezeNet " + version,
          .source =
              "Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters, "
              "arXiv:1602.07360, 2016",
          .parameters = parameters,
          .multiply_accumulates = multiply_accumulates};
}

}  // namespace

std::vector<Network> squeezenets() {
  return {
      {entry("1.0", 1'248'424, 818'924'576),
       [](GraphBuilder& builder, const Activation& input) { return SqueezeNet(builder).build_1_0(input); }},
      {entry("1.1", 1'235'496, 349'151'936),
       [](GraphBuilder& builder, const Activation& input) { return SqueezeNet(builder).build_1_1(input); }},
  };
}

}  // namespace bakeoff::model
