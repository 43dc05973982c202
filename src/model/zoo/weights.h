#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx/graph.h"

namespace bakeoff::model {

/// A name as a key of Dice (FNV-1a), so that what is drawn for it does not depend on what was drawn before.
std::uint64_t key_of(std::string_view name);

/// Values spread evenly over [centre - half_width, centre + half_width).
struct Spread {
  double centre = 0;
  double half_width = 0;
};

/// A float32 tensor of random values. They depend only on seed, name, spread and the number of elements: not
/// on what else was made before, nor on the machine.
Tensor random_tensor(std::string name, std::vector<std::int64_t> dims, Spread spread, std::uint64_t seed);

/// The weights of a convolution or matrix product, [filters, ...]: evenly spread around zero with `variance`,
/// then each filter less `centred` times its own mean.
Tensor random_weights(std::string name, std::vector<std::int64_t> dims, double variance, double centred,
                      std::uint64_t seed);

}  // namespace bakeoff::model
