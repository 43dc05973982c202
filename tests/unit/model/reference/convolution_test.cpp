// Convolutions of random shapes against their definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "model/reference/operators/convolve.h"
#include "model/reference/products.h"

namespace bakeoff::model::reference {
namespace {

Reals numbers(std::size_t count, std::uint64_t seed) {
  Reals elements(count);
  for (double& element : elements) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    element = static_cast<double>(static_cast<std::int64_t>(seed) >> 44) / 1024;
  }
  return elements;
}

// One element of the result: the sum over channels and the kernel.
double element_of(const Convolution& c, const Reals& x, const Reals& w, std::size_t image, std::size_t kernel,
                  const Windows::PerAxis& at) {
  const Windows& windows = c.windows;
  const std::size_t channels = c.channels / c.group;
  const std::size_t first = kernel / (c.kernels / c.group) * channels;
  double sum = 0;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    for (std::int64_t tap = 0; tap < static_cast<std::int64_t>(windows.kernel_size()); ++tap) {
      const Windows::PerAxis taps{tap / (windows.kernel[1] * windows.kernel[2]),
                                  tap / windows.kernel[2] % windows.kernel[1], tap % windows.kernel[2]};
      std::int64_t place = 0;
      bool inside = true;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::int64_t position =
            at[axis] * windows.stride[axis] + taps[axis] * windows.dilation[axis] - windows.pad[axis];
        inside = inside && position >= 0 && position < windows.in[axis];
        place = place * windows.in[axis] + position;
      }
      if (!inside) continue;
      const std::size_t plane = image * c.channels + first + channel;
      sum += x[plane * windows.in_size() + static_cast<std::size_t>(place)] *
             w[(kernel * channels + channel) * windows.kernel_size() + static_cast<std::size_t>(tap)];
    }
  }
  return sum;
}

Reals naive(const Convolution& c, const Reals& x, const Reals& w, const Reals& bias) {
  Reals y;
  for (std::size_t image = 0; image < c.images; ++image) {
    for (std::size_t kernel = 0; kernel < c.kernels; ++kernel) {
      for (std::int64_t d = 0; d < c.windows.out[0]; ++d) {
        for (std::int64_t h = 0; h < c.windows.out[1]; ++h) {
          for (std::int64_t v = 0; v < c.windows.out[2]; ++v) {
            y.push_back(element_of(c, x, w, image, kernel, {d, h, v}) + (bias.empty() ? 0 : bias[kernel]));
          }
        }
      }
    }
  }
  return y;
}

Convolution any_convolution() {
  Convolution c;
  c.images = *rc::gen::inRange<std::size_t>(1, 4);
  c.group = *rc::gen::inRange<std::size_t>(1, 5);
  c.channels = c.group * *rc::gen::inRange<std::size_t>(1, 5);
  c.kernels = c.group * *rc::gen::inRange<std::size_t>(1, 5);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Windows& windows = c.windows;
    const std::int64_t longest = axis == 0 ? 4 : 20;
    windows.in[axis] = *rc::gen::inRange<std::int64_t>(1, longest);
    windows.kernel[axis] = *rc::gen::inRange<std::int64_t>(1, 5);
    windows.stride[axis] = *rc::gen::inRange<std::int64_t>(1, 4);
    windows.dilation[axis] = *rc::gen::inRange<std::int64_t>(1, 4);
    windows.pad[axis] = *rc::gen::inRange<std::int64_t>(0, 5);
    windows.pad_end[axis] = *rc::gen::inRange<std::int64_t>(0, 5);
    const std::int64_t span = windows.dilation[axis] * (windows.kernel[axis] - 1) + 1;
    const std::int64_t room = windows.in[axis] + windows.pad[axis] + windows.pad_end[axis] - span;
    RC_PRE(room >= 0);
    windows.out[axis] = room / windows.stride[axis] + 1;
  }
  return c;
}

void expect_near(const Reals& y, const Reals& expected) {
  RC_ASSERT(y.size() == expected.size());
  for (std::size_t i = 0; i < y.size(); ++i)
    RC_ASSERT(std::abs(y[i] - expected[i]) <= 1e-9 * (1 + std::abs(expected[i])));
}

RC_GTEST_PROP(Convolve, IsItsDefinition, ()) {
  const Convolution c = any_convolution();
  const Reals x = numbers(c.images * c.channels * c.windows.in_size(), 1);
  const Reals w = numbers(c.kernels * c.channels / c.group * c.windows.kernel_size(), 2);
  const Reals bias = *rc::gen::arbitrary<bool>() ? numbers(c.kernels, 3) : Reals();
  expect_near(convolve(c, x, w, bias), naive(c, x, w, bias));
}

// Large enough for several tiles, and for kernels that are shared out.
TEST(Convolve, IsItsDefinitionInTiles) {
  Convolution c{.windows = {}, .images = 1, .channels = 70, .kernels = 6, .group = 2};
  c.windows = {
      .in = {1, 60, 61}, .out = {1, 30, 31}, .kernel = {1, 3, 3}, .stride = {1, 2, 2}, .pad = {0, 1, 1}};
  const Reals x = numbers(c.channels * c.windows.in_size(), 4);
  const Reals w = numbers(c.kernels * c.channels / c.group * c.windows.kernel_size(), 5);
  const Reals y = convolve(c, x, w, {});
  const Reals expected = naive(c, x, w, {});
  ASSERT_EQ(y.size(), expected.size());
  for (std::size_t i = 0; i < y.size(); ++i)
    EXPECT_NEAR(y[i], expected[i], 1e-9 * (1 + std::abs(expected[i])));
}

RC_GTEST_PROP(Multiply, IsItsDefinition, ()) {
  const auto rows = *rc::gen::inRange<std::ptrdiff_t>(0, 90);
  const auto inner = *rc::gen::inRange<std::ptrdiff_t>(0, 40);
  const auto columns = *rc::gen::inRange<std::ptrdiff_t>(0, 300);
  const Order a_order = *rc::gen::element(Order::kRowMajor, Order::kColumnMajor);
  const Order b_order = *rc::gen::element(Order::kRowMajor, Order::kColumnMajor);
  const Reals a = numbers(static_cast<std::size_t>(rows * inner), 6);
  const Reals b = numbers(static_cast<std::size_t>(inner * columns), 7);
  const auto at = [](const Reals& m, Order order, std::ptrdiff_t i, std::ptrdiff_t j, std::ptrdiff_t height,
                     std::ptrdiff_t width) {
    return m[static_cast<std::size_t>(order == Order::kRowMajor ? i * width + j : j * height + i)];
  };
  Reals expected;
  for (std::ptrdiff_t i = 0; i < rows; ++i) {
    for (std::ptrdiff_t j = 0; j < columns; ++j) {
      double sum = 0;
      for (std::ptrdiff_t k = 0; k < inner; ++k) {
        sum += at(a, a_order, i, k, rows, inner) * at(b, b_order, k, j, inner, columns);
      }
      expected.push_back(sum);
    }
  }
  Reals y(expected.size(), NAN);
  const Product product{.a = {a.data(), a_order == Order::kRowMajor ? inner : rows, a_order},
                        .b = {b.data(), b_order == Order::kRowMajor ? columns : inner, b_order},
                        .c = y.data(),
                        .c_step = columns,
                        .rows = rows,
                        .inner = inner,
                        .columns = columns};
  multiply(product);
  expect_near(y, expected);
  std::fill(y.begin(), y.end(), NAN);
  multiply_parallel(product);
  expect_near(y, expected);
}

}  // namespace
}  // namespace bakeoff::model::reference
