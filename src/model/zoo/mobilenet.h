#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Howard et al. 2017 (v1, width 1, named as Keras names its layers) and Sandler et al. 2018 (v2, as
/// torchvision has it).
std::vector<Network> mobilenets();

}  // namespace bakeoff::model
