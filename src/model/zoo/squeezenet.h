#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Iandola et al. 2016, versions 1.0 and 1.1, as torchvision has them: pooled sizes round up, and the
/// scores are rectified before they are averaged.
std::vector<Network> squeezenets();

}  // namespace bakeoff::model
