#include "model/reference/operators/convolve.h"

#include <algorithm>
#include <cstring>

#include "model/reference/parallel.h"
#include "model/reference/products.h"

namespace bakeoff::model::reference {
namespace {

// Neighbouring windows of one image as columns of a matrix, in tiles that stay in the second-level cache.
constexpr std::size_t kTileElements = std::size_t{1} << 17U;
constexpr std::size_t kLeastColumns = 64;

struct Tile {
  std::size_t first;  ///< window, row-major over the output image
  std::size_t count;
};

// Column p of the matrix holds what window first + p sees: rows are (channel, kernel element).
void unfold(const Windows& windows, const double* x, std::size_t channels, Tile tile, double* columns) {
  const auto [depth, height, width] = windows.out;
  const auto end = static_cast<std::int64_t>(tile.first + tile.count);
  double* row = columns;
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const double* image = x + channel * windows.in_size();
    for (std::int64_t kd = 0; kd < windows.kernel[0]; ++kd) {
      for (std::int64_t kh = 0; kh < windows.kernel[1]; ++kh) {
        for (std::int64_t kw = 0; kw < windows.kernel[2]; ++kw) {
          for (auto at = static_cast<std::int64_t>(tile.first); at < end;) {
            const std::int64_t line = at / width;
            const std::int64_t first = at % width;
            const std::int64_t last = std::min(width, first + end - at);
            const std::int64_t id = windows.position(0, line / height, kd);
            const std::int64_t ih = windows.position(1, line % height, kh);
            const bool seen = windows.inside(0, id) && windows.inside(1, ih);
            const Windows::Range range =
                seen ? windows.windows_inside(2, kw, first, last) : Windows::Range{last, last};
            const double* from = image + (id * windows.in[1] + ih) * windows.in[2];
            std::fill_n(row, range.begin - first, 0.0);
            double* to = row - first;
            for (std::int64_t ow = range.begin; ow < range.end; ++ow)
              to[ow] = from[windows.position(2, ow, kw)];
            std::fill_n(row + (range.end - first), last - range.end, 0.0);
            row += last - first;
            at += last - first;
          }
        }
      }
    }
  }
}

void add_bias(double* y, std::size_t count, const Reals& bias, std::size_t kernel) {
  if (bias.empty()) return;
  for (std::size_t i = 0; i < count; ++i) y[i] += bias[kernel];
}

// One channel with one kernel: too thin for a matrix product.
void convolve_plane(const Windows& windows, const double* x, const double* w, double* y) {
  std::fill_n(y, windows.out_size(), 0.0);
  for (std::int64_t kd = 0; kd < windows.kernel[0]; ++kd) {
    for (std::int64_t kh = 0; kh < windows.kernel[1]; ++kh) {
      for (std::int64_t kw = 0; kw < windows.kernel[2]; ++kw) {
        const double weight = *w++;
        const Windows::Range range = windows.windows_inside(2, kw, 0, windows.out[2]);
        for (std::int64_t line = 0; line < windows.out[0] * windows.out[1]; ++line) {
          const std::int64_t id = windows.position(0, line / windows.out[1], kd);
          const std::int64_t ih = windows.position(1, line % windows.out[1], kh);
          if (!windows.inside(0, id) || !windows.inside(1, ih)) continue;
          const double* from = x + (id * windows.in[1] + ih) * windows.in[2];
          double* to = y + line * windows.out[2];
          for (std::int64_t ow = range.begin; ow < range.end; ++ow) {
            to[ow] += weight * from[windows.position(2, ow, kw)];
          }
        }
      }
    }
  }
}

Reals convolve_planes(const Convolution& c, const Reals& x, const Reals& w, const Reals& bias) {
  const std::size_t in = c.windows.in_size();
  const std::size_t out = c.windows.out_size();
  const std::size_t multiplier = c.kernels / c.group;
  Reals y(c.images * c.kernels * out);
  parallel_tasks(c.images * c.kernels, [&](std::size_t plane) {
    const std::size_t kernel = plane % c.kernels;
    const std::size_t channel = plane / c.kernels * c.channels + kernel / multiplier;
    double* to = y.data() + plane * out;
    convolve_plane(c.windows, x.data() + channel * in, w.data() + kernel * c.windows.kernel_size(), to);
    add_bias(to, out, bias, kernel);
  });
  return y;
}

// What one task computes: some kernels of one group over one tile of one image.
struct Part {
  std::size_t image;
  std::size_t group;
  std::size_t first_kernel;
  std::size_t kernels;
  Tile tile;
};

std::vector<Part> parts_of(const Convolution& c) {
  const std::size_t rows = c.channels / c.group * c.windows.kernel_size();
  const std::size_t out = c.windows.out_size();
  const std::size_t columns =
      std::min(out, std::max(kLeastColumns, kTileElements / std::max<std::size_t>(rows, 1)));
  const std::size_t tiles = (out + columns - 1) / columns;
  const std::size_t kernels = c.kernels / c.group;
  // Few tiles: the kernels are shared out instead, at the price of unfolding each tile more than once.
  const bool few = c.images * c.group * tiles < 2 * thread_count();
  const std::size_t share = few ? (kernels + thread_count() - 1) / thread_count() : kernels;
  std::vector<Part> parts;
  for (std::size_t image = 0; image < c.images; ++image) {
    for (std::size_t group = 0; group < c.group; ++group) {
      for (std::size_t first = 0; first < out; first += columns) {
        for (std::size_t kernel = 0; kernel < kernels; kernel += share) {
          parts.push_back({image,
                           group,
                           group * kernels + kernel,
                           std::min(share, kernels - kernel),
                           {first, std::min(columns, out - first)}});
        }
      }
    }
  }
  return parts;
}

Reals convolve_groups(const Convolution& c, const Reals& x, const Reals& w, const Reals& bias) {
  const std::size_t channels = c.channels / c.group;
  const std::size_t inner = channels * c.windows.kernel_size();
  const std::size_t out = c.windows.out_size();
  Reals y(c.images * c.kernels * out);
  const std::vector<Part> parts = parts_of(c);
  parallel_tasks(parts.size(), [&](std::size_t task) {
    const Part& part = parts[task];
    const double* image = x.data() + (part.image * c.channels + part.group * channels) * c.windows.in_size();
    Reals columns;
    Matrix seen{.data = image + part.tile.first, .step = static_cast<std::ptrdiff_t>(out)};
    if (!c.windows.pointwise()) {
      columns.resize(inner * part.tile.count);
      unfold(c.windows, image, channels, part.tile, columns.data());
      seen = {.data = columns.data(), .step = static_cast<std::ptrdiff_t>(part.tile.count)};
    }
    double* to = y.data() + (part.image * c.kernels + part.first_kernel) * out + part.tile.first;
    multiply({.a = {.data = w.data() + part.first_kernel * inner, .step = static_cast<std::ptrdiff_t>(inner)},
              .b = seen,
              .c = to,
              .c_step = static_cast<std::ptrdiff_t>(out),
              .rows = static_cast<std::ptrdiff_t>(part.kernels),
              .inner = static_cast<std::ptrdiff_t>(inner),
              .columns = static_cast<std::ptrdiff_t>(part.tile.count)});
    for (std::size_t k = 0; k < part.kernels; ++k) {
      add_bias(to + k * out, part.tile.count, bias, part.first_kernel + k);
    }
  });
  return y;
}

}  // namespace

Reals convolve(const Convolution& convolution, const Reals& x, const Reals& w, const Reals& bias) {
  const bool depthwise = convolution.channels == convolution.group && convolution.windows.kernel_size() > 1;
  return depthwise ? convolve_planes(convolution, x, w, bias) : convolve_groups(convolution, x, w, bias);
}

Result<Convolution> convolution_of(const Call& call, const Value& x, const Value& w) {
  Result<Windows> windows = windows_of(call, x.dims, call.output().dims);
  if (!windows) return tl::unexpected(windows.error());
  return Convolution{.windows = *windows,
                     .images = static_cast<std::size_t>(x.dims[0]),
                     .channels = static_cast<std::size_t>(x.dims[1]),
                     .kernels = static_cast<std::size_t>(w.dims.at(0)),
                     .group = static_cast<std::size_t>(call.integer("group"))};
}

}  // namespace bakeoff::model::reference
