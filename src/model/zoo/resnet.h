#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// He et al. 2016, in the "v1.5" form that frameworks ship: a bottleneck strides in its 3x3 convolution.
std::vector<Network> resnets();

}  // namespace bakeoff::model
