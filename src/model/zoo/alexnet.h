#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Krizhevsky et al. 2012 as Caffe's model zoo has it: two groups, images of 227x227, normalised after they
/// are rectified and before they are pooled as in the paper.
std::vector<Network> alexnets();

}  // namespace bakeoff::model
