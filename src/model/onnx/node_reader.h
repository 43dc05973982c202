#pragma once

#include <cstddef>
#include <protozero/pbf_reader.hpp>
#include <string>

#include "base/error.h"
#include "model/onnx/external_data.h"
#include "model/onnx/graph.h"

namespace bakeoff::model {

/// One NodeProto with its attributes; `index` is its number in the file, for messages. Attributes
/// that bakeoff does not read come as Opaque. Errors: kBadInput; kUnsupported where those have data in
/// another file.
Result<Node> parse_node(protozero::pbf_reader message, std::size_t index, ExternalData& external);

/// "node 12 'conv1' (Conv)".
std::string place_of(const Node& node, std::size_t index);

}  // namespace bakeoff::model
