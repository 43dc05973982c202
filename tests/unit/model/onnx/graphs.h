#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/onnx/graph.h"

/// Small graphs for tests.
namespace bakeoff::model {

/// A float value; -1 is an unknown axis.
ValueInfo value(const std::string& name, const std::vector<std::int64_t>& dims);

/// A float tensor of zeros.
Tensor weights(const std::string& name, const std::vector<std::int64_t>& dims);

/// A vector of int64.
Tensor integers_tensor(const std::string& name, const std::vector<std::int64_t>& values);

/// A node named like its first output.
Node node(const std::string& op_type, std::vector<std::string> inputs, std::vector<std::string> outputs,
          std::map<std::string, Attribute> attributes = {});

/// A graph whose last node's outputs are the graph's.
Graph graph_of(std::vector<ValueInfo> inputs, std::vector<Tensor> initializers, std::vector<Node> nodes);

}  // namespace bakeoff::model
