#include "model/zoo/weights.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>
#include <utility>

#include "base/random.h"

namespace bakeoff::model {

static_assert(std::endian::native == std::endian::little, "Tensor.data holds little-endian bytes");

std::uint64_t key_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char character : name) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

Tensor random_tensor(std::string name, std::vector<std::int64_t> dims, Spread spread, std::uint64_t seed) {
  const auto count = static_cast<std::size_t>(
      std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>()));
  Dice dice{seed, key_of(name)};
  Tensor tensor{std::move(name), ElementType::kFloat, std::move(dims), std::string(count * sizeof(float), 0)};

  // Even values with the right variance instead of normal ones: two a draw and no logarithm, so that the 60
  // million of ResNet-152 take a quarter of a second instead of three. The width is cut to 24 bits, as is the
  // draw: their product is exact in double, so neither a compiler that contracts it with the sum nor another
  // library's last bit of a square root or logarithm changes anything.
  constexpr std::uint64_t kMask = (1U << 24U) - 1;
  const auto half_width = static_cast<double>(static_cast<float>(spread.half_width));
  const auto value = [&](std::uint64_t draw) {
    const double even = static_cast<double>(draw & kMask) * 0x1p-23 - 1.0;
    return static_cast<float>(spread.centre + half_width * even);
  };
  for (std::size_t i = 0; i < count; i += 2) {
    const std::uint64_t draw = dice.bits();
    const float pair[2] = {value(draw >> 40U), value(draw >> 16U)};
    std::memcpy(tensor.data.data() + i * sizeof(float), pair,
                std::min<std::size_t>(2, count - i) * sizeof(float));
  }
  return tensor;
}

Tensor random_weights(std::string name, std::vector<std::int64_t> dims, double variance, double centred,
                      std::uint64_t seed) {
  Tensor tensor = random_tensor(std::move(name), std::move(dims),
                                {.centre = 0, .half_width = std::sqrt(3.0 * variance)}, seed);
  if (centred == 0.0) return tensor;
  std::vector<float> filter(tensor.data.size() / sizeof(float) / static_cast<std::size_t>(tensor.dims[0]));
  const std::size_t bytes = filter.size() * sizeof(float);
  for (std::size_t start = 0; start < tensor.data.size(); start += bytes) {
    std::memcpy(filter.data(), tensor.data.data() + start, bytes);
    const double sum = std::accumulate(filter.begin(), filter.end(), 0.0);
    const double surplus = centred * sum / static_cast<double>(filter.size());
    for (float& weight : filter) weight = static_cast<float>(weight - surplus);
    std::memcpy(tensor.data.data() + start, filter.data(), bytes);
  }
  return tensor;
}

}  // namespace bakeoff::model
