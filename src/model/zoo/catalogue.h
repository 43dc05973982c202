#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// What is known of a zoo network before it is made.
struct ZooEntry {
  std::string name;                                ///< "resnet-50"
  std::string family;                              ///< "ResNet"
  std::string title;                               ///< "ResNet-50 v1.5"
  std::string source;                              ///< the paper that describes it
  std::array<std::int64_t, 3> input{3, 224, 224};  ///< channels, height, width of one item
  std::int64_t parameters = 0;                     ///< weights, biases, scales and shifts
  std::int64_t multiply_accumulates = 0;           ///< of the convolutions and matrix products, for one item
};

/// All networks, family by family, small to large.
const std::vector<ZooEntry>& zoo();

/// What is known of one network. kNotFound with the nearest name.
Result<ZooEntry> find_network(std::string_view name);

/// The network with seeded weights, as opset 12: input "input" [batch, channels, height, width], output
/// "output" [batch, 1000]. The same arguments give the same graph on every machine. Errors: as
/// find_network; kUsage for a batch below 1.
Result<Graph> make_zoo_model(std::string_view name, int batch, std::uint64_t seed);

}  // namespace bakeoff::model
