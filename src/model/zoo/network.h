#pragma once

#include <functional>

#include "model/zoo/builder.h"
#include "model/zoo/catalogue.h"

namespace bakeoff::model {

/// One network of a family: what the catalogue says of it, and how its layers are written down, from the
/// input to the value that becomes the output.
struct Network {
  ZooEntry entry;
  std::function<Activation(GraphBuilder&, const Activation& input)> build;
};

}  // namespace bakeoff::model
