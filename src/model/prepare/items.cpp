#include "model/prepare/items.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

namespace bakeoff::model {
namespace {

constexpr float kCut = 2.5F;  // ImageNet's normalised pixels lie in [-2.12, 2.64]

std::size_t count_of(std::span<const std::int64_t> dims) {
  return static_cast<std::size_t>(
      std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>()));
}

// The sum of four even values: near enough to normal, with one draw and no logarithm.
double almost_normal(Dice& dice) {
  const std::uint64_t draw = dice.bits();
  constexpr std::uint64_t kMask = 0xffff;
  const std::uint64_t sum =
      (draw & kMask) + ((draw >> 16U) & kMask) + ((draw >> 32U) & kMask) + (draw >> 48U);
  constexpr double kMean = 2.0 * kMask;
  constexpr double kDeviation = 0x1p16 * 0.57735026918962576;  // sqrt(4 / 12)
  return (static_cast<double>(sum) - kMean) / kDeviation;
}

std::string to_bytes(std::span<const double> values) {
  std::string bytes(values.size() * sizeof(float), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float value = std::clamp(static_cast<float>(values[i]), -kCut, kCut);
    std::memcpy(bytes.data() + i * sizeof(float), &value, sizeof(float));
  }
  return bytes;
}

// Squares of one colour, `divisions` along each side of the image. The shares of the variance fall with the
// size, as in photographs.
struct Scale {
  std::int64_t divisions;
  double variance;
};
constexpr std::array<Scale, 3> kScales{{{1, 0.4}, {4, 0.3}, {16, 0.2}}};
constexpr double kGrain = 0.1;

// One channel of one image is the pixels at `offset`, `offset + step`, ...
struct Plane {
  std::size_t offset;
  std::size_t step;
};

void paint(std::vector<double>& pixels, Plane plane, std::int64_t height, std::int64_t width, Dice& dice) {
  const auto pixel = [&](std::int64_t y, std::int64_t x) -> double& {
    return pixels[plane.offset + static_cast<std::size_t>(y * width + x) * plane.step];
  };
  for (const Scale& scale : kScales) {
    std::vector<double> squares(static_cast<std::size_t>(scale.divisions * scale.divisions));
    for (double& square : squares) square = std::sqrt(scale.variance) * almost_normal(dice);
    for (std::int64_t y = 0; y < height; ++y) {
      const std::int64_t row = y * scale.divisions / height * scale.divisions;
      for (std::int64_t x = 0; x < width; ++x) {
        pixel(y, x) += squares[static_cast<std::size_t>(row + x * scale.divisions / width)];
      }
    }
  }
  for (std::int64_t y = 0; y < height; ++y) {
    for (std::int64_t x = 0; x < width; ++x) pixel(y, x) += std::sqrt(kGrain) * almost_normal(dice);
  }
}

std::uint64_t largest(ElementType type) {
  const auto bits = 8 * size_of(type);
  switch (type) {
    case ElementType::kBool:
      return 1;
    case ElementType::kUint8:
    case ElementType::kUint16:
    case ElementType::kUint32:
    case ElementType::kUint64:
      return std::numeric_limits<std::uint64_t>::max() >> (64 - bits);
    default:
      return std::numeric_limits<std::uint64_t>::max() >> (65 - bits);
  }
}

}  // namespace

std::string normal_item(std::span<const std::int64_t> dims, Dice& dice) {
  std::vector<double> values(count_of(dims));
  for (double& value : values) value = almost_normal(dice);
  return to_bytes(values);
}

std::string image_item(std::span<const std::int64_t> dims, Dice& dice) {
  constexpr std::int64_t kMostChannels = 4;
  const std::size_t rank = dims.size();
  std::vector<double> pixels(count_of(dims), 0.0);
  const bool channels_last = dims[rank - 1] <= kMostChannels && dims[rank - 3] > kMostChannels;
  const std::size_t spatial = channels_last ? rank - 3 : rank - 2;
  const std::int64_t height = dims[spatial];
  const std::int64_t width = dims[spatial + 1];
  const std::size_t step = channels_last ? static_cast<std::size_t>(dims[rank - 1]) : 1;
  const std::size_t area = static_cast<std::size_t>(height * width) * step;
  for (std::size_t image = 0; image < pixels.size(); image += area) {
    for (std::size_t channel = 0; channel < step; ++channel) {
      paint(pixels, {.offset = image + channel, .step = step}, height, width, dice);
    }
  }
  return to_bytes(pixels);
}

std::string integer_item(ElementType type, std::span<const std::int64_t> dims, std::int64_t bound,
                         Dice& dice) {
  const std::uint64_t values = std::min(static_cast<std::uint64_t>(bound) - 1, largest(type)) + 1;
  const std::size_t size = size_of(type);
  std::string bytes(count_of(dims) * size, 0);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const std::uint64_t value = dice.below(values);
    std::memcpy(bytes.data() + at, &value, size);
  }
  return bytes;
}

std::string ones_item(ElementType type, std::span<const std::int64_t> dims) {
  const std::size_t size = size_of(type);
  std::string bytes(count_of(dims) * size, 0);
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    const std::uint64_t integer = 1;
    const float real = 1;
    if (type == ElementType::kFloat) {
      std::memcpy(bytes.data() + at, &real, size);
    } else {
      std::memcpy(bytes.data() + at, &integer, size);
    }
  }
  return bytes;
}

std::string counting_item(ElementType type, std::span<const std::int64_t> dims, std::int64_t bound) {
  const std::uint64_t values = std::min(static_cast<std::uint64_t>(bound) - 1, largest(type)) + 1;
  const std::size_t size = size_of(type);
  const auto length = static_cast<std::uint64_t>(dims.empty() ? 1 : dims.back());
  std::string bytes(count_of(dims) * size, 0);
  for (std::size_t i = 0; i * size < bytes.size(); ++i) {
    const std::uint64_t value = i % length % values;
    std::memcpy(bytes.data() + i * size, &value, size);
  }
  return bytes;
}

}  // namespace bakeoff::model
