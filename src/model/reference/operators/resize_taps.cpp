#include "model/reference/operators/resize_taps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bakeoff::model::reference {
namespace {

struct Axis {
  double in;
  double out;
  double scale;
  double begin = 0;  // of the region with tf_crop_and_resize
  double end = 1;
};

// Scales are floats in the file: where one is the quotient of the two lengths, that is meant, without the
// rounding that would decide ties.
double exact_scale(float scale, std::int64_t in, std::int64_t out) {
  const double quotient = static_cast<double>(out) / static_cast<double>(in);
  return static_cast<float>(quotient) == scale ? quotient : static_cast<double>(scale);
}

double source_of(const std::string& mode, const Axis& axis, double at) {
  const double width = axis.scale * axis.in;
  if (mode == "align_corners") return width == 1 ? 0 : at * (axis.in - 1) / (width - 1);
  if (mode == "asymmetric") return at / axis.scale;
  if (mode == "tf_half_pixel_for_nn") return (at + 0.5) / axis.scale;
  if (mode == "pytorch_half_pixel" && width == 1) return -0.5;
  if (mode == "tf_crop_and_resize") {
    const double room = (axis.end - axis.begin) * (axis.in - 1);
    return axis.begin * (axis.in - 1) + (axis.out == 1 ? room / 2 : at * room / (axis.out - 1));
  }
  const double half_pixel = (at + 0.5) / axis.scale - 0.5;
  if (mode == "half_pixel_symmetric") return axis.in / 2 * (1 - axis.out / width) + half_pixel;
  return half_pixel;
}

// Keys' cubic convolution with coefficient a.
double cubic(double distance, double a) {
  const double x = std::abs(distance);
  if (x >= 2) return 0;
  if (x > 1) return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return ((a + 2) * x - (a + 3)) * x * x + 1;
}

double linear(double distance) {
  return std::max(0.0, 1 - std::abs(distance));
}

// The weight of the left neighbour; `ratio` in (0, 1] is the distance from it.
double left_weight(const std::string& mode, double ratio) {
  if (ratio == 1) return 0;
  if (mode == "floor") return 1;
  if (mode == "ceil") return 0;
  return mode == "round_prefer_ceil" ? (ratio < 0.5 ? 1 : 0) : (ratio <= 0.5 ? 1 : 0);
}

void normalise(std::vector<double>& weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
}

Taps interpolated(const Call& call, double source, double scale) {
  const double left = std::ceil(source) - 1;
  const double ratio = source - left;
  const std::string& mode = call.text("mode");
  if (mode == "nearest") {
    const double weight = left_weight(call.text("nearest_mode"), ratio);
    return {.first = static_cast<std::int64_t>(left), .weights = {weight, 1 - weight}};
  }
  // Reducing with antialias widens the filter by as much as it reduces.
  const bool antialias = call.has("antialias") && call.integer("antialias") != 0;
  const double shrink = antialias ? std::min(scale, 1.0) : 1.0;
  const bool by_cubic = mode == "cubic";
  const auto start = static_cast<std::int64_t>(std::floor(-(by_cubic ? 2.0 : 1.0) / shrink)) + 1;
  Taps taps{.first = static_cast<std::int64_t>(left) + start, .weights = {}};
  for (std::int64_t i = start; i < 2 - start; ++i) {
    const double distance = shrink * (static_cast<double>(i) - ratio);
    taps.weights.push_back(by_cubic ? cubic(distance, call.real("cubic_coeff_a")) : linear(distance));
  }
  if (antialias) normalise(taps.weights);
  return taps;
}

}  // namespace

std::vector<Taps> resize_taps(const Call& call, std::size_t axis) {
  const std::int64_t in = call.input(0).dims.at(axis);
  const std::int64_t out = call.output().dims.at(axis);
  const std::string& mode = call.text("coordinate_transformation_mode");
  Axis lengths{.in = static_cast<double>(in),
               .out = static_cast<double>(out),
               .scale = exact_scale(call.floats("scales").at(axis), in, out)};
  const bool crops = mode == "tf_crop_and_resize";
  if (crops) {
    const std::vector<float>& region = call.floats("roi");
    lengths.begin = static_cast<double>(region.at(axis));
    lengths.end = static_cast<double>(region.at(region.size() / 2 + axis));
  }
  const bool exclude = call.has("exclude_outside") && call.integer("exclude_outside") != 0;
  std::vector<Taps> all;
  for (std::int64_t at = 0; at < out; ++at) {
    const double source = source_of(mode, lengths, static_cast<double>(at));
    Taps taps = interpolated(call, source, lengths.scale);
    taps.outside = crops && (source < 0 || source > lengths.in - 1);
    if (exclude) {
      for (std::size_t i = 0; i < taps.weights.size(); ++i) {
        const std::int64_t place = taps.first + static_cast<std::int64_t>(i);
        if (place < 0 || place >= in) taps.weights[i] = 0;
      }
      normalise(taps.weights);
    }
    all.push_back(std::move(taps));
  }
  return all;
}

}  // namespace bakeoff::model::reference
