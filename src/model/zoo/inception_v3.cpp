#include "model/zoo/inception.h"
#include "model/zoo/inception_layers.h"

namespace bakeoff::model {
namespace {

// The blocks A to E of torchvision, of which the numbers of filters follow from the paper's figures.
class InceptionV3 {
 public:
  explicit InceptionV3(GraphBuilder& builder) : builder_(builder), layers_(builder) {}

  Activation build(const Activation& input) {
    Activation x = layers_.halving(input, "Conv2d_1a_3x3", 32);
    x = layers_.conv(x, "Conv2d_2a_3x3", {.filters = 32, .kernel = 3});
    x = layers_.same(x, "Conv2d_2b_3x3", 64, 3);
    x = layers_.halving_pool(x, "maxpool1");
    x = layers_.same(x, "Conv2d_3b_1x1", 80, 1);
    x = layers_.conv(x, "Conv2d_4a_3x3", {.filters = 192, .kernel = 3});
    x = layers_.halving_pool(x, "maxpool2");
    x = block_a(x, "Mixed_5b", 32);
    x = block_a(x, "Mixed_5c", 64);
    x = block_a(x, "Mixed_5d", 64);
    x = block_b(x, "Mixed_6a");
    x = block_c(x, "Mixed_6b", 128);
    x = block_c(x, "Mixed_6c", 160);
    x = block_c(x, "Mixed_6d", 160);
    x = block_c(x, "Mixed_6e", 192);
    x = block_d(x, "Mixed_7a");
    x = block_e(x, "Mixed_7b");
    x = block_e(x, "Mixed_7c");
    return layers_.head(x);
  }

 private:
  Activation block_a(const Activation& x, const std::string& name, std::int64_t pooled) {
    return builder_.concat({layers_.same(x, name + ".branch1x1", 64, 1),
                            layers_.chain(x, name + ".branch5x5", {{48, 1}, {64, 5}}),
                            layers_.chain(x, name + ".branch3x3dbl", {{64, 1}, {96, 3}, {96, 3}}),
                            layers_.pool_branch(x, name, pooled)},
                           name);
  }

  Activation block_b(const Activation& x, const std::string& name) {
    const Activation wide = layers_.halving(x, name + ".branch3x3", 384);
    const Activation narrow = layers_.chain(x, name + ".branch3x3dbl", {{64, 1}, {96, 3}});
    return builder_.concat({wide, layers_.halving(narrow, name + ".branch3x3dbl_3", 96),
                            layers_.halving_pool(x, name + ".branch_pool")},
                           name);
  }

  Activation block_c(const Activation& x, const std::string& name, std::int64_t narrow) {
    return builder_.concat(
        {layers_.same(x, name + ".branch1x1", 192, 1),
         layers_.chain(x, name + ".branch7x7", {{narrow, 1}, {narrow, {1, 7}}, {192, {7, 1}}}),
         layers_.chain(x, name + ".branch7x7dbl",
                       {{narrow, 1}, {narrow, {7, 1}}, {narrow, {1, 7}}, {narrow, {7, 1}}, {192, {1, 7}}}),
         layers_.pool_branch(x, name, 192)},
        name);
  }

  Activation block_d(const Activation& x, const std::string& name) {
    const Activation first = layers_.chain(x, name + ".branch3x3", {{192, 1}});
    const Activation second =
        layers_.chain(x, name + ".branch7x7x3", {{192, 1}, {192, {1, 7}}, {192, {7, 1}}});
    return builder_.concat({layers_.halving(first, name + ".branch3x3_2", 320),
                            layers_.halving(second, name + ".branch7x7x3_4", 192),
                            layers_.halving_pool(x, name + ".branch_pool")},
                           name);
  }

  Activation block_e(const Activation& x, const std::string& name) {
    const Activation point = layers_.same(x, name + ".branch1x1", 320, 1);
    const Activation once =
        layers_.fork(layers_.same(x, name + ".branch3x3_1", 384, 1), name + ".branch3x3_2", 384);
    const Activation twice = layers_.fork(layers_.chain(x, name + ".branch3x3dbl", {{448, 1}, {384, 3}}),
                                          name + ".branch3x3dbl_3", 384);
    return builder_.concat({point, once, twice, layers_.pool_branch(x, name, 192)}, name);
  }

  GraphBuilder& builder_;
  InceptionLayers layers_;
};

}  // namespace

std::vector<Network> inceptions_v3() {
  return {{{.name = "inception-v3",
            .family = "Inception",
            .title = "Inception v3",
            .source = "Szegedy et al., Rethinking the Inception Architecture for Computer Vision, CVPR 2016",
            .input = {3, 299, 299},
            .parameters = 23'834'568,
            .multiply_accumulates = 5'713'216'096},
           [](GraphBuilder& builder, const Activation& input) { return InceptionV3(builder).build(input); }}};
}

}  // namespace bakeoff::model
