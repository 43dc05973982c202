#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Zhang et al. 2018 (v1, three groups, width 1) and Ma et al. 2018 (v2, width 1, as torchvision has it).
std::vector<Network> shufflenets();

}  // namespace bakeoff::model
