#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/model/onnx/graphs.h"
#include "unit/model/onnx/uses.h"

namespace bakeoff::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t kOne = 1;

TEST(CanonicalConv, HasEveryAttribute) {
  const Node conv =
      node_of({.op_type = "Conv", .x = {1, 2, 7, 7}, .constants = {weights("w", {4, 2, 3, 3})}});
  EXPECT_THAT(get<Integers>(conv, "kernel_shape"), ElementsAre(3, 3));
  EXPECT_THAT(get<Integers>(conv, "strides"), ElementsAre(1, 1));
  EXPECT_THAT(get<Integers>(conv, "dilations"), ElementsAre(1, 1));
  EXPECT_THAT(get<Integers>(conv, "pads"), ElementsAre(0, 0, 0, 0));
  EXPECT_EQ(get<std::int64_t>(conv, "group"), 1);
}

Integers conv_pads(const std::string& auto_pad, std::int64_t length, std::int64_t kernel,
                   std::int64_t stride) {
  return get<Integers>(node_of({.op_type = "Conv",
                                .x = {1, 1, length},
                                .constants = {weights("w", {1, 1, kernel})},
                                .attributes = {{"auto_pad", auto_pad}, {"strides", Integers{stride}}}}),
                       "pads");
}

TEST(CanonicalConv, ResolvesAutoPad) {
  // As TensorFlow's SAME: ceil(length / stride) windows, the odd element at the end (or the start).
  EXPECT_THAT(conv_pads("SAME_UPPER", 6, 3, 2), ElementsAre(0, 1));
  EXPECT_THAT(conv_pads("SAME_LOWER", 6, 3, 2), ElementsAre(1, 0));
  EXPECT_THAT(conv_pads("SAME_UPPER", 5, 3, 1), ElementsAre(1, 1));
  EXPECT_THAT(conv_pads("SAME_UPPER", 9, 1, 4), ElementsAre(0, 0));
  EXPECT_THAT(conv_pads("VALID", 6, 3, 2), ElementsAre(0, 0));
}

Node transposed(Attributes attributes) {
  attributes["strides"] = Integers{2};
  return node_of({.op_type = "ConvTranspose",
                  .x = {1, 1, 3},
                  .constants = {weights("w", {1, 1, 3})},
                  .attributes = std::move(attributes)});
}

TEST(CanonicalConvTranspose, ResolvesItsOutputShape) {
  // Without padding the output is 2 * (3 - 1) + 3 = 7 long.
  EXPECT_THAT(get<Integers>(transposed({{"output_shape", Integers{7}}}), "pads"), ElementsAre(0, 0));
  EXPECT_THAT(get<Integers>(transposed({{"output_shape", Integers{6}}}), "pads"), ElementsAre(1, 0));
  EXPECT_THAT(get<Integers>(transposed({{"auto_pad", std::string("SAME_UPPER")}}), "pads"),
              ElementsAre(0, 1));
  EXPECT_THAT(get<Integers>(transposed({{"auto_pad", std::string("SAME_LOWER")}}), "pads"),
              ElementsAre(1, 0));
  const Node longer = transposed({{"output_shape", Integers{9}}});
  EXPECT_THAT(get<Integers>(longer, "pads"), ElementsAre(0, 0));
  EXPECT_THAT(get<Integers>(longer, "output_padding"), ElementsAre(2));
}

TEST(CanonicalPool, ForgetsCeilModeWhereThePaddingFits) {
  const Node pool = node_of({.op_type = "AveragePool",
                             .x = {1, 1, 7},
                             .attributes = {{"kernel_shape", Integers{1}},
                                            {"strides", Integers{4}},
                                            {"ceil_mode", kOne},
                                            {"auto_pad", std::string("SAME_UPPER")}}});
  EXPECT_EQ(get<std::int64_t>(pool, "ceil_mode"), 0);
  EXPECT_EQ(get<std::int64_t>(pool, "count_include_pad"), 0);
  EXPECT_THAT(refusal_of({.op_type = "MaxPool",
                          .x = {1, 1, 7},
                          .attributes = {{"kernel_shape", Integers{2}}},
                          .outputs = {"y", "indices"}}),
              HasSubstr("node 0 'y' (MaxPool): its indices are used"));
}

Node resized(const Use& use) {
  const Node resize = node_of(use);
  EXPECT_EQ(resize.op_type, "Resize");
  return resize;
}

TEST(CanonicalResize, OfEveryOpset) {
  const Tensor doubled = floats_tensor("scales", {4}, {1, 1, 2, 2});
  const Tensor roi = weights("roi", {0});
  const Integers x = {1, 1, 4, 6};
  for (const Use& use :
       {Use{.op_type = "Upsample", .x = x, .attributes = {{"scales", Floats{1, 1, 2, 2}}}, .opset = 7},
        Use{.op_type = "Upsample", .x = x, .constants = {doubled}, .opset = 9},
        Use{.op_type = "Resize", .x = x, .constants = {doubled}, .opset = 10}}) {
    const Node resize = resized(use);
    EXPECT_THAT(get<Floats>(resize, "scales"), ElementsAre(1, 1, 2, 2));
    EXPECT_EQ(get<std::string>(resize, "coordinate_transformation_mode"), "asymmetric");
    EXPECT_EQ(get<std::string>(resize, "nearest_mode"), "floor");
  }
  const Node by_scales = resized({.op_type = "Resize", .x = x, .constants = {roi, doubled}, .opset = 11});
  EXPECT_EQ(get<std::string>(by_scales, "coordinate_transformation_mode"), "half_pixel");
  EXPECT_EQ(get<std::string>(by_scales, "nearest_mode"), "round_prefer_floor");
  EXPECT_FLOAT_EQ(get<float>(by_scales, "cubic_coeff_a"), -0.75F);
  const Node by_sizes =
      resized({.op_type = "Resize",
               .x = x,
               .constants = {roi, floats_tensor("none", {0}, {}), integers_tensor("sizes", {8, 3})},
               .attributes = {{"axes", Integers{2, -1}}},
               .opset = 18});
  EXPECT_THAT(get<Floats>(by_sizes, "scales"), ElementsAre(1, 1, 2, 0.5F));
}

TEST(CanonicalResize, OfOpset10TakesTheUpperNeighbourWhereItShrinks) {
  // The case test_resize_downsample_nearest of opset 10: 4 elements at 0.6 give the elements 0 and 2.
  const Node resize = resized({.op_type = "Resize",
                               .x = {1, 1, 2, 4},
                               .constants = {floats_tensor("scales", {4}, {1, 1, 0.6F, 0.6F})},
                               .opset = 10});
  EXPECT_EQ(get<std::string>(resize, "nearest_mode"), "ceil");
  EXPECT_THAT(refusal_of({.op_type = "Resize",
                          .x = {1, 1, 2, 4},
                          .constants = {floats_tensor("scales", {4}, {1, 1, 2, 0.5F})},
                          .opset = 10}),
              HasSubstr("some axes grow and others shrink"));
}

}  // namespace
}  // namespace bakeoff::model
