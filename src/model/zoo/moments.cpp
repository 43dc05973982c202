#include "model/zoo/moments.h"

#include <cmath>
#include <numbers>

namespace bakeoff::model {
namespace {

/// The share of a normal z that lies above a bound: P(z > bound), E[z; z > bound] and E[z^2; z > bound].
struct Above {
  double share;
  double mean;
  double square;
};

Above above(Moments z, double bound) {
  const double deviation = std::sqrt(z.variance);
  const double distance = (bound - z.mean) / deviation;
  const double density = std::exp(-0.5 * distance * distance) / std::sqrt(2.0 * std::numbers::pi);
  const double share = 0.5 * std::erfc(distance / std::numbers::sqrt2);
  return {share, z.mean * share + deviation * density,
          (z.mean * z.mean + z.variance) * share + deviation * (z.mean + bound) * density};
}

Moments from(double mean, double square) {
  return {mean, square - mean * mean};
}

}  // namespace

Moments rectified(Moments z) {
  const Above positive = above(z, 0);
  return from(positive.mean, positive.square);
}

Moments clipped(Moments z, double most) {
  const Above positive = above(z, 0);
  const Above past = above(z, most);
  return from(positive.mean - past.mean + most * past.share,
              positive.square - past.square + most * most * past.share);
}

Moments largest(Moments z, int kernel) {
  // Neighbours are alike, so that the nine of 3 x 3 have about the maximum of four independent normal values,
  // whose mean is 1.03 and whose variance 0.49. Near enough: an error here moves the scale of the network
  // once. A network with 2 x 2 pools has five of them, and what is measured behind a ReLU there is less
  // simple.
  return kernel == 2 ? Moments{z.mean + 0.4 * std::sqrt(z.variance), 1.5 * z.variance}
                     : Moments{z.mean + 1.03 * std::sqrt(z.variance), 0.49 * z.variance};
}

}  // namespace bakeoff::model
