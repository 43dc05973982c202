#include "model/lower/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace bakeoff::model {
namespace {

using ::testing::ElementsAre;

using Axes = std::vector<std::size_t>;
using Dims = std::vector<std::int64_t>;

const Axes kChannelsLast{0, 2, 3, 1};

TEST(Layout, ChannelsLast) {
  // One image of 2 channels, 1 row, 3 columns: planes "abc" and "xyz".
  EXPECT_EQ(permuted("abcxyz", 1, Dims{1, 2, 1, 3}, kChannelsLast), "axbycz");
  EXPECT_THAT(permuted_dims(Dims{1, 2, 1, 3}, kChannelsLast), ElementsAre(1, 1, 3, 2));
}

TEST(Layout, MovesWholeElements) {
  EXPECT_EQ(permuted("aabbccddeeff", 2, Dims{2, 3}, Axes{1, 0}), "aaddbbeeccff");
}

TEST(Layout, NoAxesLeaveTheOrder) {
  EXPECT_EQ(permuted("abcd", 1, Dims{2, 2}, {}), "abcd");
  EXPECT_THAT(permuted_dims(Dims{2, 5}, {}), ElementsAre(2, 5));
}

TEST(Layout, EmptyTensorsStayEmpty) {
  EXPECT_EQ(permuted("", 4, Dims{0, 3, 2, 2}, kChannelsLast), "");
}

// Against the definition: element (i0, i1, i2) of the result is that of the data with index[axes[k]] = ik.
TEST(Layout, EveryOrderOfThreeAxesIsAsDefined) {
  const Dims dims{2, 3, 4};
  std::string data(24, '\0');
  std::iota(data.begin(), data.end(), 'A');
  Axes axes{0, 1, 2};
  do {
    const std::string moved = permuted(data, 1, dims, axes);
    const Dims lengths = permuted_dims(dims, axes);
    for (std::int64_t place = 0; place < 24; ++place) {
      Dims index(3);
      index[axes[0]] = place / (lengths[1] * lengths[2]);
      index[axes[1]] = place / lengths[2] % lengths[1];
      index[axes[2]] = place % lengths[2];
      const std::int64_t source = (index[0] * 3 + index[1]) * 4 + index[2];
      EXPECT_EQ(moved[static_cast<std::size_t>(place)], data[static_cast<std::size_t>(source)]);
    }
    EXPECT_EQ(permuted(moved, 1, lengths, inverse(axes)), data);
  } while (std::next_permutation(axes.begin(), axes.end()));
}

TEST(Layout, TellsOrdersFromOtherLists) {
  EXPECT_TRUE(is_order_of(kChannelsLast, 4));
  EXPECT_TRUE(is_order_of({}, 4));
  EXPECT_FALSE(is_order_of(kChannelsLast, 3));
  EXPECT_FALSE(is_order_of(Axes{0, 0, 1}, 3));
  EXPECT_FALSE(is_order_of(Axes{0, 1, 3}, 3));
}

}  // namespace
}  // namespace bakeoff::model
