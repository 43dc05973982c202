#pragma once

#include <vector>

#include "model/zoo/network.h"

namespace bakeoff::model {

/// Simonyan & Zisserman 2014, configurations D (16 layers) and E (19), without batch norm and, as at
/// inference, without dropout. Torchvision's average pool to 7x7 does nothing to images of 224x224 and is
/// left out.
std::vector<Network> vggs();

}  // namespace bakeoff::model
