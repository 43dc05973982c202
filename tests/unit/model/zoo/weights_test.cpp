#include "model/zoo/weights.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstring>
#include <numeric>

namespace bakeoff::model {
namespace {

std::vector<float> values_of(const Tensor& tensor) {
  std::vector<float> values(tensor.data.size() / sizeof(float));
  std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  return values;
}

// Worked out apart from this code, in Python, from the published definitions of xoshiro256**, splitmix64 and
// FNV-1a: what a seed means must not change from one version or machine to the next.
TEST(Weights, AreThoseOfTheDefinition) {
  const Tensor bias = random_tensor("features.0.bias", {5}, {.centre = 0, .half_width = 0.25}, 1);
  EXPECT_EQ(values_of(bias),
            (std::vector<float>{-0.16211268305778503F, -0.02458333969116211F, 0.09614691138267517F,
                                0.058902084827423096F, -0.24445945024490356F}));
  const Tensor variance = random_tensor("bn1.running_var", {5}, {.centre = 1, .half_width = 0.5}, 7);
  EXPECT_EQ(values_of(variance),
            (std::vector<float>{1.4539475440979004F, 0.7245490550994873F, 0.7457840442657471F,
                                0.5655750036239624F, 0.5461838841438293F}));
}

TEST(Weights, LieInTheSpreadAndFillIt) {
  rc::check("centre and half-width hold", [] {
    const double centre = 0.25 * *rc::gen::inRange(-8, 9);
    const double half_width = 0.125 * *rc::gen::inRange(1, 17);
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const std::vector<float> values =
        values_of(random_tensor("w", {10'000}, {.centre = centre, .half_width = half_width}, seed));
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    RC_ASSERT(*low >= centre - half_width && *high <= centre + half_width);
    // An even sample of 10,000 misses the outer hundredth on a side with probability 0.995^10000 = 2e-22.
    RC_ASSERT(*low<centre - 0.99 * half_width&& * high> centre + 0.99 * half_width);
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 10'000;
    RC_ASSERT(std::abs(mean - centre) < 6 * half_width / std::sqrt(3.0 * 10'000));
  });
}

TEST(Weights, DependOnSeedAndNameOnly) {
  const Spread spread{.centre = 0, .half_width = 1};
  const Tensor once = random_tensor("a", {3, 7}, spread, 5);
  EXPECT_EQ(once, random_tensor("a", {3, 7}, spread, 5));
  EXPECT_NE(once.data, random_tensor("a", {3, 7}, spread, 6).data);
  EXPECT_NE(once.data, random_tensor("b", {3, 7}, spread, 5).data);
}

TEST(Weights, AnOddCountIsFilledToItsEnd) {
  const std::vector<float> odd = values_of(random_tensor("a", {7}, {.centre = 2, .half_width = 1}, 5));
  const std::vector<float> even = values_of(random_tensor("a", {8}, {.centre = 2, .half_width = 1}, 5));
  ASSERT_EQ(odd.size(), 7U);
  EXPECT_TRUE(std::equal(odd.begin(), odd.end(), even.begin()));
}

TEST(Weights, HaveTheVarianceAskedFor) {
  const std::vector<float> values = values_of(random_weights("w", {100, 500}, 0.04, 0.0, 3));
  const double squares = std::inner_product(values.begin(), values.end(), values.begin(), 0.0) / 50'000;
  // The variance of an even value's square is 4/5 of its squared variance: six deviations are 2.4 %.
  EXPECT_NEAR(squares, 0.04, 0.001);
}

TEST(Weights, LoseTheShareOfEachFiltersMean) {
  const std::vector<float> raw = values_of(random_weights("w", {4, 3, 5, 5}, 1.0, 0.0, 3));
  for (const double centred : {0.5, 1.0}) {
    const std::vector<float> left = values_of(random_weights("w", {4, 3, 5, 5}, 1.0, centred, 3));
    for (std::ptrdiff_t filter = 0; filter < 4; ++filter) {
      const double before = std::accumulate(raw.begin() + filter * 75, raw.begin() + filter * 75 + 75, 0.0);
      const double after = std::accumulate(left.begin() + filter * 75, left.begin() + filter * 75 + 75, 0.0);
      EXPECT_GT(std::abs(before), 1e-3);
      EXPECT_NEAR(after, (1 - centred) * before, 1e-5);
    }
  }
}

}  // namespace
}  // namespace bakeoff::model
