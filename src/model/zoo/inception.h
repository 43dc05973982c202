#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Szegedy et al. 2015 as Caffe's model zoo has it (bvlc_googlenet, one classifier), and Ioffe & Szegedy
/// 2015.
std::vector<Network> inceptions_v1_v2();

/// Szegedy et al. 2016, as torchvision has it, without the auxiliary classifier.
std::vector<Network> inceptions_v3();

/// Szegedy et al. 2017, without residual connections.
std::vector<Network> inceptions_v4();

}  // namespace bakeoff::model
