#include "model/zoo/inception.h"
#include "model/zoo/inception_layers.h"

namespace bakeoff::model {
namespace {

// Figures 3 to 9 of the paper.
class InceptionV4 {
 public:
  explicit InceptionV4(GraphBuilder& builder) : builder_(builder), layers_(builder) {}

  Activation build(const Activation& input) {
    Activation x = stem(input);
    for (int i = 0; i < 4; ++i) x = block_a(x, "inception_a" + std::to_string(i + 1));
    x = reduction_a(x, "reduction_a");
    for (int i = 0; i < 7; ++i) x = block_b(x, "inception_b" + std::to_string(i + 1));
    x = reduction_b(x, "reduction_b");
    for (int i = 0; i < 3; ++i) x = block_c(x, "inception_c" + std::to_string(i + 1));
    return layers_.head(x);
  }

 private:
  Activation stem(const Activation& input) {
    Activation x = layers_.halving(input, "stem.1", 32);
    x = layers_.conv(x, "stem.2", {.filters = 32, .kernel = 3});
    x = layers_.same(x, "stem.3", 64, 3);
    x = builder_.concat({layers_.halving_pool(x, "stem.4.pool"), layers_.halving(x, "stem.4.conv", 96)},
                        "stem.4");
    const Activation narrow = layers_.chain(x, "stem.5.a", {{64, 1}});
    const Activation wide = layers_.chain(x, "stem.5.b", {{64, 1}, {64, {1, 7}}, {64, {7, 1}}});
    x = builder_.concat({layers_.conv(narrow, "stem.5.a_2", {.filters = 96, .kernel = 3}),
                         layers_.conv(wide, "stem.5.b_4", {.filters = 96, .kernel = 3})},
                        "stem.5");
    return builder_.concat({layers_.halving(x, "stem.6.conv", 192), layers_.halving_pool(x, "stem.6.pool")},
                           "stem.6");
  }

  Activation block_a(const Activation& x, const std::string& name) {
    return builder_.concat({layers_.same(x, name + ".branch1x1", 96, 1),
                            layers_.chain(x, name + ".branch3x3", {{64, 1}, {96, 3}}),
                            layers_.chain(x, name + ".branch3x3dbl", {{64, 1}, {96, 3}, {96, 3}}),
                            layers_.pool_branch(x, name, 96)},
                           name);
  }

  Activation reduction_a(const Activation& x, const std::string& name) {
    const Activation narrow = layers_.chain(x, name + ".branch3x3dbl", {{192, 1}, {224, 3}});
    return builder_.concat(
        {layers_.halving(x, name + ".branch3x3", 384), layers_.halving(narrow, name + ".branch3x3dbl_3", 256),
         layers_.halving_pool(x, name + ".branch_pool")},
        name);
  }

  Activation block_b(const Activation& x, const std::string& name) {
    return builder_.concat(
        {layers_.same(x, name + ".branch1x1", 384, 1),
         layers_.chain(x, name + ".branch7x7", {{192, 1}, {224, {1, 7}}, {256, {7, 1}}}),
         layers_.chain(x, name + ".branch7x7dbl",
                       {{192, 1}, {192, {7, 1}}, {224, {1, 7}}, {224, {7, 1}}, {256, {1, 7}}}),
         layers_.pool_branch(x, name, 128)},
        name);
  }

  Activation reduction_b(const Activation& x, const std::string& name) {
    const Activation first = layers_.chain(x, name + ".branch3x3", {{192, 1}});
    const Activation second =
        layers_.chain(x, name + ".branch7x7x3", {{256, 1}, {256, {1, 7}}, {320, {7, 1}}});
    return builder_.concat({layers_.halving(first, name + ".branch3x3_2", 192),
                            layers_.halving(second, name + ".branch7x7x3_4", 320),
                            layers_.halving_pool(x, name + ".branch_pool")},
                           name);
  }

  Activation block_c(const Activation& x, const std::string& name) {
    const Activation point = layers_.same(x, name + ".branch1x1", 256, 1);
    const Activation once =
        layers_.fork(layers_.same(x, name + ".branch3x3_1", 384, 1), name + ".branch3x3_2", 256);
    const Activation twice =
        layers_.fork(layers_.chain(x, name + ".branch3x3dbl", {{384, 1}, {448, {3, 1}}, {512, {1, 3}}}),
                     name + ".branch3x3dbl_4", 256);
    return builder_.concat({point, once, twice, layers_.pool_branch(x, name, 256)}, name);
  }

  GraphBuilder& builder_;
  InceptionLayers layers_;
};

}  // namespace

std::vector<Network> inceptions_v4() {
  return {{{.name = "inception-v4",
            .family = "Inception",
            .title = "Inception v4",
            .source = "Szegedy et al., Inception-v4, Inception-ResNet and the Impact of Residual Connections "
                      "on Learning, "
                      "AAAI 2017",
            .input = {3, 299, 299},
            .parameters = 42'679'816,
            .multiply_accumulates = 12'253'974'624},
           [](GraphBuilder& builder, const Activation& input) { return InceptionV4(builder).build(input); }}};
}

}  // namespace bakeoff::model
