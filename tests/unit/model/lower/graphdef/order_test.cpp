#include "model/lower/graphdef/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "model/lower/layout.h"

namespace bakeoff::model::graphdef {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

const Order kNatural4{0, 1, 2, 3};
const Order kImage{0, 2, 3, 1};

TEST(GraphDefOrder, PutsChannelsLast) {
  EXPECT_THAT(channels_last(4), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(channels_last(3), ElementsAre(0, 2, 1));
  EXPECT_THAT(channels_last(2), ElementsAre(0, 1));
  EXPECT_THAT(in_order({8, 3, 5, 7}, kImage), ElementsAre(8, 5, 7, 3));
  EXPECT_EQ(position(kImage, 1), 3U);
}

TEST(GraphDefOrder, KnowsWhenNothingMoves) {
  EXPECT_TRUE(same_bytes({8, 3, 1, 1}, kNatural4, kImage));
  EXPECT_TRUE(same_bytes({8, 1, 5, 7}, kNatural4, kImage));
  EXPECT_FALSE(same_bytes({8, 3, 1, 7}, kNatural4, kImage));
}

TEST(GraphDefOrder, OnlyRenamesAxesInATranspose) {
  // An image of ONNX made channels last: as it stands.
  EXPECT_THAT(transposed(kImage, {0, 2, 3, 1}), ElementsAre(0, 1, 2, 3));
  // [a, b, c] as [c, a, b]: what stands first is now the second.
  EXPECT_THAT(transposed({0, 1, 2}, {2, 0, 1}), ElementsAre(1, 2, 0));
}

TEST(GraphDefOrder, FlattensAnImageInOnnxOrderOnlyIfItHasTo) {
  EXPECT_EQ(plan_reshape({2, 8, 7, 7}, kImage, {2, 392}).before, kNatural4);
  const ReshapePlan pooled = plan_reshape({2, 8, 1, 1}, kImage, {2, 8});
  EXPECT_TRUE(same_bytes({2, 8, 1, 1}, kImage, pooled.before));
  EXPECT_THAT(pooled.after, ElementsAre(0, 1));
}

TEST(GraphDefOrder, SplitsAndMergesWhereAxesStandTogether) {
  // The channels of a shuffle.
  const ReshapePlan split = plan_reshape({2, 8, 5, 7}, kImage, {2, 2, 4, 5, 7});
  EXPECT_EQ(split.before, kImage);
  EXPECT_THAT(split.lowered, ElementsAre(2, 5, 7, 2, 4));
  EXPECT_THAT(split.after, ElementsAre(0, 3, 4, 1, 2));
  // The patches of a vision transformer.
  const ReshapePlan patches = plan_reshape({1, 768, 14, 14}, kImage, {1, 768, 196});
  EXPECT_EQ(patches.before, kImage);
  EXPECT_THAT(patches.lowered, ElementsAre(1, 196, 768));
  EXPECT_THAT(patches.after, ElementsAre(0, 2, 1));
}

Dims random_dims(std::mt19937& random) {
  Dims dims(1 + random() % 5);
  for (std::int64_t& dim : dims) dim = static_cast<std::int64_t>(1 + random() % 4);
  return dims;
}

/// Another way to write as many elements: neighbours merged, axes split, ones put in.
Dims reshaped(Dims dims, std::mt19937& random) {
  for (int step = 0; step < 4; ++step) {
    const std::size_t at = random() % dims.size();
    const auto here = dims.begin() + static_cast<std::ptrdiff_t>(at);
    if (random() % 3 == 0 && at + 1 < dims.size()) {
      dims[at] *= dims[at + 1];
      dims.erase(here + 1);
    } else if (dims[at] % 2 == 0 && random() % 2 == 0) {
      dims[at] /= 2;
      dims.insert(dims.begin() + static_cast<std::ptrdiff_t>(at), 2);
    } else if (random() % 2 == 0) {
      dims.insert(here, 1);
    }
  }
  return dims;
}

// A reshape leaves the elements in ONNX's order as they are, whatever order they are kept in.
TEST(GraphDefOrder, PlansReshapesThatKeepEveryElement) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 3000; ++trial) {
    const Dims dims = random_dims(random);
    const Dims result = reshaped(dims, random);
    Order order = natural_order(dims.size());
    std::shuffle(order.begin(), order.end(), random);
    const ReshapePlan plan = plan_reshape(dims, order, result);
    ASSERT_TRUE(is_order_of(plan.before, dims.size()));
    ASSERT_TRUE(is_order_of(plan.after, result.size()));
    ASSERT_EQ(plan.lowered, in_order(result, plan.after));

    const auto count = std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>());
    std::string elements(static_cast<std::size_t>(count), '\0');
    std::iota(elements.begin(), elements.end(), '\0');
    const std::string kept = model::permuted(elements, 1, dims, plan.before);
    ASSERT_EQ(model::permuted(kept, 1, plan.lowered, inverse(plan.after)), elements) << "trial " << trial;
  }
}

TEST(GraphDefOrder, PermutesConstants) {
  const Tensor tensor{"w", ElementType::kInt8, {2, 3}, "abcdef"};
  const Tensor moved = permuted(tensor, {1, 0});
  EXPECT_THAT(moved.dims, ElementsAre(3, 2));
  EXPECT_EQ(moved.data, "adbecf");
}

}  // namespace
}  // namespace bakeoff::model::graphdef
